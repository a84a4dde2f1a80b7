import type { Field, Option, RichText } from '../../web/fields.ts';
import { plainText } from '../../web/rich-text.ts';

/** What a column of a service or of a category holds. */
export type Stored = string | number | boolean | null;

/** A stored value as its form holds it. */
export const typed = (value: Stored): string =>
  value === null || value === false ? '' : value === true ? 'on' : String(value);

const numbers: ReadonlySet<string> = new Set([
  'defaultPriority',
  'approvalDays',
  'expiryDays',
  'redirectsTo',
  'legacyId',
]);
/** Columns where an empty text is a text, and not « by default ». */
const neverNull: ReadonlySet<string> = new Set(['help', 'interService', 'filter']);

/** What a form gave for this setting, as its column holds it. */
export const stored = (name: string, value: string | boolean | RichText | null): Stored => {
  if (value !== null && typeof value === 'object') return value.html;
  if (typeof value === 'boolean' || neverNull.has(name)) return value;
  if (value === '' || value === null) return null;
  return numbers.has(name) ? Number(value) : value;
};

/** What a form sent for this setting, before it is parsed. */
export const asSent = ({ widget }: Pick<Field<unknown>, 'widget'>, sent: string | undefined) =>
  widget === 'checkbox' ? sent !== undefined && sent !== '' : (sent ?? '');

/** A value in the words of the form, for the log. */
export const worded = (
  { widget, options }: Pick<Field<unknown>, 'widget' | 'options'>,
  value: Stored,
  others: readonly Option[] = [],
): string | null => {
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  if (value === null || value === '') return null;
  const option = [...(options ?? []), ...others].find((candidate) => candidate.value === String(value));
  return option?.label ?? (widget === 'rich-text' ? plainText(String(value)) : String(value));
};
