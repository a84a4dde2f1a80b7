import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import type { OpenCategory } from '../../services/open-category.ts';
import type { Translate } from '../../web/words.ts';
import { type EffectiveVisibility, visibilities } from '../visibility.ts';
import { candidatesForFiling, invitedSentence, type Place, readersSentence, subjectSentence } from './readers.ts';

const isVisibility = (text: unknown): text is EffectiveVisibility =>
  (visibilities as readonly unknown[]).includes(text);

/** In words: who will read the description of a new ticket, whom the service invites, and who reads its subject. */
export async function filingReaders(
  db: Db,
  category: OpenCategory,
  { person, visibility, t }: { person: Person; visibility: unknown; t: Translate },
): Promise<string> {
  const candidates = await candidatesForFiling(db, {
    owner: person.id,
    service: category.serviceId,
    category: category.id,
  });
  const manages = person.manages.includes(category.serviceId);
  const place: Place = {
    ticket: {
      ownerId: person.id,
      handlerId: null,
      service: category.service,
      anonymous: category.anonymous,
      confidential: candidates.some(({ confidential }) => confidential),
      effectiveVisibility: isVisibility(visibility) ? visibility : category.defaultVisibility,
    },
    standing: { personId: person.id, manages, admin: person.isAdmin, owns: true, seesService: true },
  };
  return [
    readersSentence(candidates, place, 'managers-owner-guests', t),
    ...(manages ? [t('Le propriétaire aussi, si vous en indiquez un autre.')] : []),
    ...[invitedSentence(candidates, place, t), subjectSentence(place, t)].filter((said) => said !== null),
  ].join(' ');
}
