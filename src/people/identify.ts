import type { Fields } from '../web/fields.ts';
import { peopleText, separated } from '../web/person-fields.ts';
import type { Translate } from '../web/words.ts';
import { type Identified, type PeopleSources, personBy, type Seeker } from './find.ts';
import { isMailAddress } from './mail-address.ts';

/** How many people one form may name. */
export const mostPeople = 50;

/** What each identifier typed in a form stands for, found before its transaction: no lock waits for a directory. */
export type IdentifiedPeople = (typed: string) => Identified;

export async function identify(
  sources: PeopleSources,
  fields: Fields,
  body: unknown,
  seeker: Seeker,
): Promise<IdentifiedPeople> {
  const typed = Object.entries(fields).flatMap(([name, field]) => {
    const { widget } = field;
    if (widget !== 'person' && widget !== 'people') return [];
    const text = peopleText(body, name, widget) ?? '';
    return widget === 'people' ? separated(text) : [text.trim()];
  });
  const found = new Map<string, Identified>();
  if (typed.length <= mostPeople) {
    for (const text of typed.filter(Boolean)) found.set(text.toLowerCase(), await personBy(sources, text, seeker));
  }
  return (text) => found.get(text.trim().toLowerCase()) ?? { kind: 'unknown' };
}

const shortened = (text: string) => {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

/** Why an identifier stands for nobody, in a sentence that names it. */
export function whyNobody(
  typed: string,
  found: Exclude<Identified, { kind: 'found' | 'outsider' }>,
  t: Translate,
): string {
  const who = shortened(typed);
  if (typed.includes('@') && !isMailAddress(typed.trim()))
    return t('{{who}} n’est pas une adresse mail correctement formatée.', { who });
  switch (found.kind) {
    case 'unknown':
      return t('{{who}} n’est pas connu : vérifiez cet identifiant ou cette adresse.', { who });
    case 'several':
      return t('{{who}} est l’adresse de plusieurs personnes : indiquez un identifiant.', { who });
    case 'often':
      return t('{{who}} n’a pas été recherché : vous avez fait trop de recherches aujourd’hui.', { who });
    case 'unreachable':
      return t('{{who}} n’a pas pu être recherché : l’annuaire ne répond pas. Réessayez dans quelques minutes.', {
        who,
      });
  }
}
