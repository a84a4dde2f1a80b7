import type { Db } from '../db/connection.ts';
import type { PersonFacts, Situation } from '../tickets/situation.ts';
import { mayOpen } from '../tickets/visibility.ts';
import { type Reason, untouched, waysTo } from './audience.ts';
import { type Candidate, candidatesOf, formerOf, standingOf } from './candidates.ts';
import { wakingLine } from './rule.ts';

/** Somebody who is told of what happens to a ticket: of everything, or only when it is new or free again. */
interface Watcher {
  person: PersonFacts;
  reason: Reason;
  level: 'always' | 'creation';
}

function watcherOf(person: Candidate, ticket: Situation['ticket']): Watcher | null {
  const standing = standingOf(person, { ticket });
  if (!mayOpen(ticket, standing)) return null;
  const ways = waysTo(person, standing, untouched).filter(({ open }) => open);
  for (const level of ['always', 'creation'] as const) {
    const news = level === 'always' ? 'other' : 'creation';
    const way = ways.find(({ lines }) => lines === undefined || wakingLine(lines, news, standing) !== null);
    if (way !== undefined) return { person, reason: way.reason, level };
  }
  return null;
}

/** Who is told of the news of a ticket, as the rule of the mails says it, those told of everything first. */
export async function watchersOf(db: Db, { ticket }: Pick<Situation, 'ticket'>): Promise<Watcher[]> {
  const quiet = { ticket, news: [] };
  const people = await candidatesOf(db, quiet, formerOf(quiet));
  const found = people.flatMap((person) => watcherOf(person, ticket) ?? []);
  return found.sort(
    (one, other) => one.level.localeCompare(other.level) || one.person.name.localeCompare(other.person.name, 'fr'),
  );
}
