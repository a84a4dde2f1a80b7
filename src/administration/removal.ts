import { v7 as newId } from 'uuid';
import { type Db, rows, type Transaction } from '../db/connection.ts';
import { announceTogether } from '../mail/announce-together.ts';
import type { Person } from '../people/person.ts';
import { administered } from '../services/administered.ts';
import type { Warned } from '../services/manager-changes.ts';
import { availabilityWarning, isLastOverManagers, managerOf, unattended } from '../services/managers.ts';
import { logChanges } from '../services/setting-changes.ts';
import { choice, type Errors, type InputOf, parseFields } from '../web/fields.ts';
import { holdingsOf, successors } from './holdings.ts';
import { lastOneFields } from './manager-fields.ts';
import { lastOneReason } from './managers.ts';
import { type Fate, passOn } from './pass-on.ts';

const fates = [
  { value: 'automatic', label: 'Ré-assigner automatiquement' },
  { value: 'release', label: 'Libérer' },
  { value: 'give', label: 'Assigner' },
] as const;

export const removalFields = {
  fate: choice('Ses tickets ouverts', fates, { widget: 'radios', initial: 'automatic' }),
  to: choice('Assigner à', 'successors', { required: false, help: 'Si vous avez choisi « Assigner ».' }),
};

export interface RemovalRequest {
  person: Person;
  id: number;
  managerId: number;
  /** What the page showed of what he has in charge. */
  seen: string;
  body: unknown;
  now: Date;
}

export type RemovalResult =
  | { kind: 'done'; name: string; warning: Warned | null }
  | { kind: 'invalid'; errors: Errors }
  | { kind: 'stale' };

type Asked = InputOf<typeof removalFields & typeof lastOneFields>;

const fateOf = ({ fate, to }: Asked): Fate =>
  fate === 'give' ? { kind: 'give', to: Number(to), otherwise: 'release' } : { kind: fate as 'automatic' | 'release' };

/** Takes a manager out of a service: his open tickets passed on, his memberships and his watches gone; all or nothing. */
export const removeManager = (db: Db, request: RemovalRequest): Promise<RemovalResult> =>
  db.transaction(async (trx) => {
    const { person, id, managerId, body } = request;
    await administered(trx, person, id, 'manage-managers', { lock: true });
    const manager = await managerOf(trx, id, managerId);
    const choices = { successors: await successors(trx, id, managerId) };
    const parsed = parseFields({ ...removalFields, ...lastOneFields }, body, choices);
    if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
    const { input } = parsed;
    if (input.fate === 'give' && input.to === '')
      return { kind: 'invalid', errors: { to: 'Choisissez qui prend ses tickets.' } };
    if (!input.lastOne && (await isLastOverManagers(trx, manager)))
      return { kind: 'invalid', errors: { lastOne: lastOneReason } };
    if ((await holdingsOf(trx, id, managerId, person)).print !== request.seen) return { kind: 'stale' };
    const lacking = await unattended(trx, id);
    await takeOut(trx, request, input);
    await logRemoval(trx, request, manager.name, input);
    return { kind: 'done', name: manager.name, warning: availabilityWarning(lacking, await unattended(trx, id)) };
  });

async function takeOut(trx: Transaction, { person, id, managerId, now }: RemovalRequest, asked: Asked) {
  const batch = newId();
  const passing = { serviceId: id, from: managerId, tickets: null, fate: fateOf(asked), actor: person, batch, now };
  const passed = await passOn(trx, passing);
  await rows(trx, forgetSql, { id, managerId });
  await trx('serviceManagers').where({ serviceId: id, personId: managerId }).delete();
  // a ticket that came to him while the others were passed on: whoever gave it held his row until then
  passed.push(...(await passOn(trx, passing)));
  await announceTogether(trx, { batch, tickets: passed });
}

/** He still follows what he owns or is invited to. */
const forgetSql = `
  with memberships as (
    delete from category_members e using categories c
    where c.id = e.category_id and c.service_id = :id and e.person_id = :managerId
  )
  delete from ticket_watches w using tickets t
  where t.id = w.ticket_id and t.service_id = :id and w.person_id = :managerId and t.owner_id <> :managerId
    and not exists (select 1 from ticket_guests g where g.ticket_id = t.id and g.person_id = :managerId)`;

async function logRemoval(trx: Transaction, request: RemovalRequest, name: string, { fate, to }: Asked) {
  const { person, id, managerId, now } = request;
  const label = fates.find(({ value }) => value === fate)?.label ?? null;
  const receiver =
    fate === 'give'
      ? await trx('people')
          .where({ id: Number(to) })
          .first('displayName as name')
      : null;
  const what = { serviceId: id, personId: managerId, version: null, about: name, actorId: person.id, at: now };
  await logChanges(trx, what, [
    { setting: 'Gestionnaire', before: 'oui', after: null },
    { setting: 'Ses tickets ouverts', before: null, after: receiver ? receiver.name : label },
  ]);
}
