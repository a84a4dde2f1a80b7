import { isIP } from 'node:net';
import { z } from 'zod';
import { type Db, rows } from '../../db/connection.ts';
import { knownBy } from '../../people/known.ts';
import type { Person } from '../../people/person.ts';
import type { Judgement, Truth } from '../../services/visibility/judge.ts';
import { type Groups, purposes } from '../../services/visibility/rules.ts';
import { explain } from '../../services/visibility/shown.ts';
import type { Errors } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';
import { type Names, purposeWords, testSentence } from './words.ts';

export const testQuery = z.object({
  person: z.string().trim().max(320).catch(''),
  address: z.string().trim().max(60).catch(''),
});
export type TestQuery = z.infer<typeof testQuery>;

/** A rule or a named condition, as it was found. */
interface Told {
  name: string;
  holds: Truth;
  read: boolean;
  groups: { sentence: string; truth: Truth }[][];
}

export interface TestAnswer {
  name: string;
  address: string;
  rules: readonly Told[];
  conditions: readonly Told[];
  /** Hidden to others, and shown here for filing. */
  categories: readonly string[];
  purposes: readonly string[];
  /** For each purpose, what decides, null when the service is not shown. */
  services: readonly { label: string; causes: readonly (string | null)[] }[];
}

type Answer = { ok: true; answer: TestAnswer } | { ok: false; errors: Errors };

/** « Que voit telle personne depuis telle adresse ? » */
export async function tested(
  db: Db,
  query: TestQuery,
  asking: { reader: Person; names: Names; t: Translate },
): Promise<Answer> {
  const { reader, t } = asking;
  const [who] = query.person === '' ? [{ id: reader.id, name: reader.displayName }] : await knownBy(db, query.person);
  const errors: Errors = {};
  if (who === undefined) errors.person = 'Personne n’est connu ici sous cet identifiant ou cette adresse.';
  if (query.address !== '' && isIP(query.address) === 0)
    errors.address = 'Indiquez une adresse, par exemple 193.54.10.7 ou 2001:db8::1.';
  if (who === undefined || Object.keys(errors).length > 0) return { ok: false, errors };
  const explained = await explain(db, who.id, query.address || null);
  if (explained === null) throw new Error('Somebody just found is gone');
  const services = await rows<{ id: number; label: string }>(
    db,
    'select id, label from services where enabled order by position, label, id',
  );
  const address = query.address || t('une adresse inconnue');
  return { ok: true, answer: { name: who.name, address, ...told(explained, services, asking) } };
}

const judged = (
  { name, groups }: { name: string; groups: Groups },
  judgement: Judgement | null | undefined,
  { names, t }: { names: Names; t: Translate },
): Told => ({
  name,
  holds: judgement?.holds ?? null,
  read: judgement !== null,
  groups: groups.map((group, at) =>
    group.map((test, place) => ({
      sentence: testSentence(test, names, t),
      truth: judgement?.tests[at]?.[place] ?? null,
    })),
  ),
});

type Explained = NonNullable<Awaited<ReturnType<typeof explain>>>;

/** What decides that a service is shown, for each purpose; a search finds what the dashboard and the FAQ show. */
function causesOf({ evaluation: { shown, causes } }: Explained, id: number, t: Translate): (string | null)[] {
  const decided = purposes.map((purpose) => {
    const cause = causes[purpose].get(id);
    if (cause === undefined || !shown[purpose].includes(id)) return null;
    return cause === 'otherwise' ? t('à défaut de règle') : cause.name;
  });
  const [, view = null, faq = null] = decided;
  return [...decided, view ?? faq];
}

const told = (
  explained: Explained,
  services: readonly { id: number; label: string }[],
  words: { names: Names; t: Translate },
): Omit<TestAnswer, 'name' | 'address'> => {
  const { rules, evaluation } = explained;
  const { t } = words;
  return {
    rules: rules.rules.map((rule, rank) => judged(rule, evaluation.judgements[rank], words)),
    conditions: rules.conditions.map((one, rank) => judged(one, evaluation.conditions[rank], words)),
    categories: evaluation.shown.categories.flatMap((id) => words.names.category.get(id) ?? []),
    purposes: [...purposes.map((purpose) => t(purposeWords[purpose].label)), t('Recherche')],
    services: services.map(({ id, label }) => ({ label, causes: causesOf(explained, id, t) })),
  };
};
