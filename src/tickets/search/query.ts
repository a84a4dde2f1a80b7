import { isOpenStatus, type Status, statuses, statusWords } from '../ticket.ts';

/** What is looked for: words, as a search engine takes them, and what the tickets must be. */
export interface SearchQuery {
  /** For websearch_to_tsquery: words, "an expression", -excluded. */
  words: string;
  statuses: Status[] | null;
  service: string | null;
  owner: string | null;
  /** `me`, `nobody`, or words of a name. */
  handler: string | null;
  after: string | null;
  before: string | null;
  archived: boolean;
  /** What was typed and stands for nothing, to be told. */
  unknown: string[];
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const statusNamed = (text: string): Status[] | null => {
  const wanted = plain(text);
  if (['ouvert', 'ouverts', 'open'].includes(wanted)) return statuses.filter(isOpenStatus);
  if (['clos', 'ferme', 'closed'].includes(wanted)) return statuses.filter((status) => !isOpenStatus(status));
  const found = statuses.filter((status) => status === wanted || plain(statusWords[status].label).startsWith(wanted));
  return found.length > 0 ? found : null;
};

const dayNamed = (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null);
const me = new Set(['moi', 'me']);
const nobody = new Set(['aucun', 'personne', 'nobody']);
const handlerNamed = (text: string) => (me.has(plain(text)) ? 'me' : nobody.has(plain(text)) ? 'nobody' : text);

type Reader = (query: SearchQuery, value: string) => boolean;
const as =
  <K extends keyof SearchQuery>(name: K, read: (value: string) => SearchQuery[K] | null): Reader =>
  (query, value) => {
    const found = read(value);
    if (found === null) return false;
    query[name] = found;
    return true;
  };

const readers: Record<string, Reader> = {
  statut: as('statuses', statusNamed),
  etat: as('statuses', statusNamed),
  status: as('statuses', statusNamed),
  service: as('service', (value) => value),
  de: as('owner', (value) => value),
  from: as('owner', (value) => value),
  gestionnaire: as('handler', handlerNamed),
  handler: as('handler', handlerNamed),
  avant: as('before', dayNamed),
  before: as('before', dayNamed),
  apres: as('after', dayNamed),
  after: as('after', dayNamed),
  archives: as('archived', (value) => ['oui', 'yes', '1'].includes(plain(value))),
};

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
const filter = /^(\p{L}+):"?([^"]+)"?$/u;

/** Reads what was typed: `statut:libre service:dnum de:martin gestionnaire:moi avant:2026-01-01`, and words. */
export function readSearch(typed: string): SearchQuery {
  const query = nothing();
  const words: string[] = [];
  for (const [token] of typed.slice(0, 500).replaceAll('\0', '').matchAll(tokens)) {
    const [, name = '', value = ''] = filter.exec(token) ?? [];
    const read = readers[plain(name)];
    if (read === undefined) words.push(token);
    else if (!read(query, value)) query.unknown.push(token);
  }
  return { ...query, words: words.join(' ') };
}

export const asksNothing = ({ words, statuses: wanted, service, owner, handler, after, before }: SearchQuery) =>
  words === '' && [wanted, service, owner, handler, after, before].every((filtered) => filtered === null);
