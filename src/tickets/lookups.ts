import { type Db, rows } from '../db/connection.ts';
import { inviteOutsider } from '../people/accounts/invite.ts';
import { type IdentifiedPeople, mostPeople, whyNobody } from '../people/identify.ts';
import { mayHandleSql, takesTicketsSql } from '../services/handling.ts';
import { selectOpenCategory } from '../services/open-category.ts';
import type { Errors, Fields } from '../web/fields.ts';
import { separated } from '../web/person-fields.ts';
import type { Translate } from '../web/words.ts';
import { linkableTicket } from './linkable-ticket.ts';
import { hidesNames } from './people-shown.ts';
import { recallOn } from './recall-time.ts';
import type { Situation } from './situation.ts';
import { parseDuration } from './spent-time.ts';
import type { EffectiveVisibility } from './visibility.ts';

/** The category that a ticket is moved to, with all that the move depends on. */
export interface Destination {
  id: number;
  serviceId: number;
  defaultVisibility: EffectiveVisibility;
  anonymous: boolean;
  /** The handler of the ticket manages the service there. */
  keepsHandler: boolean;
  confidential: boolean;
  permanentGuests: readonly number[];
  availableManagers: readonly number[];
}

/** A visibility as chosen (null: the default of the category) and as it takes effect. */
export interface VisibilityChoice {
  chosen: EffectiveVisibility | null;
  effective: EffectiveVisibility;
}

export type Found<T> = { ok: true; value: T } | { ok: false; reason: string };

/** Whom the identifiers of the form stand for, and the words to say that one stands for nobody. */
interface Asking {
  t: Translate;
  identified?: IdentifiedPeople;
  /** Of the institution, for a day that stands for an hour. */
  timeZone?: string;
}

interface Finding extends Asking {
  /** The account of somebody from outside. */
  outsider(mail: string): Promise<number>;
}
type Lookup = (db: Db, text: string, situation: Situation, asking: Finding) => Promise<Found<unknown>>;

/** Some twenty years of work: more is a slip of the finger. */
const mostMinutes = 2_000_000;

const nobody: IdentifiedPeople = () => ({ kind: 'unknown' });

/** Each faulty one with its own reason. */
const people: Lookup = async (_db, text, { ticket, standing }, { t, identified = nobody, outsider }) => {
  // saying who is there already would name the people of an anonymous service
  const mayTell = !hidesNames(ticket, standing);
  const typed = separated(text);
  if (typed.length === 0) return { ok: false, reason: 'Indiquez au moins une personne.' };
  if (typed.length > mostPeople) {
    const given = typed.length;
    return {
      ok: false,
      reason: t('Cinquante personnes au plus à la fois : vous en avez indiqué {{given}}.', { given }),
    };
  }
  const ids = new Set<number>();
  const reasons: string[] = [];
  for (const one of typed) {
    const found = identified(one);
    if (found.kind === 'outsider') ids.add(await outsider(found.mail));
    else if (found.kind !== 'found') reasons.push(whyNobody(one, found, t));
    else if (mayTell && ticket.guests.some((guest) => guest.id === found.id))
      reasons.push(t('{{who}} est déjà invité.', { who: one }));
    else if (mayTell && found.id === ticket.ownerId)
      reasons.push(t('{{who}} est le propriétaire du ticket.', { who: one }));
    else ids.add(found.id);
  }
  return reasons.length === 0 ? { ok: true, value: [...ids] } : { ok: false, reason: reasons.join(' ') };
};

const newOwner: Lookup = async (_db, text, { ticket }, { t, identified = nobody, outsider }) => {
  const found = identified(text);
  if (found.kind === 'outsider') return { ok: true, value: await outsider(found.mail) };
  if (found.kind !== 'found') return { ok: false, reason: whyNobody(text, found, t) };
  return found.id === ticket.ownerId
    ? { ok: false, reason: 'Veuillez changer le propriétaire du ticket.' }
    : { ok: true, value: found.id };
};

/** Where a ticket goes; null when tickets may not be filed there. */
async function destination(
  db: Db,
  categoryId: number,
  { ticket, standing: { shown } }: Situation,
): Promise<Destination | null> {
  // of the services, those offered were among the choices
  const category = await selectOpenCategory(db, categoryId, shown && { ...shown, creation: null });
  if (category === null) return null;
  const [people] = await rows<
    Pick<Destination, 'keepsHandler' | 'confidential' | 'permanentGuests' | 'availableManagers'>
  >(
    db,
    `select exists (select 1 from service_managers where service_id = :service and person_id = :handler
         and ${mayHandleSql(':category', 'person_id')}) as keeps_handler,
       category_is_confidential(:category) as confidential,
       array(select person_id from permanent_guests where service_id = :service) as permanent_guests,
       array(select person_id from service_managers where service_id = :service and ${takesTicketsSql('service_managers')}
         and ${mayHandleSql(':category', 'person_id')}) as available_managers`,
    { service: category.serviceId, category: category.id, handler: ticket.handlerId },
  );
  if (people === undefined) return null;
  const { id, serviceId, defaultVisibility, anonymous } = category;
  return { id, serviceId, defaultVisibility, anonymous, ...people };
}

const moved: Lookup = async (db, text, situation) => {
  const found = await destination(db, Number(text), situation);
  return found === null
    ? { ok: false, reason: 'Cette catégorie n’accepte plus de ticket.' }
    : { ok: true, value: found };
};

const visibility: Lookup = async (db, text, { ticket }) => {
  if (text !== '') return { ok: true, value: { chosen: text, effective: text } };
  const [inherited] = await rows<VisibilityChoice>(
    db,
    'select null as chosen, visibility as effective from category_settings(:category)',
    { category: ticket.categoryId },
  );
  return { ok: true, value: inherited };
};

const dayToCome: Lookup = async (_db, text, { now }, { timeZone }) => {
  if (text === '') return { ok: true, value: null };
  if (timeZone === undefined) throw new Error('A day is no hour without the zone of the institution');
  const recall = recallOn(text, timeZone);
  return recall.at > now ? { ok: true, value: recall } : { ok: false, reason: 'Choisissez une date à venir.' };
};

const badDuration = 'Indiquez un temps, par exemple « 1 h 30 » ou « 45 ».';

const duration: Lookup = async (_db, text) => {
  if (text === '') return { ok: true, value: null };
  const minutes = parseDuration(text);
  return minutes === null || minutes > mostMinutes ? { ok: false, reason: badDuration } : { ok: true, value: minutes };
};

/** The time that a service may want to be told when a ticket ends; never from its owner. */
const spentTime: Lookup = async (db, text, situation, asking) =>
  text === '' && situation.spentTimeRequired && !situation.standing.owns
    ? { ok: false, reason: 'Veuillez indiquer le temps passé sur le ticket.' }
    : duration(db, text, situation, asking);

/** The managers of a service or the effective members of a category, those who are not invited yet. */
const group: Lookup = async (db, text, { ticket }) => {
  const [kind, id] = text.split(':');
  const found = await rows<{ personId: number }>(
    db,
    kind === 'service'
      ? 'select person_id from service_managers where service_id = :id order by position, person_id'
      : 'select person_id from category_effective_members(:id) order by place, person_id',
    { id: Number(id) },
  );
  const here = new Set([ticket.ownerId, ...ticket.guests.map((guest) => guest.id)]);
  const value = found.map(({ personId }) => personId).filter((personId) => !here.has(personId));
  return value.length > 0
    ? { ok: true, value }
    : { ok: false, reason: 'Toutes les personnes de ce groupe sont déjà invitées.' };
};

const lookups: Record<string, Lookup> = {
  people,
  duration,
  'spent-time': spentTime,
  group,
  'linkable-ticket': linkableTicket,
  visibility,
  'day-to-come': dayToCome,
  'new-owner': newOwner,
  destination: moved,
};

type Result = { ok: true; input: Record<string, unknown> } | { ok: false; errors: Errors };

async function find(
  db: Db,
  fields: Fields,
  input: Record<string, unknown>,
  situation: Situation,
  finding: Finding,
): Promise<Result> {
  const found = { ...input };
  const errors: Errors = {};
  for (const [name, { lookup }] of Object.entries(fields)) {
    const ask = lookup === undefined ? undefined : lookups[lookup];
    if (ask === undefined) continue;
    const result = await ask(db, String(input[name]), situation, finding);
    if (result.ok) found[name] = result.value;
    else errors[name] = result.reason;
  }
  return Object.keys(errors).length === 0 ? { ok: true, input: found } : { ok: false, errors };
}

/**
 * Replaces the texts that stand for something by what they stand for; each one that stands for nothing has its reason.
 * Somebody from outside is given an account, and a link, only once nothing else is wrong with the form.
 */
export async function lookUp(
  db: Db,
  fields: Fields,
  input: Record<string, unknown>,
  situation: Situation,
  asking: Asking,
): Promise<Result> {
  let outsiders = false;
  const noAccountYet = async () => {
    outsiders = true;
    return 0;
  };
  const found = await find(db, fields, input, situation, { ...asking, outsider: noAccountYet });
  if (!found.ok || !outsiders) return found;
  const outsider = async (mail: string) => (await db.transaction((trx) => inviteOutsider(trx, mail, situation.now))).id;
  return find(db, fields, input, situation, { ...asking, outsider });
}
