import { folded } from '../../web/folded.ts';
import { isOpenStatus, type Status, statuses, statusWords } from '../ticket.ts';

/** What is looked for: words, as a search engine takes them, and what the tickets must be. */
export interface SearchQuery {
  /** For websearch_to_tsquery: words, "an expression", -excluded. */
  words: string;
  statuses: Status[] | null;
  service: string | null;
  /** `me`, or words of a name. */
  owner: string | null;
  /** `me`, `nobody`, or words of a name. */
  handler: string | null;
  after: string | null;
  before: string | null;
  archived: boolean;
  /** What was typed and stands for nothing, with what to write. */
  unknown: Misunderstood[];
}

export interface Misunderstood {
  typed: string;
  hint: string;
}

/** « Clos/approuvé » is found by either word. */
const namesOf = (status: Status) => {
  const label = folded(statusWords[status].label);
  return [status.replace('-', ' '), label, ...label.split('/')];
};

const statusNamed = (text: string): Status[] | null => {
  const wanted = folded(text).replaceAll('-', ' ');
  if (['ouvert', 'ouverts', 'open'].includes(wanted)) return statuses.filter(isOpenStatus);
  if (['clos', 'ferme', 'fermes', 'closed'].includes(wanted)) return statuses.filter((status) => !isOpenStatus(status));
  const found = statuses.filter((status) => wanted !== '' && namesOf(status).some((name) => name.startsWith(wanted)));
  return found.length > 0 ? found : null;
};

/** A day that exists, as `2026-01-31` or `31/01/2026`. */
const dayNamed = (text: string) => {
  const day = text.replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, (_, day: string, month: string, year: string) =>
    [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
  );
  const date = /^[12]\d{3}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : null;
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
};

const me = new Set(['moi', 'me']);
const nobody = new Set(['aucun', 'personne', 'nobody']);
const named = (text: string) => (text === '' ? null : me.has(folded(text)) ? 'me' : text);
const handlerNamed = (text: string) => (nobody.has(folded(text)) ? 'nobody' : named(text));

const yesOrNo = (text: string) => {
  if (['oui', 'yes', '1'].includes(folded(text))) return true;
  return ['non', 'no', '0'].includes(folded(text)) ? false : null;
};

interface Criterion {
  names: readonly string[];
  /** What to write, for who wrote something else. */
  hint: string;
  /** False when the value stands for nothing. */
  read(query: SearchQuery, value: string): boolean;
}

const criterion = <K extends keyof SearchQuery>(
  field: K,
  names: readonly string[],
  hint: string,
  value: (text: string) => SearchQuery[K] | null,
): Criterion => ({
  names,
  hint,
  read: (query, text) => {
    const found = value(text);
    if (found === null) return false;
    query[field] = found;
    return true;
  },
});

const text = (value: string) => (value === '' ? null : value);

const hints = {
  status: {
    message:
      'Écrivez statut:ouverts, statut:clos, ou un état : statut:libre, statut:en-cours, statut:incomplet, statut:reporté, statut:approuvé, statut:annulé, statut:refusé, statut:expiré.',
  },
  day: { message: 'Écrivez une date, comme avant:2026-01-31 ou après:31/01/2026.' },
  name: { message: 'Écrivez un nom après les deux-points, entre guillemets s’il a plusieurs mots : de:"Léa Martin".' },
  archived: { message: 'Écrivez archivés:oui.' },
  none: {
    message:
      'Ce n’est pas un critère ; il y a statut:, service:, de:, gestionnaire:, avant:, après: et archivés:. Ces mots ont été cherchés dans les tickets.',
  },
};

const criteria: readonly Criterion[] = [
  criterion('statuses', ['statut', 'etat', 'status', 'state'], hints.status.message, statusNamed),
  criterion('service', ['service'], hints.name.message, text),
  criterion('owner', ['de', 'proprietaire', 'from', 'owner'], hints.name.message, named),
  criterion('handler', ['gestionnaire', 'handler', 'manager'], hints.name.message, handlerNamed),
  criterion('before', ['avant', 'before'], hints.day.message, dayNamed),
  criterion('after', ['apres', 'depuis', 'after', 'since'], hints.day.message, dayNamed),
  criterion('archived', ['archives', 'archive', 'archived'], hints.archived.message, yesOrNo),
];
const byName = new Map(criteria.flatMap((one) => one.names.map((name) => [name, one])));

const nothing = (): SearchQuery => ({
  words: '',
  statuses: null,
  service: null,
  owner: null,
  handler: null,
  after: null,
  before: null,
  archived: false,
  unknown: [],
});

const tokens = /-?"[^"]*"|\p{L}+:"[^"]*"|\S+/gu;
const filter = /^(\p{L}+):"?([^"]*)"?$/u;

/** Not `https://…`, nor what is a single letter. */
const looksLikeCriterion = (name: string, value: string) => name.length > 1 && value !== '' && !value.startsWith('//');

/** Reads what was typed: `statut:libre service:dnum de:martin gestionnaire:moi avant:2026-01-01`, and words. */
export function readSearch(typed: string): SearchQuery {
  const query = nothing();
  const words: string[] = [];
  for (const [token] of typed.slice(0, 500).replaceAll('\0', '').matchAll(tokens)) {
    const [, name = '', value = ''] = filter.exec(token) ?? [];
    const known = byName.get(folded(name));
    if (known === undefined) words.push(token);
    if (known === undefined && looksLikeCriterion(name, value))
      query.unknown.push({ typed: token, hint: hints.none.message });
    if (known !== undefined && !known.read(query, value.trim())) query.unknown.push({ typed: token, hint: known.hint });
  }
  return { ...query, words: words.join(' ') };
}

export const asksNothing = ({ words, statuses: wanted, service, owner, handler, after, before }: SearchQuery) =>
  words === '' && [wanted, service, owner, handler, after, before].every((filtered) => filtered === null);
