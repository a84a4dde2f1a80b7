import { z } from 'zod';
import type { Field } from './fields.ts';

/** People to choose from, as a field that names people shows them. */
export interface PersonOption {
  /** What stands for the person in the form. */
  value: string;
  label: string;
  /** What tells him from somebody of the same name. */
  hint: string;
  checked: boolean;
}

/** What a field that names people shows besides what is typed in it. */
export interface PeopleShown {
  text: string;
  /** Those already chosen, then those found. */
  options: readonly PersonOption[];
  recent: readonly PersonOption[];
  /** What was looked for; null when nothing was. */
  searched: string | null;
  /** About the search: nobody, too many… already in the reader's language. */
  note: string | null;
  /** Names of the people that the text names, by what was typed. */
  names: Readonly<Record<string, string>>;
}

interface PersonSettings {
  required?: string;
  help?: string;
}

const longest = { person: 320, people: 20_000 };

const named = (widget: 'person' | 'people', label: string, { required, help }: PersonSettings): Field<string> => {
  const base = z
    .string()
    .transform((text) => text.replaceAll('\0', '').trim())
    .pipe(z.string().max(longest[widget], 'Ce texte est trop long.'));
  return {
    widget,
    label,
    ...(help === undefined ? {} : { help }),
    required: required !== undefined,
    initial: '',
    schema: () => (required === undefined ? base : base.pipe(z.string().min(1, required))),
  };
};

/** Somebody, by his identifier, his address, or chosen by « Rechercher ». */
export const person = (label: string, settings: PersonSettings = {}) => named('person', label, settings);

/** One or several people, separated by commas, semicolons, spaces or lines. */
export const people = (label: string, settings: PersonSettings = {}) => named('people', label, settings);

export const namesPeople = ({ widget }: Pick<Field<unknown>, 'widget'>) => widget === 'person' || widget === 'people';

/** The identifiers and addresses of a text that may name several people, each once. */
export const separated = (text: string): string[] => [
  ...new Map(
    text
      .split(/[,;\s]+/)
      .filter(Boolean)
      .map((one) => [one.toLowerCase(), one]),
  ).values(),
];

const texts = (body: unknown, name: string): string[] => {
  if (body === null || typeof body !== 'object' || !Object.hasOwn(body, name)) return [];
  const value = (body as Record<string, unknown>)[name];
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
};

/** What a form says of a field that names people: the text, the people ticked, and what had been looked for. */
export const saidOfPeople = (body: unknown, name: string) => ({
  text: texts(body, name)[0] ?? '',
  // brackets say to the readers of forms that there may be several
  chosen: [...texts(body, `${name}.chosen`), ...texts(body, `${name}.chosen[]`)].filter(Boolean),
  searched: texts(body, `${name}.searched`)[0] ?? null,
});

/** The text and the people ticked, as one text. A text that was only looked for gives way to those chosen for it. */
export function peopleText(body: unknown, name: string, widget: 'person' | 'people'): string | undefined {
  const { text, chosen, searched } = saidOfPeople(body, name);
  if (chosen.length === 0) return texts(body, name)[0];
  const typed = searched !== null && text.trim() === searched.trim() ? '' : text.trim();
  if (widget === 'person') return typed || chosen[0];
  return [typed, ...chosen].filter(Boolean).join(', ');
}

/** The field whose « Rechercher » was pressed, null when it was another button. */
export const searchPressed = (fields: Record<string, Pick<Field<unknown>, 'widget'>>, body: unknown): string | null => {
  const [name] = texts(body, 'search');
  return name !== undefined && Object.hasOwn(fields, name) && fields[name] !== undefined && namesPeople(fields[name])
    ? name
    : null;
};
