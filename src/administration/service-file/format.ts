import { z } from 'zod';
import { type Privilege, privileges } from '../../services/privileges.ts';
import { type Choices, type Field, type Fields, parseFields, richText, shortText } from '../../web/fields.ts';
import { type Fault, faultOf, parseJson } from '../json-file.ts';
import { categoryFields, serviceFields } from '../settings/fields.ts';
import { type Stored, stored, typed } from '../settings/values.ts';

const { redirectsTo: _, ...ownFields } = serviceFields;

/** The settings that a file holds of a service and of a category: those of their forms, and no other list. */
export const settingFields = { service: ownFields, category: categoryFields } satisfies Record<string, Fields>;

const responseFields = {
  title: shortText('Titre', { required: true }),
  message: richText('Message', { required: true }),
};

/** Settings by the name of their columns; one that the file does not state is left as it is. */
export type Settings = Record<string, Stored>;

export interface CategoryInFile {
  settings: Settings & { label: string };
  /** The labels that lead to another category, its service first; null: none. */
  redirectsTo?: readonly string[] | null;
  members: readonly string[];
  children: readonly CategoryInFile[];
}

export interface ManagerInFile {
  person: string;
  privileges: readonly Privilege[];
  available: boolean;
  rate: number;
}

export interface ServiceFile {
  settings: Settings & { label: string };
  redirectsTo?: string | null;
  categories: readonly CategoryInFile[];
  managers: readonly ManagerInFile[];
  permanentGuests: readonly string[];
  cannedResponses: readonly { title: string; message: string }[];
}

const who = z.string().trim().min(1).max(320);
const label = z.string().trim().min(1).max(255);

const categoryShape = z.looseObject({
  redirectsTo: z.array(label).min(2).max(20).nullish(),
  members: z.array(who).max(500).default([]),
  get children() {
    return z.array(categoryShape).max(500).default([]);
  },
});

const fileShape = z.strictObject({
  format: z.literal('guichet-service'),
  version: z.literal(1),
  service: z.looseObject({ redirectsTo: label.nullish() }),
  categories: z.array(categoryShape).max(500).default([]),
  managers: z
    .array(
      z.strictObject({
        person: who,
        privileges: z.array(z.enum(privileges as [Privilege, ...Privilege[]])).default([]),
        available: z.boolean().default(true),
        rate: z.number().int().min(0).max(100).default(100),
      }),
    )
    .max(500)
    .default([]),
  permanentGuests: z.array(who).max(500).default([]),
  cannedResponses: z.array(z.looseObject({})).max(500).default([]),
});

const isText = ({ widget }: Pick<Field<unknown>, 'widget'>, value: unknown) =>
  widget === 'checkbox'
    ? typeof value === 'boolean'
    : value === null || typeof value === 'string' || typeof value === 'number';

/** Reads settings by the declaration of their form, and notes what is wrong. */
function readSettings(
  fields: Fields,
  raw: Record<string, unknown>,
  { path, besides, faults }: { path: string; besides: readonly string[]; faults: Fault[] },
): Settings {
  const note = (name: string, message: string) => faults.push({ path: `${path}.${name}`, message, values: {} });
  for (const name of Object.keys(raw))
    if (!Object.hasOwn(fields, name) && !besides.includes(name)) note(name, 'Ce champ n’existe pas.');
  const stated = Object.entries(fields).filter(([name, field]) => Object.hasOwn(raw, name) || needed(name, field));
  const right = stated.filter(([name, field]) => !Object.hasOwn(raw, name) || isText(field, raw[name]));
  for (const [name, field] of stated)
    if (!right.some(([other]) => other === name))
      note(name, field.widget === 'checkbox' ? 'Attendu : true ou false.' : 'Attendu : un texte, un nombre ou null.');
  const body = Object.fromEntries(right.map(([name]) => [name, typed((raw[name] ?? null) as Stored)]));
  const parsed = parseFields(Object.fromEntries(right), body, choicesIn(Object.fromEntries(right), body));
  if (!parsed.ok) {
    for (const [name, message] of Object.entries(parsed.errors)) note(name, message);
    return {};
  }
  return Object.fromEntries(Object.entries(parsed.input).map(([name, value]) => [name, stored(name, value)]));
}

/** Whether what is chosen in a list of the installation is there is seen when the file is imported. */
const choicesIn = (fields: Fields, body: Record<string, string>): Choices =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { choices }]) => {
      const value = body[name]?.slice(0, 255) ?? '';
      return choices === undefined ? [] : [[choices, [{ value, label: value }]]];
    }),
  );

/** A choice that starts with a value is required in a form only. */
const needed = (_name: string, field: Field<unknown>) => field.required && field.initial === '';

type RawCategory = z.infer<typeof categoryShape>;

function readCategory(raw: RawCategory, path: string, faults: Fault[]): CategoryInFile {
  const settings = readSettings(categoryFields, raw, { path, besides: ['redirectsTo', 'members', 'children'], faults });
  return {
    settings: settings as CategoryInFile['settings'],
    ...(raw.redirectsTo === undefined ? {} : { redirectsTo: raw.redirectsTo }),
    members: raw.members,
    children: raw.children.map((child, rank) => readCategory(child, `${path}.children[${rank}]`, faults)),
  };
}

export type Read = { ok: true; file: ServiceFile } | { ok: false; faults: readonly Fault[] };

const whole = (message: string): Read => ({ ok: false, faults: [{ path: '', message, values: {} }] });

/** A category that leads elsewhere has none below it. */
function checkRedirections(categories: readonly CategoryInFile[], path: string, faults: Fault[]) {
  for (const [rank, category] of categories.entries()) {
    const here = `${path}[${rank}]`;
    if (category.redirectsTo && category.children.length > 0)
      faults.push({
        path: `${here}.redirectsTo`,
        message: 'Une catégorie redirigée n’a pas de sous-catégories.',
        values: {},
      });
    checkRedirections(category.children, `${here}.children`, faults);
  }
}

/** Reads a file. Either all of it is right, or each fault has its place. */
export function readServiceFile(text: string): Read {
  const json = parseJson(text);
  if (json === undefined) return whole('Ce texte n’est pas du JSON.');
  const shape = fileShape.safeParse(json);
  if (!shape.success) return { ok: false, faults: shape.error.issues.map(faultOf) };
  const { service, categories, managers, permanentGuests, cannedResponses } = shape.data;
  const faults: Fault[] = [];
  const file: ServiceFile = {
    settings: readSettings(ownFields, service, {
      path: 'service',
      besides: ['redirectsTo'],
      faults,
    }) as ServiceFile['settings'],
    ...(service.redirectsTo === undefined ? {} : { redirectsTo: service.redirectsTo }),
    categories: categories.map((raw, rank) => readCategory(raw, `categories[${rank}]`, faults)),
    managers,
    permanentGuests,
    cannedResponses: cannedResponses.map((raw, rank) => {
      const read = readSettings(responseFields, raw, { path: `cannedResponses[${rank}]`, besides: [], faults });
      return { title: String(read.title), message: String(read.message) };
    }),
  };
  if (file.redirectsTo && categories.length > 0)
    faults.push({ path: 'service.redirectsTo', message: 'Un service redirigé n’a pas de catégories.', values: {} });
  checkRedirections(file.categories, 'categories', faults);
  return faults.length === 0 ? { ok: true, file } : { ok: false, faults };
}
