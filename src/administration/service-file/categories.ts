import { rows } from '../../db/connection.ts';
import type { Stored } from '../settings/values.ts';
import { type CategoryInFile, type ServiceFile, settingFields } from './format.ts';
import { addLine, difference, type Importing, noteChanged, noteCreated, withKnownIcon } from './report.ts';

type Row = Record<string, Stored> & { id: number; label: string; version: number; position: number };

export interface Placed {
  id: number;
  about: string;
  source: CategoryInFile;
}

const what = 'Catégorie';
const names = Object.keys(settingFields.category);

const siblings = ({ trx, serviceId }: Importing, parentId: number | null): Promise<Row[]> =>
  trx('categories')
    .where({ serviceId, parentId })
    .orderBy(['position', 'id'])
    .select(['id', 'version', 'position', ...names]);

/** The first of this label that was not taken yet: two sisters may have the same. */
function take(free: Row[], label: string): Row | undefined {
  const rank = free.findIndex((row) => row.label === label);
  return rank < 0 ? undefined : free.splice(rank, 1)[0];
}

async function change(importing: Importing, row: Row, source: CategoryInFile, about: string): Promise<number> {
  const { values, changes } = difference(settingFields.category, row, source.settings);
  if (changes.length > 0) {
    const version = row.version + 1;
    await importing
      .trx('categories')
      .where({ id: row.id })
      .update({ ...values, version });
    await noteChanged(importing, { about, what, version, categoryId: row.id }, changes);
  }
  return row.id;
}

async function create(importing: Importing, source: CategoryInFile, parentId: number | null, about: string) {
  const { trx, serviceId } = importing;
  const [made] = await trx('categories')
    .insert({ ...source.settings, serviceId, parentId, position: 0 })
    .returning('id');
  await noteCreated(importing, { about, what, version: 1, categoryId: made.id });
  return made.id as number;
}

/** Those of the file in its order, then the others: only where the order that is there is another. */
async function order({ trx }: Importing, ids: readonly number[], present: readonly Row[]) {
  const known = present.map(({ id }) => id);
  const wanted = [...ids, ...known.filter((id) => !ids.includes(id))];
  const kept = known.filter((id) => ids.includes(id));
  if (ids.length === kept.length && ids.every((id, rank) => kept[rank] === id)) return;
  for (const [rank, id] of wanted.entries())
    await trx('categories')
      .where({ id })
      .update({ position: rank + 1 });
}

/** Brings the categories of a level, and those below them; answers all of them. */
export async function importCategories(
  importing: Importing,
  sources: readonly CategoryInFile[],
  { parentId, above }: { parentId: number | null; above: string },
): Promise<Placed[]> {
  const present = await siblings(importing, parentId);
  const free = [...present];
  const placed: Placed[] = [];
  const ids: number[] = [];
  for (const stated of sources) {
    const about = `${above} › ${stated.settings.label}`;
    const source = { ...stated, settings: withKnownIcon(importing, stated.settings, { about, what }) };
    const row = take(free, source.settings.label);
    const id = row ? await change(importing, row, source, about) : await create(importing, source, parentId, about);
    ids.push(id);
    placed.push({ id, about, source });
    placed.push(...(await importCategories(importing, source.children, { parentId: id, above: about })));
  }
  for (const { label } of free) addLine(importing.lines, { kind: 'left', what, about: `${above} › ${label}` });
  await order(importing, ids, present);
  return placed;
}

const targetSql = `
  with recursive walk as (
    select c.id, 2 as place, c.redirects_to from categories c join services s on s.id = c.service_id
    where c.parent_id is null and s.label = (:path::text[])[1] and c.label = (:path::text[])[2]
    union all
    select c.id, walk.place + 1, c.redirects_to from walk join categories c on c.parent_id = walk.id
    where c.label = (:path::text[])[walk.place + 1]
  )
  select id from walk where place = cardinality(:path::text[]) order by id limit 1`;

const leadsSql = `
  with recursive chain as (
    select id, redirects_to from categories where id = :target
    union
    select c.id, c.redirects_to from categories c join chain on c.id = chain.redirects_to
  )
  select exists (select 1 from chain where id = :id) as back,
    exists (select 1 from categories where parent_id = :id) as parent,
    exists (select 1 from tickets where category_id = :id) as tickets`;

/** Why this category cannot lead there; null when it can. */
async function obstacle({ trx }: Importing, id: number, target: number): Promise<string | null> {
  const [found] = await rows<{ back: boolean; parent: boolean; tickets: boolean }>(trx, leadsSql, { id, target });
  if (found?.back) return 'Boucle de redirection détectée.';
  if (found?.parent) return 'Une catégorie redirigée n’a pas de sous-catégories.';
  return found?.tickets ? 'Elle a des tickets : redirigez-la depuis le service.' : null;
}

async function redirect(importing: Importing, { id, about, source }: Placed): Promise<void> {
  const { trx, lines } = importing;
  if (source.redirectsTo === undefined) return;
  const path = source.redirectsTo ?? [];
  const [target] = path.length === 0 ? [] : await rows<{ id: number }>(trx, targetSql, { path });
  const current = await trx('categories').where({ id }).first('redirectsTo', 'version');
  if ((target?.id ?? null) === current.redirectsTo && (target !== undefined || path.length === 0)) return;
  const [setting, after] = ['Redirection', path.length === 0 ? null : path.join(' › ')];
  const skip = (reason: string) => addLine(lines, { kind: 'skipped', about, what, setting, after, reason });
  if (path.length > 0 && target === undefined) return void skip('Cette destination n’existe pas encore.');
  const reason = target === undefined ? null : await obstacle(importing, id, target.id);
  if (reason !== null) return void skip(reason);
  const version = current.version + 1;
  await trx('categories')
    .where({ id })
    .update({ redirectsTo: target?.id ?? null, version });
  await noteChanged(importing, { about, what, version, categoryId: id }, [{ setting, before: null, after }]);
}

/** Once all the categories are there: one may lead to another of the same file. */
export async function redirectCategories(importing: Importing, placed: readonly Placed[]): Promise<void> {
  for (const one of placed) await redirect(importing, one);
}

/** What the service must allow for its categories to be as the file has them. */
export const holdsConfidential = (categories: ServiceFile['categories']): boolean =>
  categories.some(({ settings, children }) => settings.confidential === true || holdsConfidential(children));
