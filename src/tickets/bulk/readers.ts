import type { Choices } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';
import type { Situation } from '../situation.ts';
import type { Standing } from '../standing.ts';
import { type Audience, mayOpen, mayRead } from '../visibility.ts';
import { type Candidate, inside, passerBy, standingOf } from '../writing/readers.ts';
import type { BulkFacts } from './facts.ts';

interface Part {
  words: string;
  /** There are such people around this ticket. */
  exists(situation: Situation, facts: BulkFacts): boolean;
  standing(situation: Situation): Standing;
}

/** Anybody who has this to do with the ticket. */
const somebody = (situation: Situation, what: Partial<Candidate>) =>
  standingOf(
    {
      ...{ id: 0, name: '', kind: 'cas', admin: false, invited: false, manages: false, member: false, sibling: false },
      ...what,
    },
    situation,
  );

const others = ({ standing }: Situation, people: readonly { id: number }[]) =>
  people.some(({ id }) => id !== standing.personId);

const parts: readonly Part[] = [
  {
    words: 'son propriétaire',
    exists: (situation) => others(situation, [situation.ticket.owner]),
    standing: (situation) => somebody(situation, { id: situation.ticket.ownerId }),
  },
  {
    words: 'ses invités',
    exists: (situation) => others(situation, situation.ticket.guests),
    standing: (situation) => somebody(situation, { invited: true }),
  },
  {
    words: 'les gestionnaires de son service',
    exists: ({ ticket }) => !ticket.confidential,
    standing: (situation) => somebody(situation, { manages: true, member: true }),
  },
  {
    words: 'les membres de sa catégorie confidentielle',
    exists: ({ ticket }) => ticket.confidential,
    standing: (situation) => somebody(situation, { manages: true, member: true }),
  },
  {
    words: 'les gestionnaires des services associés',
    exists: ({ ticket }, { associated }) => associated.includes(ticket.serviceId),
    standing: (situation) => somebody(situation, { sibling: true }),
  },
  {
    words: 'les administrateurs de l’application',
    exists: (_, { administrators }) => administrators > 0,
    standing: (situation) => somebody(situation, { admin: true }),
  },
  {
    words: 'toute personne de l’établissement à qui son service est montré',
    exists: () => true,
    standing: (situation) => passerBy('cas', situation),
  },
  {
    words: 'toute personne extérieure à qui son service est montré',
    exists: () => true,
    standing: (situation) => passerBy('external', situation),
  },
];

const reads = (situation: Situation, standing: Standing, audience: Audience) =>
  mayOpen(situation.ticket, standing) &&
  mayRead({ audience, authorId: situation.standing.personId }, situation.ticket, standing);

/** In words: who will be able to read a text written for `audience` on each of these tickets. */
function readersSentence(situations: readonly Situation[], facts: BulkFacts, audience: Audience, t: Translate) {
  const all = situations.length;
  const readers = parts.flatMap(({ words, exists, standing }) => {
    const some = situations.filter(
      (situation) => exists(situation, facts) && reads(situation, standing(situation), audience),
    ).length;
    if (some === 0) return [];
    return [some === all ? t(words) : t('{{who}} ({{some}} sur {{all}})', { who: t(words), some, all })];
  });
  return t('Pourront lire, sur chaque ticket : {{readers}}.', { readers: readers.join(', ') });
}

/** Who reads what, beside each audience that is offered. */
export const explainedForAll = (
  choices: Choices,
  situations: readonly Situation[],
  facts: BulkFacts,
  t: Translate,
): Choices => ({
  ...choices,
  audiences: (choices.audiences ?? []).map((option) => {
    const audience = option.value as Audience;
    const warned = facts.internal > 0 && !inside.includes(audience);
    const sentence = readersSentence(situations, facts, audience, t);
    const warning =
      'Sur {{count}} ticket, la dernière note est réservée aux gestionnaires ; ce message y sera lu par le propriétaire.';
    return { ...option, help: [sentence, ...(warned ? [t(warning, { count: facts.internal })] : [])].join(' ') };
  }),
});
