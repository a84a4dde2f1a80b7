import type { Db, Transaction } from '../db/connection.ts';
import { rows } from '../db/connection.ts';
import { type AdministeredService, type Administrator, administered } from '../services/administered.ts';
import { availabilityFields } from '../services/availability-fields.ts';
import { changeManager, type Warned } from '../services/manager-changes.ts';
import { isLastOverManagers, type ManagerRow, managerOf } from '../services/managers.ts';
import { newManagerPrivileges, type Privilege, privileges } from '../services/privileges.ts';
import { logChanges } from '../services/setting-changes.ts';
import { changedSince, labelsOf, mergedForm } from '../services/since.ts';
import { Refused } from '../web/errors.ts';
import { type Errors, type Fields, parseFields } from '../web/fields.ts';
import { lastOneFields, type ManagerSetting, managerFields } from './manager-fields.ts';
import { asSent } from './settings/values.ts';

/** What this person may set of a manager: everything, the own availability, or nothing. */
export function settable({ may }: AdministeredService, manager: ManagerRow, person: Administrator): Fields {
  if (may['manage-managers']) return managerFields;
  const own = manager.personId === person.id && manager.privileges.includes('set-own-availability');
  return own ? availabilityFields : {};
}

type Settings = Record<ManagerSetting, boolean | string>;

const settingsOf = ({ privileges: held, available, rate }: ManagerRow) =>
  ({
    ...Object.fromEntries(privileges.map((name) => [name, held.includes(name)])),
    available,
    rate: String(rate),
  }) as Settings;

/** As the form holds it. */
export const formOf = (manager: ManagerRow) =>
  Object.fromEntries(
    Object.entries(settingsOf(manager)).map(([name, value]) => [name, value === true ? 'on' : value || '']),
  ) as Record<ManagerSetting, string>;

const worded = (value: boolean | string) => (typeof value === 'string' ? value : value ? 'oui' : 'non');

export type ManagerResult =
  | { kind: 'done'; changed: number; name: string; warning: Warned | null }
  | { kind: 'invalid'; errors: Errors }
  | { kind: 'stale' };

export interface ManagerRequest {
  person: Administrator;
  id: number;
  managerId: number;
  version: number;
  body: unknown;
  now: Date;
}

/** « Mettre à jour le gestionnaire »: all or nothing, each change written in the log. */
export const updateManager = (db: Db, request: ManagerRequest): Promise<ManagerResult> =>
  db.transaction(async (trx) => {
    const { person, id, managerId, body } = request;
    const service = await administered(trx, person, id, null, { lock: true });
    const manager = await managerOf(trx, id, managerId, { lock: true });
    const fields = settable(service, manager, person);
    if (Object.keys(fields).length === 0)
      throw new Refused('Vous gérez ce service, mais n’avez pas le privilège de faire cela.');
    const parsed = parseFields({ ...fields, ...lastOneFields }, body);
    if (manager.version !== request.version) return { kind: 'stale' };
    if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
    const after = { ...settingsOf(manager), ...parsed.input } as Settings & { lastOne: boolean };
    if (!after['manage-managers'] && !after.lastOne && (await isLastOverManagers(trx, manager)))
      return { kind: 'invalid', errors: { lastOne: lastOneReason } };
    return write(trx, manager, after, request);
  });

export const lastOneReason = 'Cette personne est la dernière qui puisse gérer les gestionnaires de ce service.';

async function write(
  trx: Transaction,
  manager: ManagerRow,
  after: Settings,
  { person, now }: ManagerRequest,
): Promise<ManagerResult> {
  const wanted = {
    privileges: privileges.filter((privilege) => after[privilege]),
    available: after.available === true,
    rate: Number(after.rate),
  };
  const done = await changeManager(trx, manager, wanted, { actorId: person.id, now });
  return { kind: 'done', name: manager.name, ...done };
}

/** What others changed of this manager since `version`, and the form with their values wherever this person kept the old ones. */
export async function mergedManager(db: Db, manager: ManagerRow, version: number, body: Record<string, string>) {
  const since = await changedSince(db, { serviceId: manager.serviceId, personId: manager.personId, version });
  const said = (name: string) => worded(asSent(managerFields[name as ManagerSetting], body[name]));
  const form = mergedForm(body, { since, current: formOf(manager), labels: labelsOf(managerFields), said });
  return { form, since, version: manager.version };
}

/** A new manager, last in order, with the privileges of a new one. Nobody becomes a manager twice. */
export const addManager = (
  db: Db,
  { person, id, who, now }: { person: Administrator; id: number; who: { id: number; name: string }; now: Date },
): Promise<{ added: boolean }> =>
  db.transaction(async (trx) => {
    await administered(trx, person, id, 'manage-managers', { lock: true });
    const added = await rows(
      trx,
      `insert into service_managers (service_id, person_id, position, privileges)
       select :id, :who, coalesce(max(position) + 1, 0), :privileges from service_managers where service_id = :id
       on conflict do nothing returning person_id`,
      { id, who: who.id, privileges: newManagerPrivileges as Privilege[] },
    );
    if (added.length === 0) return { added: false };
    const what = { serviceId: id, personId: who.id, version: 1, about: who.name, actorId: person.id, at: now };
    await logChanges(trx, what, [{ setting: 'Gestionnaire', before: null, after: 'oui' }]);
    return { added: true };
  });
