import { z } from 'zod';
import type { Field } from './fields.ts';
import { type RichText, readRichText } from './rich-text.ts';

export type { RichText };

/** Said of a field left empty; the views translate it. */
export const missing = 'Ce champ est à remplir.';

export interface TextSettings {
  required?: boolean | string;
  help?: string;
  max?: number;
}

/** Longest rich text accepted, in characters of its HTML, and of its plain text. */
const longestHtml = 200_000;
const longestText = 20_000;

/** Sanitised on the way in: what comes out may be shown as it is. Null when nothing was written. */
export const richText = <R extends TextSettings>(
  label: string,
  settings: R = {} as R,
): Field<R extends { required: true | string } ? RichText : RichText | null> => {
  const reason = typeof settings.required === 'string' ? settings.required : missing;
  const schema = z
    .string()
    .max(longestHtml, 'Ce texte est trop long : joignez-le plutôt comme un fichier.')
    .transform((value): RichText | null => {
      const read = readRichText(value);
      return read.text === '' ? null : read;
    })
    .refine((value) => !settings.required || value !== null, reason)
    .refine(
      (value) => value === null || value.text.length <= longestText,
      'Ce texte est trop long : joignez-le plutôt comme un fichier.',
    );
  return {
    widget: 'rich-text',
    label,
    ...(settings.help === undefined ? {} : { help: settings.help }),
    required: Boolean(settings.required),
    initial: '',
    schema: () => schema as never,
  };
};
