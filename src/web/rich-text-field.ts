import { z } from 'zod';
import type { Field } from './fields.ts';
import { plainText, sanitised } from './rich-text.ts';

/** Said of a field left empty; the views translate it. */
export const missing = 'Ce champ est à remplir.';

export interface TextSettings {
  required?: boolean | string;
  help?: string;
  max?: number;
}

export interface RichText {
  html: string;
  text: string;
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
      const html = sanitised(value);
      const words = plainText(html);
      return words === '' ? null : { html, text: words };
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
