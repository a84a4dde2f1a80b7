import { type Db, rows } from '../db/connection.ts';
import { type EventRow, eventsSql } from './history.ts';
import { isToMark, markBindings, markSql } from './reading.ts';
import type { Situation } from './situation.ts';
import { asFacts, type FactsRow, type FormFacts, factsBindings, factsSql } from './writing/form-facts.ts';

interface PageFacts {
  facts: FormFacts;
  /** The newest first. */
  events: readonly EventRow[];
}

const pageSql = `
  select f.candidates, f.draft, f.files, f.canned, f.last_audience,
    coalesce((select json_agg(e order by e.id desc) from (${eventsSql}) e), '[]') as events
  from (${factsSql}) f`;

const markingSql = `with marked as (${markSql}) ${pageSql}`;

/** What a page of a ticket with a form shows, in one query; with `marks`, it remembers too that the ticket was read. */
export async function pageFacts(
  db: Db,
  situation: Situation,
  { action, batch = null, marks = false }: { action: string; batch?: string | null; marks?: boolean },
): Promise<PageFacts> {
  const marking = marks && isToMark(situation);
  const [found] = await rows<FactsRow & Pick<PageFacts, 'events'>>(db, marking ? markingSql : pageSql, {
    ...factsBindings(situation, action, batch),
    ...(marking ? markBindings(situation) : {}),
  });
  if (found === undefined) throw new Error('The page has no facts');
  const { events, ...facts } = found;
  return { facts: asFacts(facts), events };
}
