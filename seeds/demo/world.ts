import type { Db } from '../../src/db/connection.ts';
import type { Privilege } from '../../src/services/privileges.ts';
import type { EffectiveVisibility } from '../../src/tickets/ticket.ts';
import { day } from './calendar.ts';
import { type PersonData, people as peopleData } from './people.ts';
import type { Random } from './random.ts';
import type { CategoryData, ServiceData } from './services/define.ts';
import { services as servicesData } from './services.ts';

export interface Person extends PersonData {
  id: number;
}

export interface Manager {
  person: Person;
  privileges: ReadonlySet<Privilege>;
  available: boolean;
}

export interface Service {
  id: number;
  key: string;
  anonymous: boolean;
  spentTimeRequired: boolean;
  managers: readonly Manager[];
  permanentGuests: readonly Person[];
}

export interface Category {
  id: number;
  path: string;
  service: Service;
  visibility: EffectiveVisibility;
  /** Effective members. */
  members: readonly Manager[];
  confidential: boolean;
  /** Offered when a ticket is filed. */
  offered: boolean;
}

/** The demonstration university once in the database, and what telling its tickets needs. */
export interface World {
  now: Date;
  random: Random;
  people: readonly Person[];
  person(login: string): Person;
  services: readonly Service[];
  categories: readonly Category[];
  category(path: string): Category;
}

const found = <T>(map: ReadonlyMap<string, T>, key: string): T => {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The demonstration knows no ${key}`);
  return value;
};

const mailOf = ({ name, login }: PersonData) => {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('œ', 'oe').toLowerCase();
  const words = plain.replaceAll(/[’']/g, '').split(' ');
  const number = /\d+$/.exec(login ?? '')?.[0] ?? '';
  return `${words[0]}.${words.slice(1).join('-')}${number}@univ-vaucanson.example`;
};

const affiliations: Record<PersonData['role'], string[]> = {
  student: ['student', 'member'],
  teacher: ['faculty', 'employee', 'member'],
  staff: ['staff', 'employee', 'member'],
  external: [],
};

async function insertPeople(trx: Db, now: Date, random: Random): Promise<Person[]> {
  const rows = peopleData.map((person) => ({
    login: person.login,
    kind: person.role === 'external' ? 'external' : 'cas',
    displayName: person.name,
    mail: person.mail ?? mailOf(person),
    affiliations: affiliations[person.role],
    isAdmin: person.isAdmin ?? false,
    mailVerifiedAt: person.role === 'external' ? now : null,
    language: person.language ?? 'fr',
    unlisted: person.unlisted ?? false,
    leftAt: person.leftDaysAgo === undefined ? null : new Date(now.getTime() - person.leftDaysAgo * day),
    createdAt: new Date(now.getTime() - random.between(160, 400) * day),
  }));
  const inserted: { id: number }[] = await trx('people').insert(rows).returning('id');
  return peopleData.map((person, index) => ({ ...person, id: inserted[index]?.id ?? 0 }));
}

const containerRow = (data: ServiceData | CategoryData, position: number) => ({
  label: data.label,
  longLabel: data.longLabel,
  help: data.help,
  icon: data.icon ?? null,
  position,
  defaultPriority: data.priority ?? null,
  defaultVisibility: data.visibility ?? null,
  subjectTemplate: data.subject ?? null,
  messageTemplate: data.message === undefined ? null : messageTemplate(data.message),
  assignment: data.assignment ?? null,
  monitoringEmail: data.mailbox?.address ?? null,
  monitoringLevel: data.mailbox?.level ?? 'never',
});

const messageTemplate = (text: string) =>
  text
    .split('\n\n')
    .map((line) => `<p>${line} </p>`)
    .join('');

async function insertServices(trx: Db, person: (login: string) => Person): Promise<Service[]> {
  const rows = servicesData.map((data, position) => ({
    ...containerRow(data, position),
    enabled: data.disabled !== true,
    anonymous: data.anonymous ?? false,
    interService: data.interService ?? '',
    filter: data.filter ?? '',
    spentTimeRequired: data.spentTimeRequired ?? false,
  }));
  const inserted: { id: number }[] = await trx('services').insert(rows).returning('id');
  const services = servicesData.map((data, index) => ({
    id: inserted[index]?.id ?? 0,
    key: data.key,
    anonymous: data.anonymous ?? false,
    spentTimeRequired: data.spentTimeRequired ?? false,
    managers: data.managers.map(({ login, privileges, available = true }) => ({
      person: person(login),
      privileges: new Set(privileges),
      available,
    })),
    permanentGuests: (data.permanentGuests ?? []).map(person),
  }));
  await trx('serviceManagers').insert(services.flatMap(managerRows));
  await trx('permanentGuests').insert(
    services.flatMap(({ id, permanentGuests }) =>
      permanentGuests.map((guest) => ({ serviceId: id, personId: guest.id })),
    ),
  );
  return services;
}

/** A line nearer to the ticket is never less alert than a wider one. */
const alert = (monitorsAny?: 'creation' | 'always') => ({
  monitorsAny: monitorsAny ?? 'never',
  monitorsCategory: monitorsAny ?? 'creation',
});

const managerRows = (service: Service, index: number) =>
  service.managers.map((manager, position) => ({
    serviceId: service.id,
    personId: manager.person.id,
    position,
    privileges: [...manager.privileges],
    available: manager.available,
    ...alert(servicesData[index]?.managers[position]?.monitorsAny),
  }));

type Level = {
  data: CategoryData;
  position: number;
  service: Service;
  parent: Category | null;
  visibility: EffectiveVisibility;
};

const categoryRow = ({ data, position, service, parent }: Level) => ({
  ...containerRow(data, position),
  serviceId: service.id,
  parentId: parent?.id ?? null,
  acceptsTickets: data.acceptsTickets ?? true,
  hidden: data.hidden ?? false,
  confidential: data.confidential ?? false,
  inheritsMembers: data.members === undefined,
});

const categoryOf = (id: number, { data, service, parent, visibility }: Level): Category => ({
  id,
  path: `${service.key}/${data.key}`,
  service,
  visibility: data.visibility ?? visibility,
  members: data.members
    ? service.managers.filter(({ person }) => data.members?.includes(person.login ?? ''))
    : (parent?.members ?? service.managers),
  confidential: data.confidential === true || parent?.confidential === true,
  offered: data.acceptsTickets !== false && data.hidden !== true && data.redirectsTo === undefined,
});

/** Level by level: a sub-category needs the number of its parent. */
async function insertCategories(trx: Db, levels: Level[]): Promise<Category[]> {
  if (levels.length === 0) return [];
  const inserted: { id: number }[] = await trx('categories').insert(levels.map(categoryRow)).returning('id');
  const categories = levels.map((level, index) => categoryOf(inserted[index]?.id ?? 0, level));
  const members = categories.flatMap((category, index) =>
    levels[index]?.data.members === undefined
      ? []
      : category.members.map(({ person }, position) => ({ categoryId: category.id, personId: person.id, position })),
  );
  if (members.length > 0) await trx('categoryMembers').insert(members);
  const below = categories.flatMap((parent, index) =>
    (levels[index]?.data.children ?? []).map((data, position) => ({
      data,
      position,
      service: parent.service,
      parent,
      visibility: parent.visibility,
    })),
  );
  return [...categories, ...(await insertCategories(trx, below))];
}

/** Once all of them have a number. */
async function redirect(trx: Db, services: readonly Service[], category: (path: string) => Category) {
  for (const { key, redirectsTo, categories } of servicesData) {
    const from = services.find((service) => service.key === key);
    const to = services.find((service) => service.key === redirectsTo);
    if (from && to) await trx('services').where({ id: from.id }).update({ redirectsTo: to.id });
    for (const data of categories) {
      if (data.redirectsTo === undefined) continue;
      const { id } = category(`${key}/${data.key}`);
      await trx('categories')
        .where({ id })
        .update({ redirectsTo: category(data.redirectsTo).id });
    }
  }
}

export async function insertWorld(trx: Db, now: Date, random: Random): Promise<World> {
  const people = await insertPeople(trx, now, random);
  const byLogin = new Map(people.map((person) => [person.login ?? person.mail ?? person.name, person]));
  const person = (login: string) => found(byLogin, login);
  const services = await insertServices(trx, person);
  const roots = services.flatMap((service, index) =>
    (servicesData[index]?.categories ?? []).map((data, position) => ({
      data,
      position,
      service,
      parent: null,
      visibility: servicesData[index]?.visibility ?? ('private' as const),
    })),
  );
  const categories = await insertCategories(trx, roots);
  const byPath = new Map(categories.map((category) => [category.path, category]));
  const category = (path: string) => found(byPath, path);
  await redirect(trx, services, category);
  return { now, random, people, person, services, categories, category };
}
