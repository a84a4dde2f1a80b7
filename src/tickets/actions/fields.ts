import type { RichText } from '../../web/fields.ts';
import { choice, richText } from '../../web/fields.ts';
import type { Audience } from '../visibility.ts';

const audience = choice('Visibilité', 'audiences', {
  widget: 'radios',
  required: false,
  initial: 'managers-owner-guests',
});

/** Who is to read what is already written. */
export const newAudience = choice('Visibilité', 'new-audiences', { widget: 'radios' });

/** The text that goes with an action, and who may read it. */
export const withComment = { message: richText('Commentaire'), audience };
export const withMessage = { message: richText('Message', { required: 'Écrivez votre message.' }), audience };

/** The part of an outcome that every text makes. */
export const written = (input: { message: RichText | null; audience: string }) => ({
  message: input.message,
  audience: (input.audience || 'managers-owner-guests') as Audience,
});
