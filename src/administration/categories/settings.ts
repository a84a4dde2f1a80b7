import { type Db, rows, type Transaction } from '../../db/connection.ts';
import type { Administrator } from '../../services/administered.ts';
import { iconsOf } from '../../services/icons.ts';
import { followDefaults } from '../../tickets/follow-defaults.ts';
import { releaseStrangers } from '../../tickets/quiet-moves.ts';
import type { Fields } from '../../web/fields.ts';
import { iconChoices } from '../icons/options.ts';
import { categoryFields } from '../settings/fields.ts';
import { type Form, type Request, type Settled, type Subject, settle } from '../settings/settle.ts';
import { type Category, lockedCategory } from './category.ts';

export const categorySubject = ({ id, serviceId }: Pick<Category, 'id' | 'serviceId'>): Subject => ({
  table: 'categories',
  id,
  serviceId,
});

const aboveSql = `
  with recursive up as (
    select id, parent_id, icon, 0 as distance from categories where id = :id
    union all
    select c.id, c.parent_id, c.icon, up.distance + 1 from categories c join up on c.id = up.parent_id
  )
  select (s.confidential_allowed or c.confidential) and not coalesce(category_is_confidential(c.parent_id), false) as allowed,
    array(select icon from up where distance > 0 order by distance) || s.icon as icons
  from categories c join services s on s.id = c.service_id where c.id = :id`;

/** What may be set of a category: confidential only where the service allows it and nothing above already is. */
export async function categoryForm(db: Db, id: number): Promise<Form> {
  const [above] = await rows<{ allowed: boolean; icons: (string | null)[] }>(db, aboveSql, { id });
  const icons = await iconsOf(db);
  const { confidential, inheritsMembers: _, ...others } = categoryFields;
  const fields: Fields = above?.allowed ? { ...others, confidential } : others;
  return { fields, choices: { icons: iconChoices(icons, icons.pictureOf('category', ...(above?.icons ?? []))) } };
}

const faultsBesides = ({ redirectsTo }: Category, { acceptsTickets }: { acceptsTickets?: boolean }) =>
  redirectsTo !== null && acceptsTickets
    ? { acceptsTickets: 'Une catégorie redirigée n’a pas de tickets à elle.' }
    : {};

const heldSql = `
  select t.id from tickets t where t.service_id = :serviceId and t.handler_id is not null and t.archived_at is null
    and category_is_confidential(t.category_id) order by t.id for no key update`;

/** Who may no longer read the tickets of a category that has become confidential does not keep them. */
async function keepToMembers(trx: Transaction, serviceId: number, now: Date) {
  const held = await rows<{ id: number }>(trx, heldSql, { serviceId });
  await releaseStrangers(
    trx,
    held.map(({ id }) => id),
    now,
  );
}

/** Changes the properties of a category, for who has the privilege. */
export const settleCategory = (
  db: Db,
  at: { service: number; category: number },
  request: Request & { person: Administrator },
): Promise<Settled<Fields>> =>
  db.transaction(async (trx) => {
    const { category } = await lockedCategory(trx, request.person, at);
    const form = await categoryForm(trx, category.id);
    const settled = await settle(trx, categorySubject(category), form, request, (input) =>
      faultsBesides(category, input),
    );
    if (settled.kind !== 'done') return settled;
    const { changed } = settled;
    if (changed.includes('defaultVisibility') || changed.includes('confidential'))
      await followDefaults(trx, at.service);
    if (changed.includes('confidential')) await keepToMembers(trx, at.service, request.now);
    return settled;
  });
