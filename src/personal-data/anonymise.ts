import { type Db, rows, type Transaction } from '../db/connection.ts';
import { endSessions } from '../people/accounts/account.ts';
import { referencesToPeople } from '../people/accounts/references.ts';
import { fateOf } from '../people/fates.ts';
import { type Count, forgetMentions, type Identity } from './mentions.ts';

/** What the application knows of somebody. */
export interface Known extends Count {
  fate: 'kept' | 'deleted';
}

/** What anonymising somebody does, or would do. */
export interface Effect {
  known: readonly Known[];
  mentions: readonly Count[];
  sessions: number;
}

export type Refusal =
  | { kind: 'oneself' }
  | { kind: 'last-admin' }
  | { kind: 'handles'; count: number; services: string[] };

export type Anonymised = { ok: true; effect: Effect } | { ok: false; refusal: Refusal | 'unknown' };

export interface Subject extends Identity {
  isAdmin: boolean;
  kind: 'cas' | 'external';
  leftAt: Date | null;
}

const subjectSql = `
  select id, login, display_name as name, mail, is_admin, kind, left_at from people
  where id = :id and anonymised_at is null and merged_into is null`;

export async function subjectOf(db: Db, id: number): Promise<Subject | null> {
  const [person] = await rows<Subject>(db, subjectSql, { id });
  return person ?? null;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The rows that refer to somebody, counted, by what they are; those that there are none of are left out. */
export async function knownOf(db: Db, personId: number): Promise<Known[]> {
  const known: Known[] = [];
  for (const reference of await referencesToPeople(db)) {
    const { label, anonymised: fate } = fateOf(reference);
    const { rows: found } = await db.raw(
      `select count(*) from ${quoted(reference.table)} where ${quoted(reference.column)} = :personId`,
      { personId },
    );
    const count = Number(found[0].count);
    if (count > 0) known.push({ label, count, fate });
  }
  return known;
}

const openHandledSql = `
  select s.label as service, count(*) from tickets t join services s on s.id = t.service_id
  where t.handler_id = :id and t.status in ('in-progress', 'incomplete', 'postponed') and t.archived_at is null
  group by s.label order by s.label`;

/** Why this person may not be anonymised by this administrator; null when he may. */
export async function refusalOf(db: Db, person: Subject, actorId: number): Promise<Refusal | null> {
  if (person.id === actorId) return { kind: 'oneself' };
  if (person.isAdmin) {
    const others = await db('people').where({ isAdmin: true }).whereNot({ id: person.id }).first('id');
    if (others === undefined) return { kind: 'last-admin' };
  }
  const handled = await rows<{ service: string; count: number }>(db, openHandledSql, { id: person.id });
  if (handled.length === 0) return null;
  const count = handled.reduce((sum, one) => sum + one.count, 0);
  return { kind: 'handles', count, services: handled.map(({ service }) => service) };
}

async function deleteRows(trx: Transaction, personId: number): Promise<void> {
  const references = await referencesToPeople(trx);
  for (const { table, column } of references.filter((one) => fateOf(one).anonymised === 'deleted')) {
    await trx.raw(`delete from ${quoted(table)} where ${quoted(column)} = :personId`, { personId });
  }
}

/** Mails not sent yet are not sent any more, and what mail servers said of the address goes with it. */
async function forgetMails(trx: Transaction, { id, mail }: Identity): Promise<void> {
  await trx('emails').where({ personId: id }).update({ lastError: null });
  await trx('emails')
    .where({ personId: id, sentAt: null, droppedBecause: null })
    .update({ droppedBecause: 'anonymised' });
  await trx('personMerges').where({ fromId: id }).orWhere({ intoId: id }).update({ mail: '' });
  if (mail !== null) await trx('accountLinks').where({ mail: mail.toLowerCase() }).delete();
}

const nobody = 'Personne anonymisée';
const remaining = new Set([
  'id',
  'kind',
  'created_at',
  'display_name',
  'merged_into',
  'anonymised_at',
  'unlisted',
  'left_at',
]);

/** The account, and the outsiders' accounts that it had joined: every column as if nothing had ever been known. */
async function forgetAccount(trx: Transaction, personId: number, now: Date): Promise<void> {
  const columns = await rows<{ name: string }>(
    trx,
    `select attname as name from pg_attribute where attrelid = 'people'::regclass and attnum > 0 and not attisdropped`,
  );
  const blank = columns.filter(({ name }) => !remaining.has(name)).map(({ name }) => `${quoted(name)} = default`);
  await trx.raw(
    `update people set ${blank.join(', ')}, display_name = :nobody, anonymised_at = :now, unlisted = true,
       left_at = coalesce(left_at, :now)
     where id = :personId or merged_into = :personId`,
    { personId, nobody, now },
  );
}

async function forget(trx: Transaction, person: Subject, now: Date): Promise<Effect> {
  const known = await knownOf(trx, person.id);
  const mentions = (await forgetMentions(trx, person)).filter(({ count }) => count > 0);
  await deleteRows(trx, person.id);
  await forgetMails(trx, person);
  const sessions = await rows(trx, `select 1 from sessions where sess ->> 'personId' = :id`, { id: String(person.id) });
  await endSessions(trx, person.id);
  await forgetAccount(trx, person.id, now);
  return { known, mentions, sessions: sessions.length };
}

interface Asked {
  personId: number;
  actorId: number;
}

async function anonymiseIn(trx: Transaction, { personId, actorId }: Asked, now: Date): Promise<Anonymised> {
  // two administrators who would anonymise each other wait for one another
  await rows(trx, 'select id from people where is_admin or id = :personId order by id for update', { personId });
  const person = await subjectOf(trx, personId);
  if (person === null) return { ok: false, refusal: 'unknown' };
  const refusal = await refusalOf(trx, person, actorId);
  return refusal === null ? { ok: true, effect: await forget(trx, person, now) } : { ok: false, refusal };
}

class Undone extends Error {
  readonly result: Anonymised;

  constructor(result: Anonymised) {
    super('only foreseen');
    this.result = result;
  }
}

/** What anonymising would do, exactly: it is done, counted and undone. */
export async function foresee(db: Db, asked: Asked, now: Date): Promise<Anonymised> {
  try {
    return await db.transaction(async (trx) => {
      throw new Undone(await anonymiseIn(trx, asked, now));
    });
  } catch (error) {
    if (error instanceof Undone) return error.result;
    throw error;
  }
}

/** Takes the name, the addresses and the account of somebody out of everything, for ever; figures remain. */
export const anonymise = (db: Db, asked: Asked, now: Date): Promise<Anonymised> =>
  db.transaction(async (trx) => {
    const result = await anonymiseIn(trx, asked, now);
    if (result.ok) {
      const { known, mentions } = result.effect;
      const counts = JSON.stringify({ known, mentions });
      await trx('anonymisations').insert({ ...asked, at: now, counts });
    }
    return result;
  });
