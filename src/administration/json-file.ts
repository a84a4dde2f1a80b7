import type { z } from 'zod';
import type { Translate } from '../web/words.ts';

/** What is wrong in a file, and where: `categories[3].label`. */
export interface Fault {
  path: string;
  message: string;
  values: Record<string, string>;
}

export const pathOf = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${text && '.'}${String(step)}`),
    '',
  );

/** Our own words where a schema has them. */
const isOurs = ({ code, message }: z.core.$ZodIssue) =>
  ['custom', 'too_small', 'too_big', 'invalid_format'].includes(code) && !/^(Invalid|Too) /.test(message);

const words = (issue: z.core.$ZodIssue): { message: string; values: Record<string, string> } => {
  if (isOurs(issue)) return { message: issue.message, values: {} };
  switch (issue.code) {
    case 'invalid_union':
      return { message: 'Valeur inconnue.', values: {} };
    case 'invalid_type':
      return {
        message: 'Valeur d’un autre type que celui attendu ({{expected}}).',
        values: { expected: issue.expected },
      };
    case 'invalid_value':
      return { message: 'Valeur inconnue. Attendu : {{known}}.', values: { known: issue.values.join(', ') } };
    case 'unrecognized_keys':
      return { message: 'Champ inconnu : {{keys}}.', values: { keys: issue.keys.join(', ') } };
    default:
      return { message: 'Valeur trop courte, trop longue, ou hors des limites.', values: {} };
  }
};

export const faultOf = (issue: z.core.$ZodIssue): Fault => ({ path: pathOf(issue.path), ...words(issue) });

/** A fault as a page says it, its place first. */
export function faultWords({ path, message, values }: Fault, t: Translate): string {
  const reason = t(message, values);
  return path === '' ? reason : t('{{path}} : {{reason}}', { path, reason });
}

/** Undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
