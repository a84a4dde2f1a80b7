import { z } from 'zod';
import { namesPeople, type PeopleShown, peopleText } from './person-fields.ts';
import type { Picture } from './pictures.ts';
import { missing, type TextSettings } from './rich-text-field.ts';

export { choice } from './choice-field.ts';
export { type RichText, richText } from './rich-text-field.ts';

export interface Option {
  value: string;
  label: string;
  group?: string;
  /** Said under it, where the options are all in view; already in the reader's language. */
  help?: string;
  picture?: Picture;
}

/** One declaration of a field: its widget, its words, its validation, the type of its input. */
export interface Field<T> {
  widget: 'text' | 'rich-text' | 'select' | 'radios' | 'icons' | 'checkbox' | 'date' | 'person' | 'people';
  label: string;
  help?: string;
  required: boolean;
  /** Longest text, in characters. */
  max?: number;
  /** Name of a list of options, worked out for the situation at hand; `options` gives them when they never vary. */
  choices?: string;
  options?: readonly Option[];
  /** Name of what the text stands for, found in the database once the text itself is right. */
  lookup?: string;
  /** Name of what must hold for the field to be asked at all. */
  askedWhen?: string;
  initial: string;
  schema(options: readonly Option[]): z.ZodType<T>;
}

// biome-ignore lint/suspicious/noExplicitAny: each field has its own type, kept by InputOf
export type Fields = Record<string, Field<any>>;
export type InputOf<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** A field as the views draw it. `value` is what was typed, kept whatever its faults. */
export interface RenderedField {
  name: string;
  widget: Field<unknown>['widget'];
  label: string;
  help: string | undefined;
  required: boolean;
  max?: number;
  value: string;
  error: string | undefined;
  options: readonly Option[];
  /** Of a field that names people. */
  people?: PeopleShown;
}

/** Words that the views translate, as they do labels. */
const tooLong = 'Ce texte est trop long.';

export const shortText = (label: string, settings: TextSettings = {}): Field<string> => {
  const max = settings.max ?? 255;
  const reason = typeof settings.required === 'string' ? settings.required : missing;
  const base = z
    .string()
    .transform((value) => value.replaceAll('\0', '').trim())
    .pipe(z.string().max(max, tooLong));
  const schema = settings.required ? base.pipe(z.string().min(1, reason)) : base;
  return {
    widget: 'text',
    label,
    ...(settings.help === undefined ? {} : { help: settings.help }),
    required: Boolean(settings.required),
    max,
    initial: '',
    schema: () => schema,
  };
};

const daySchema = z.literal('').or(z.iso.date('Indiquez une date, par exemple 2026-03-04.'));

/** A day, as the browser sends it: 2026-03-04. Empty when none is chosen. */
export const day = (label: string, settings: { help?: string } = {}): Field<string> => ({
  widget: 'date',
  label,
  ...(settings.help === undefined ? {} : { help: settings.help }),
  required: false,
  initial: '',
  schema: () => daySchema,
});

const ticked = z.string().transform((value) => value !== '');

export const checkbox = (label: string, settings: { help?: string; initial?: boolean } = {}): Field<boolean> => ({
  widget: 'checkbox',
  label,
  ...(settings.help === undefined ? {} : { help: settings.help }),
  required: false,
  initial: settings.initial ? 'on' : '',
  schema: () => ticked,
});

/** A field whose text stands for something: what it stands for becomes the input. */
export const standsFor = <T>(lookup: string, field: Field<string>): Field<T> =>
  ({ ...field, lookup }) as unknown as Field<T>;

/** A field that is asked only in some situations; elsewhere it is undefined, whatever was sent. */
export const onlyWhen = <T>(condition: string, field: Field<T>): Field<T | undefined> =>
  ({ ...field, askedWhen: condition }) as Field<T | undefined>;

export type Choices = Record<string, readonly Option[]>;
export type Errors = Record<string, string>;

const optionsOf = (field: Field<unknown>, choices: Choices) =>
  field.options ?? (field.choices === undefined ? [] : (choices[field.choices] ?? []));

/** What was sent for a declared field, as text. Anything undeclared in the body is never looked at. */
const sent = (body: unknown, name: string): string | undefined => {
  if (body === null || typeof body !== 'object' || !Object.hasOwn(body, name)) return undefined;
  const value = (body as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
};

const sentFor = ({ widget }: Field<unknown>, body: unknown, name: string) =>
  widget === 'person' || widget === 'people' ? peopleText(body, name, widget) : sent(body, name);

const nobody: PeopleShown = { text: '', options: [], recent: [], searched: null, note: null, names: {} };

/** Parses a form by its declaration. Either every field is right, or nothing is: then each fault has its message. */
export function parseFields<F extends Fields>(
  fields: F,
  body: unknown,
  choices: Choices = {},
): { ok: true; input: InputOf<F> } | { ok: false; errors: Errors } {
  const input: Record<string, unknown> = {};
  const errors: Errors = {};
  for (const [name, field] of Object.entries(fields)) {
    const absent = field.widget === 'checkbox' || body === undefined ? '' : field.initial;
    const parsed = field.schema(optionsOf(field, choices)).safeParse(sentFor(field, body, name) ?? absent);
    if (parsed.success) input[name] = parsed.data;
    else errors[name] = parsed.error.issues[0]?.message ?? 'Valeur refusée.';
  }
  return Object.keys(errors).length === 0 ? { ok: true, input: input as InputOf<F> } : { ok: false, errors };
}

/** A choice among nothing is not asked. */
const isAsked = (field: Field<unknown>, choices: Choices) =>
  field.required || field.choices === undefined || optionsOf(field, choices).length > 0;

/**
 * The fields as the form shows them: what was typed in `body`, else what the form starts with, the options, the fault of
 * each. A form that came back sends nothing for a box that is not ticked.
 */
export const renderFields = (
  fields: Fields,
  {
    body,
    start = {},
    choices = {},
    errors = {},
    people = {},
  }: {
    body?: unknown;
    start?: Partial<Record<string, string>>;
    choices?: Choices;
    errors?: Errors;
    people?: Record<string, PeopleShown>;
  },
): RenderedField[] =>
  Object.entries(fields)
    .filter(([, field]) => isAsked(field, choices))
    .map(([name, field]) => ({
      name,
      widget: field.widget,
      label: field.label,
      help: field.help,
      required: field.required,
      ...(field.max === undefined ? {} : { max: field.max }),
      value:
        sent(body, name) ?? (body !== undefined && field.widget === 'checkbox' ? '' : (start[name] ?? field.initial)),
      error: errors[name],
      options: optionsOf(field, choices),
      ...(namesPeople(field) ? { people: people[name] ?? { ...nobody, text: sent(body, name) ?? field.initial } } : {}),
    }));
