import type { Translate } from '../web/words.ts';
import type { FoundPerson } from './find.ts';

/** Words for eduPersonAffiliation, the values that French universities add included. */
const affiliationWords: Record<string, { label: string }> = {
  student: { label: 'Étudiant' },
  faculty: { label: 'Enseignant-chercheur' },
  teacher: { label: 'Enseignant' },
  researcher: { label: 'Chercheur' },
  staff: { label: 'Personnel administratif' },
  employee: { label: 'Personnel de l’établissement' },
  member: { label: 'Membre de l’établissement' },
  affiliate: { label: 'Partenaire de l’établissement' },
  alum: { label: 'Ancien étudiant' },
  retired: { label: 'Retraité de l’établissement' },
  emeritus: { label: 'Professeur émérite' },
  'library-walk-in': { label: 'Lecteur de la bibliothèque' },
  'registered-reader': { label: 'Lecteur de la bibliothèque' },
};

export const affiliationWord = (affiliation: string, t: Translate) =>
  t(affiliationWords[affiliation.toLowerCase()]?.label ?? affiliation);

/** What tells somebody from others of the same name. */
export const personHint = ({ affiliation, entity, key, external, left }: FoundPerson, t: Translate): string =>
  [
    external ? t('Compte externe') : affiliation === null ? null : affiliationWord(affiliation, t),
    entity,
    key,
    left ? t('a quitté l’établissement') : null,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
