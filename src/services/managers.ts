import { type Db, rows, type Transaction } from '../db/connection.ts';
import { NotFound } from '../web/errors.ts';
import type { Privilege } from './privileges.ts';

export interface ManagerRow {
  serviceId: number;
  personId: number;
  name: string;
  login: string | null;
  leftAt: Date | null;
  privileges: Privilege[];
  available: boolean;
  rate: number;
  version: number;
}

const managerSql = `
  select m.service_id, m.person_id, p.display_name as name, p.login, p.left_at, m.privileges, m.available, m.rate, m.version
  from service_managers m join people p on p.id = m.person_id
  where m.service_id = :serviceId and m.person_id = :personId`;

/** One manager of a service. `lock` keeps him as he is until the end of the transaction. */
export async function managerOf(db: Db, serviceId: number, personId: number, { lock = false } = {}) {
  const bindings = { serviceId, personId };
  const [row] = await rows<ManagerRow>(db, `${managerSql}${lock ? ' for update of m' : ''}`, bindings);
  if (row === undefined) throw new NotFound('Cette personne n’est pas, ou n’est plus, gestionnaire de ce service.');
  return row;
}

/** Whether this person manages the service, and does until the end of the transaction: who would remove him waits. */
export const keepsManaging = async (trx: Transaction, serviceId: number, personId: number) =>
  (
    await rows(
      trx,
      'select 1 from service_managers where service_id = :serviceId and person_id = :personId for key share',
      { serviceId, personId },
    )
  ).length > 0;

/** Whether nobody else of the service may manage its managers. */
export async function isLastOverManagers(db: Db, { serviceId, personId, privileges }: ManagerRow) {
  if (!privileges.includes('manage-managers')) return false;
  const others = await rows(
    db,
    `select 1 from service_managers
     where service_id = :serviceId and person_id <> :personId and 'manage-managers' = any (privileges) limit 1`,
    { serviceId, personId },
  );
  return others.length === 0;
}

/** The categories of a service that take tickets and have nobody available: null stands for the whole service. */
export async function unattended(db: Db, serviceId: number): Promise<readonly (string | null)[]> {
  const found = await rows<{ label: string | null }>(
    db,
    `select null as label where not exists (
       select 1 from service_managers where service_id = :serviceId and available)
     union all
     (select c.long_label from categories c
      where c.service_id = :serviceId and c.accepts_tickets and c.redirects_to is null and not exists (
        select 1 from category_effective_members(c.id) m where m.available)
      order by c.position, c.id)`,
    { serviceId },
  );
  return found.map(({ label }) => label);
}

/** What has just lost its last available manager, in words to translate. */
export function availabilityWarning(before: readonly (string | null)[], after: readonly (string | null)[]) {
  const lost = after.filter((label) => !before.includes(label));
  if (lost.length === 0) return null;
  if (lost.includes(null)) return { text: 'Plus aucun gestionnaire disponible dans ce service.', values: {} };
  return {
    text: 'Plus aucun gestionnaire disponible pour : {{categories}}.',
    values: { categories: lost.join(', ') },
  };
}
