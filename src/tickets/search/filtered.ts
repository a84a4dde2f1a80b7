import { managesSql } from '../visibility.ts';

// a name that an anonymous service hides is no way to find its tickets
const named = (alias: string, words: string) =>
  `(people_words(${alias}.display_name) @@ plainto_tsquery('simple', public.unaccent(${words}))
    and (not t.anonymous or ${alias}.id = :person or ${managesSql}))`;

/** What is said of a ticket `t` besides words, on the bindings of a search; days are those of `:zone`. */
export const filtered = `
  (:archived or t.archived_at is null)
  and (cast(:statuses as text[]) is null or t.status = any (cast(:statuses as text[])))
  and (cast(:service as text) is null or t.service_id in (
    select s.id from services s where plain_words(s.label) like plain_words(:service) || '%'
      or plain_words(s.long_label) like '%' || plain_words(:service) || '%'))
  and (cast(:after as date) is null or t.created_at >= cast(:after as date)::timestamp at time zone :zone)
  and (cast(:before as date) is null or t.created_at < cast(:before as date)::timestamp at time zone :zone)
  and case when cast(:owner as text) is null then true
    when :owner = 'me' then t.owner_id = :person
    else exists (select 1 from people o where o.id = t.owner_id and ${named('o', ':owner')}) end
  and case when cast(:handler as text) is null then true
    when :handler = 'nobody' then t.handler_id is null
    when :handler = 'me' then t.handler_id = :person
    else exists (select 1 from people h where h.id = t.handler_id and ${named('h', ':handler')}) end`;
