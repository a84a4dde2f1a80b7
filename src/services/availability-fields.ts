import { withRule } from '../web/field-rule.ts';
import { checkbox, shortText } from '../web/fields.ts';
import { availabilityWords } from './manager-changes.ts';

/** What a manager may be allowed to set of himself. */
export const availabilityFields = {
  available: checkbox(availabilityWords.available, {
    help: 'Indisponible, il ne reçoit plus de ticket par assignation.',
  }),
  rate: withRule(
    shortText(availabilityWords.rate, { help: 'De 0 à 100 ; à 0, il est écarté du tirage et du tour de rôle.' }),
    (text) => /^\d{1,3}$/.test(text) && Number(text) <= 100,
    'Indiquez un nombre de 0 à 100.',
  ),
};
