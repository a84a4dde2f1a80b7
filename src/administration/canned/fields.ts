import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { cannedWords, unknownWords } from '../../tickets/writing/canned-responses.ts';
import { type Choices, choice, richText, shortText } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';
import type { Family } from './responses.ts';

export const cannedFields = {
  family: choice('Pour', 'families', {
    help: 'Celles d’un service servent à tous ses gestionnaires.',
    initial: 'personal',
  }),
  title: shortText('Titre', { required: 'Donnez un titre à cette réponse.', max: 100 }),
  message: richText('Message', {
    required: 'Écrivez le texte de la réponse.',
    help: 'Les mots entre accolades doubles, donnés plus bas, sont remplacés à l’insertion.',
  }),
};

export const familyLabel = (family: Family, service: string | null, t: Translate) => {
  if (family === 'personal') return t('Vous seul');
  return family === 'all' ? t('Tous les services') : t('Le service {{label}}', { label: service ?? '' });
};

/** For whom this person may write: himself, the services that he manages, everybody when he is an administrator. */
export async function familyChoices(db: Db, person: Person, t: Translate): Promise<Choices> {
  const services: { id: number; label: string }[] = await db('services')
    .modify((query) => (person.isAdmin ? query : query.whereIn('id', person.manages)))
    .orderBy(['position', 'label', 'id'])
    .select('id', 'label');
  return {
    families: [
      { value: 'personal', label: t('Vous seul') },
      ...services.map(({ id, label }) => ({ value: String(id), label: t('Le service {{label}}', { label }) })),
      ...(person.isAdmin ? [{ value: 'all', label: t('Tous les services') }] : []),
    ],
  };
}

export const familyFrom = (text: string): Family => (text === 'personal' || text === 'all' ? text : Number(text));

export const sample = (person: Person, t: Translate) => ({
  propriétaire: t('Camille Exemple'),
  numéro: '12345',
  gestionnaire: person.displayName,
  signature: person.displayName,
});

export const unknownReason = (html: string, t: Translate): string | null => {
  const unknown = unknownWords(html);
  if (unknown.length === 0) return null;
  return t('Entre accolades, « {{unknown}} » ne remplace rien. Mots possibles : {{known}}.', {
    unknown: unknown.join(', '),
    known: cannedWords.join(', '),
  });
};
