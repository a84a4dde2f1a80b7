import { DirectoryDown } from '../../people/directory/connection.ts';
import type { Located } from '../../people/directory/directory.ts';
import { accountOf, type PeopleSources } from '../../people/find.ts';
import { knownBy } from '../../people/known.ts';
import { managerDifferences } from '../../services/manager-changes.ts';
import { type Privilege, privileges } from '../../services/privileges.ts';
import type { Placed } from './categories.ts';
import type { CategoryInFile, ManagerInFile, ServiceFile } from './format.ts';
import { addLine, type Importing, noteChanged, noteCreated } from './report.ts';

type Found = { kind: 'account'; id: number; name: string } | { kind: 'directory'; person: Located };

/** Whom each identifier or address of a file stands for; found before its transaction, no lock waits for a directory. */
export type PeopleOfFile = ReadonlyMap<string, Found>;

const membersOf = (categories: readonly CategoryInFile[]): string[] =>
  categories.flatMap(({ members, children }) => [...members, ...membersOf(children)]);

async function inDirectory({ directory }: PeopleSources, key: string): Promise<Found | null> {
  if (directory === null) return null;
  try {
    const found = key.includes('@') ? await directory.byAddress(key) : await directory.byLogin(key);
    const [person, ...others] = found;
    return person === undefined || others.length > 0 ? null : { kind: 'directory', person };
  } catch (error) {
    if (error instanceof DirectoryDown) return null;
    throw error;
  }
}

async function find(sources: PeopleSources, key: string): Promise<Found | null> {
  const [first, second] = await knownBy(sources.db, key);
  if (first === undefined) return inDirectory(sources, key);
  const alone = second === undefined || first.byLogin || first.kind !== second.kind;
  return alone ? { kind: 'account', id: first.id, name: first.name } : null;
}

export async function peopleOf(sources: PeopleSources, file: ServiceFile): Promise<PeopleOfFile> {
  const keys = [...file.managers.map(({ person }) => person), ...file.permanentGuests, ...membersOf(file.categories)];
  const found = new Map<string, Found>();
  for (const key of new Set(keys)) {
    const one = await find(sources, key);
    if (one !== null) found.set(key, one);
  }
  return found;
}

interface Someone {
  id: number;
  name: string;
}

/** The account of a person of the file, made for who is in the directory alone; who is nobody is told and left out. */
export function accounts(importing: Importing, people: PeopleOfFile) {
  const known = new Map<string, Someone | null>();
  const { trx, lines, at } = importing;
  return async (key: string, what: string): Promise<Someone | null> => {
    if (!known.has(key)) {
      const found = people.get(key);
      if (found === undefined) known.set(key, null);
      else known.set(key, found.kind === 'account' ? found : await accountOf(trx, found.person, at));
    }
    const someone = known.get(key) ?? null;
    if (someone === null) addLine(lines, { kind: 'skipped', about: key, what, reason: 'Cette personne est inconnue.' });
    return someone;
  };
}

type Accounts = ReturnType<typeof accounts>;

interface ManagerRow {
  id: number;
  name: string;
  privileges: Privilege[];
  available: boolean;
  rate: number;
}

async function importManager(importing: Importing, row: ManagerRow | undefined, source: ManagerInFile, who: Someone) {
  const { trx, serviceId } = importing;
  const { available, rate } = source;
  const values = { privileges: privileges.filter((name) => source.privileges.includes(name)), available, rate };
  const subject = { about: who.name, what: 'Gestionnaire', version: null, personId: who.id };
  if (row === undefined) {
    const last = await trx('serviceManagers').where({ serviceId }).max('position as position').first();
    const position = (last?.position ?? -1) + 1;
    await trx('serviceManagers').insert({ serviceId, personId: who.id, position, ...values });
    return noteCreated(importing, subject);
  }
  const changes = managerDifferences(row, values);
  if (changes.length === 0) return;
  await trx('serviceManagers')
    .where({ serviceId, personId: who.id })
    .update({ ...values, version: trx.raw('version + 1') });
  await noteChanged(importing, subject, changes);
}

const leave = (importing: Importing, what: string, present: readonly Someone[], named: ReadonlySet<number>) => {
  for (const { id, name } of present) if (!named.has(id)) addLine(importing.lines, { kind: 'left', about: name, what });
};

export async function importManagers(importing: Importing, sources: readonly ManagerInFile[], account: Accounts) {
  const { trx, serviceId } = importing;
  const present: ManagerRow[] = await trx('serviceManagers as m')
    .join('people as p', 'p.id', 'm.personId')
    .where({ serviceId })
    .orderBy(['m.position', 'p.displayName'])
    .select(['p.id', 'p.displayName as name', 'm.privileges', 'm.available', 'm.rate']);
  const named = new Set<number>();
  for (const source of sources) {
    const who = await account(source.person, 'Gestionnaire');
    if (who === null || named.has(who.id)) continue;
    named.add(who.id);
    await importManager(
      importing,
      present.find(({ id }) => id === who.id),
      source,
      who,
    );
  }
  leave(importing, 'Gestionnaire', present, named);
}

export async function importGuests(importing: Importing, keys: readonly string[], account: Accounts) {
  const { trx, serviceId } = importing;
  const present: Someone[] = await trx('permanentGuests as g')
    .join('people as p', 'p.id', 'g.personId')
    .where({ serviceId })
    .select(['p.id', 'p.displayName as name']);
  const named = new Set<number>();
  for (const key of keys) {
    const who = await account(key, 'Invité permanent');
    if (who === null || named.has(who.id)) continue;
    named.add(who.id);
    if (present.some(({ id }) => id === who.id)) continue;
    await trx('permanentGuests').insert({ serviceId, personId: who.id });
    await noteCreated(importing, { about: who.name, what: 'Invité permanent', version: null, personId: who.id });
  }
  leave(importing, 'Invité permanent', present, named);
}

const ids = async (found: PromiseLike<{ personId: number }[]>) =>
  new Set((await found).map(({ personId }) => personId));

async function importMembersOf(importing: Importing, { id, about, source }: Placed, account: Accounts) {
  const { trx, serviceId, lines } = importing;
  const what = 'Membre';
  const managers = await ids(trx('serviceManagers').where({ serviceId }).select('personId'));
  const members = await ids(trx('categoryMembers').where({ categoryId: id }).select('personId'));
  let position = members.size;
  for (const key of source.members) {
    const who = await account(key, `${what} de ${about}`);
    if (who === null || members.has(who.id)) continue;
    if (!managers.has(who.id)) {
      addLine(lines, {
        kind: 'skipped',
        about: who.name,
        what: about,
        reason: 'Un membre est gestionnaire du service.',
      });
      continue;
    }
    members.add(who.id);
    await trx('categoryMembers').insert({ categoryId: id, personId: who.id, position: position++ });
    await noteCreated(importing, { about: `${about} : ${who.name}`, what, version: null, categoryId: id });
  }
}

/** Once the managers are there: a member is one of them. */
export async function importMembers(importing: Importing, placed: readonly Placed[], account: Accounts) {
  for (const one of placed) if (one.source.members.length > 0) await importMembersOf(importing, one, account);
}
