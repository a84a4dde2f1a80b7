import type { Field, InputOf, RichText } from '../../web/fields.ts';
import { checkbox, choice, onlyWhen, richText, shortText, standsFor } from '../../web/fields.ts';
import type { LinkableTicket } from '../linkable-ticket.ts';
import type { Audience } from '../visibility.ts';
import type { Outcome } from './define.ts';

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

const quietly = (label: string, initial: boolean) => ({ quiet: onlyWhen('manager', checkbox(label, { initial })) });

/** For the managers, on what is most often not worth a mail. */
export const unsignalled = quietly('Ne pas signaler la modification', true);
/** For the managers, on what most often is. */
export const signalled = quietly('Ne pas signaler la modification', false);
export const notified = quietly('Ne pas envoyer de notification lors de l’enregistrement du commentaire', false);

const spentTimeText = shortText('Temps passé', {
  help: 'Par exemple « 1 h 30 », « 1 j 2 h 15 mn » ou « 45 » (minutes) ; un jour compte 8 heures.',
});
export const spentTime: Field<number | null> = standsFor<number | null>('duration', spentTimeText);

/** Asked where a ticket ends; a service may want it always. */
export const withSpentTime = {
  spentTime: onlyWhen('spent-time', standsFor<number | null>('spent-time', spentTimeText)),
};

/** For the managers, where the ticket goes on: a time that is typed replaces the one known, nothing typed leaves it. */
export const mayTellTime = { spentTime: onlyWhen('manager', spentTime) };
export const toldTime = ({
  spentTime: told,
}: InputOf<typeof mayTellTime>): Pick<NonNullable<Outcome['ticket']>, 'spentMinutes'> =>
  typeof told === 'number' ? { spentMinutes: told } : {};

/** The time spent, as part of an outcome; left alone where it was not asked. */
export const spent = (input: InputOf<typeof withSpentTime>): Pick<NonNullable<Outcome['ticket']>, 'spentMinutes'> =>
  input.spentTime === undefined ? {} : { spentMinutes: input.spentTime };

export const linkedTicket = <F extends Field<string>>(field: F): Field<LinkableTicket | null> =>
  standsFor<LinkableTicket | null>('linkable-ticket', field);

/** What linking to a ticket makes: a warning when the owner will not see the link. */
export const linked = (other: LinkableTicket | null | undefined): Pick<Outcome, 'newLinks' | 'warnings'> =>
  other === null || other === undefined
    ? {}
    : {
        newLinks: [other.id],
        warnings:
          other.hiddenFrom === null
            ? []
            : [
                {
                  text: 'Le ticket n°{{id}} peut ne pas être visible par {{name}} : le lien ne lui sera pas montré.',
                  values: { id: other.id, name: other.hiddenFrom },
                },
              ],
      };
