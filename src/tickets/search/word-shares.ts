import { type Db, rows } from '../../db/connection.ts';

/** Notes how frequent words are, as Postgres last saw: a search then knows how far back to look. Answers how many changed. */
export async function noteWordShares(db: Db): Promise<number> {
  const [noted] = await rows<{ changed: number }>(db, 'select note_word_shares() as changed');
  return noted?.changed ?? 0;
}
