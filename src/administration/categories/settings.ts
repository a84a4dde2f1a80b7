import { type Db, rows, type Transaction } from '../../db/connection.ts';
import type { Administrator } from '../../services/administered.ts';
import { logChanges } from '../../services/setting-changes.ts';
import { changedSince, labelsOf, mergedForm } from '../../services/since.ts';
import { followDefaults } from '../../tickets/follow-defaults.ts';
import { type Errors, type Fields, type InputOf, parseFields } from '../../web/fields.ts';
import { categoryFields } from '../category-fields.ts';
import { asSent, type Stored, stored, typed, worded } from '../setting-values.ts';
import { type Category, lockedCategory } from './category.ts';

const { inheritsMembers: _members, ...ownFields } = categoryFields;
type Setting = keyof typeof ownFields;
export type OwnInput = InputOf<typeof ownFields>;
type Row = Record<Setting, Stored> & { version: number };

/** What may be set of this category: confidential only where the service allows it and nothing above already is. */
export async function fieldsOf(db: Db, { id }: Pick<Category, 'id'>): Promise<Pick<Fields, string>> {
  const [found] = await rows<{ allowed: boolean }>(
    db,
    `select (s.confidential_allowed or c.confidential) and not coalesce(category_is_confidential(c.parent_id), false) as allowed
     from categories c join services s on s.id = c.service_id where c.id = :id`,
    { id },
  );
  const { confidential, ...others } = ownFields;
  return found?.allowed ? { ...others, confidential } : others;
}

export const rowOf = (db: Db, id: number): Promise<Row> =>
  db('categories')
    .where({ id })
    .first(['version', ...Object.keys(ownFields)]);

export const formOf = (row: Row): Record<string, string> =>
  Object.fromEntries((Object.keys(ownFields) as Setting[]).map((name) => [name, typed(row[name])]));

export type Settled = { kind: 'done'; changed: number } | { kind: 'invalid'; errors: Errors } | { kind: 'stale' };

export interface Settling {
  person: Administrator;
  at: { service: number; category: number };
  /** The version that the form showed. */
  version: number;
  body: unknown;
  now: Date;
}

/** Changes the properties of a category, all or nothing, and writes each change in the log of its service. */
export const settle = (db: Db, settling: Settling): Promise<Settled> =>
  db.transaction(async (trx) => {
    const { category } = await lockedCategory(trx, settling.person, settling.at);
    const fields = await fieldsOf(trx, category);
    const parsed = parseFields(fields, settling.body);
    if (category.version !== settling.version) return { kind: 'stale' };
    if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
    const { acceptsTickets } = parsed.input as OwnInput;
    if (category.redirectsTo !== null && acceptsTickets)
      return { kind: 'invalid', errors: { acceptsTickets: 'Une catégorie redirigée n’a pas de tickets à elle.' } };
    return { kind: 'done', changed: await write(trx, category, fields, parsed.input, settling) };
  });

async function write(
  trx: Transaction,
  category: Category,
  fields: Fields,
  input: Record<string, unknown>,
  { person, now }: Settling,
): Promise<number> {
  const before = await rowOf(trx, category.id);
  const after = Object.fromEntries(Object.keys(fields).map((name) => [name, stored(name, input[name] as string)]));
  const changed = Object.entries(fields).filter(([name]) => after[name] !== before[name as Setting]);
  if (changed.length === 0) return 0;
  const version = before.version + 1;
  const { id, serviceId } = category;
  await trx('categories')
    .where({ id })
    .update({ ...Object.fromEntries(changed.map(([name]) => [name, after[name]])), version });
  const what = { serviceId, categoryId: id, version, about: category.label, actorId: person.id, at: now };
  await logChanges(
    trx,
    what,
    changed.map(([name, field]) => ({
      setting: field.label,
      before: worded(field, before[name as Setting]),
      after: worded(field, after[name] ?? null),
    })),
  );
  if (changed.some(([name]) => name === 'defaultVisibility')) await followDefaults(trx, serviceId);
  return changed.length;
}

/** What others changed since `version`, and the form with their values wherever this person had left the old ones. */
export async function merged(
  db: Db,
  { id, serviceId }: Pick<Category, 'id' | 'serviceId'>,
  version: number,
  body: Record<string, string>,
) {
  const current = await rowOf(db, id);
  const since = await changedSince(db, { serviceId, categoryId: id, version });
  const said = (name: string) => {
    const field = ownFields[name as Setting];
    return worded(field, asSent(field, body[name]));
  };
  const form = mergedForm(body, { since, current: formOf(current), labels: labelsOf(ownFields), said });
  return { form, since, version: current.version };
}
