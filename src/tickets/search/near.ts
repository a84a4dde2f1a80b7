import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { readerBindings, visibleSql } from '../visibility.ts';
import { type Found, findTickets } from './find.ts';
import type { SearchQuery } from './query.ts';

export async function opensTicket(db: Db, person: Person, id: number): Promise<boolean> {
  const found = await rows(db, `select t.id from tickets t where t.id = :id and ${visibleSql}`, {
    ...readerBindings(person),
    id,
  });
  return found.length > 0;
}

const nearNamesSql = `
  select p.display_name as name from people p where plain_words(:words) <% plain_words(p.display_name)
  order by word_similarity(plain_words(:words), plain_words(p.display_name)) desc, p.id limit 3`;

/** A name is short: two letters put the other way round change half of what is compared. */
const nearNames = (db: Db, words: string): Promise<{ name: string }[]> =>
  db.transaction(async (trx) => {
    await trx.raw('set local pg_trgm.word_similarity_threshold = 0.45');
    return rows(trx, nearNamesSql, { words });
  });

const isName = (text: string | null): text is string => text !== null && text !== 'me' && text !== 'nobody';

/**
 * A name that finds nothing may be mistyped: the nearest ones are tried in its place. Which one it was is told only
 * when it finds something, hence when this reader may see it there.
 */
export async function findWithNearNames(
  db: Db,
  person: Person,
  query: SearchQuery,
  zone: string,
): Promise<{ found: Found; named: string | null }> {
  const found = await findTickets(db, person, query, zone);
  const role = isName(query.owner) ? 'owner' : 'handler';
  const typed = query[role];
  if (found.hits.length > 0 || !isName(typed)) return { found, named: null };
  for (const { name } of await nearNames(db, typed)) {
    const instead = await findTickets(db, person, { ...query, [role]: name }, zone);
    if (instead.hits.length > 0) return { found: instead, named: name };
  }
  return { found, named: null };
}
