import type { Transaction } from '../db/connection.ts';
import { availabilityWarning, type ManagerRow, unattended } from './managers.ts';
import { type Privilege, privileges, privilegeWords } from './privileges.ts';
import { logChanges } from './setting-changes.ts';

export interface ManagerValues {
  privileges: readonly Privilege[];
  available: boolean;
  rate: number;
}

export const availabilityWords = { available: 'disponible', rate: 'Taux de disponibilité' } as const;

export interface Warned {
  text: string;
  values: Record<string, string>;
}

const worded = (value: boolean) => (value ? 'oui' : 'non');

/** Each setting that differs, in the words of the log. */
export function managerDifferences(before: ManagerValues, after: ManagerValues) {
  const held = privileges.map((name) => ({
    setting: privilegeWords[name],
    before: worded(before.privileges.includes(name)),
    after: worded(after.privileges.includes(name)),
  }));
  const { available, rate } = availabilityWords;
  return [
    ...held,
    { setting: available, before: worded(before.available), after: worded(after.available) },
    { setting: rate, before: String(before.rate), after: String(after.rate) },
  ].filter((one) => one.before !== one.after);
}

/** Changes what is set of a manager, writes it in the log, and answers what has just lost its last available manager. */
export async function changeManager(
  trx: Transaction,
  manager: ManagerRow,
  wanted: Partial<ManagerValues>,
  { actorId, now }: { actorId: number; now: Date },
): Promise<{ changed: number; warning: Warned | null }> {
  const { serviceId, personId, name } = manager;
  const after = { privileges: manager.privileges, available: manager.available, rate: manager.rate, ...wanted };
  const changes = managerDifferences(manager, after);
  if (changes.length === 0) return { changed: 0, warning: null };
  const lacking = await unattended(trx, serviceId);
  const version = manager.version + 1;
  const kept = privileges.filter((privilege) => after.privileges.includes(privilege));
  await trx('serviceManagers')
    .where({ serviceId, personId })
    .update({ privileges: kept, available: after.available, rate: after.rate, version });
  await logChanges(trx, { serviceId, personId, version, about: name, actorId, at: now }, changes);
  return { changed: changes.length, warning: availabilityWarning(lacking, await unattended(trx, serviceId)) };
}
