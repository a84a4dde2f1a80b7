import { managesSql } from '../visibility.ts';
import type { SearchQuery } from './query.ts';

// a name that an anonymous service hides is no way to find its tickets
const known = (person: string) => `(not t.anonymous or ${person} = :person or ${managesSql})`;
const named = (person: string, words: string) => `exists (
  select 1 from people p where p.id = ${person}
    and people_words(p.display_name) @@ plainto_tsquery('simple', public.unaccent(${words})) and ${known('p.id')})`;

const ofService = `t.service_id in (
  select s.id from services s where plain_words(s.label) like plain_words(:service) || '%'
    or plain_words(s.long_label) like '%' || plain_words(:service) || '%')`;

const ofHandler = (handler: string) =>
  handler === 'nobody'
    ? 't.handler_id is null'
    : handler === 'me'
      ? 't.handler_id = :person'
      : named('t.handler_id', ':handler');

// unnested, so that which ones are asked changes nothing to the plan: it is then made once
const inStates = 't.status = any (array(select unnest(cast(:statuses as text[]))))';

const midnight = (day: string) => `cast(${day} as date)::timestamp at time zone :zone`;

/**
 * What is said of a ticket `t` besides words, on the bindings of a search; days are those of `:zone`. Only what is asked:
 * what a statement costs first is the size of its plan.
 */
export const filtered = (
  { statuses, service, owner, handler, after, before, archived }: SearchQuery,
  { ownersFound = false } = {},
): string =>
  [
    archived ? 'true' : 't.archived_at is null',
    statuses && inStates,
    service && ofService,
    after && `t.created_at >= ${midnight(':after')}`,
    before && `t.created_at < ${midnight(':before')}`,
    owner &&
      (owner === 'me' ? 't.owner_id = :person' : ownersFound ? known('t.owner_id') : named('t.owner_id', ':owner')),
    handler && ofHandler(handler),
  ]
    .filter(Boolean)
    .join(' and ');
