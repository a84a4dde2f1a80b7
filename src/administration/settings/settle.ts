import type { Db, Transaction } from '../../db/connection.ts';
import { logChanges } from '../../services/setting-changes.ts';
import { changedSince, labelsOf, mergedForm } from '../../services/since.ts';
import { type Choices, type Errors, type Fields, type InputOf, parseFields } from '../../web/fields.ts';
import { asSent, type Stored, stored, typed, worded } from './values.ts';

/** A service, or a category of a service: what has settings. */
export interface Subject {
  table: 'services' | 'categories';
  id: number;
  serviceId: number;
}

/** Its settings as their columns hold them. */
export type SettingsRow = Record<string, Stored> & { id: number; label: string; version: number };

/** Which settings, and what may be chosen in them. */
export interface Form<F extends Fields = Fields> {
  fields: F;
  choices: Choices;
}

export interface Request {
  person: { id: number };
  /** The version that the form showed. */
  version: number;
  body: unknown;
  now: Date;
}

export type Settled<F extends Fields> =
  | { kind: 'done'; changed: readonly (keyof F)[] }
  | { kind: 'invalid'; errors: Errors }
  | { kind: 'stale' };

export const rowOf = (db: Db, { table, id }: Subject, fields: Fields): Promise<SettingsRow> =>
  db(table)
    .where({ id })
    .first([...new Set(['id', 'label', 'version', ...Object.keys(fields)])]);

/** A row as its form holds it. */
export const formOf = (fields: Fields, row: SettingsRow): Record<string, string> =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, typed(row[name] ?? null)]));

const inWords = ({ fields, choices }: Form, name: string, value: Stored) => {
  const { [name]: field } = fields;
  if (field === undefined) throw new Error(`No setting is named ${name}`);
  return worded(field, value, choices[field.choices ?? ''] ?? []);
};

/** Changes settings, all or nothing, and writes each change in the log of the service. The service is locked already. */
export async function settle<F extends Fields>(
  trx: Transaction,
  subject: Subject,
  form: Form<F>,
  request: Request,
  faults: (input: InputOf<F>) => Errors | Promise<Errors>,
): Promise<Settled<F>> {
  const before = await rowOf(trx, subject, form.fields);
  if (before.version !== request.version) return { kind: 'stale' };
  const parsed = parseFields(form.fields, request.body, form.choices);
  if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
  const errors = await faults(parsed.input);
  if (Object.keys(errors).length > 0) return { kind: 'invalid', errors };
  return { kind: 'done', changed: await write(trx, subject, form, { before, input: parsed.input, request }) };
}

async function write(
  trx: Transaction,
  { table, id, serviceId }: Subject,
  form: Form,
  { before, input, request }: { before: SettingsRow; input: InputOf<Fields>; request: Request },
): Promise<string[]> {
  const after: Record<string, Stored> = Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, stored(name, value)]),
  );
  const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
  if (changed.length === 0) return changed;
  const version = before.version + 1;
  await trx(table)
    .where({ id })
    .update({ ...Object.fromEntries(changed.map((name) => [name, after[name]])), version });
  const of = table === 'categories' ? { categoryId: id } : {};
  const what = { serviceId, ...of, version, about: before.label, actorId: request.person.id, at: request.now };
  await logChanges(
    trx,
    what,
    changed.map((name) => ({
      setting: form.fields[name]?.label ?? name,
      before: inWords(form, name, before[name] ?? null),
      after: inWords(form, name, after[name] ?? null),
    })),
  );
  return changed;
}

/** What others changed since the version of the form, and the form with their values wherever this person had left the old ones. */
export async function merged(db: Db, subject: Subject, form: Form, { version, body }: Omit<Request, 'person' | 'now'>) {
  const { serviceId, table, id } = subject;
  const row = await rowOf(db, subject, form.fields);
  const of = table === 'categories' ? { categoryId: id } : {};
  const since = await changedSince(db, { serviceId, ...of, version });
  const sent = body as Record<string, string>;
  const said = (name: string) => {
    const { [name]: field } = form.fields;
    return field === undefined ? null : inWords(form, name, asSent(field, sent[name]));
  };
  const merging = { since, current: formOf(form.fields, row), labels: labelsOf(form.fields), said };
  return { body: mergedForm(sent, merging), since, version: row.version };
}
