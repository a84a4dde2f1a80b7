import type { Person } from '../../people/person.ts';

type Reader = Pick<Person, 'isAdmin' | 'manages' | 'siblings'>;

/**
 * What holds the words of the query `wanted`, as `candidate`: texts and subjects (no event), the latest. What is shown of
 * them is asked of the rule afterwards; a row without a ticket says that there may be others.
 */
export const candidatesSql = `
  candidate as materialized (
    select event, ticket as ticket_id, actor as actor_id, audience, rank, likely
    from found_by_words((select q from wanted), :person, cast(:services as integer[]), cast(:managed as integer[]), :texts, :subjects))`;

export const cutSql = 'exists (select 1 from candidate where ticket_id is null)';

const few = 3;

/**
 * The services whose entries may be read, null being all; and those of who manages few of them, which are looked at
 * besides: the latest texts of all may have none of theirs.
 */
export function servicesOf({ isAdmin, manages, siblings }: Reader) {
  const services = [...manages, ...siblings];
  const isSmall = !isAdmin && services.length > 0 && services.length <= few;
  return { services: isAdmin ? null : services, managed: isSmall ? services : null };
}
