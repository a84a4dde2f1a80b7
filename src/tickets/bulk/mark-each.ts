import { v7 as newId } from 'uuid';
import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import type { Translate } from '../../web/words.ts';
import { performAction } from '../perform.ts';
import type { Situation } from '../situation.ts';
import type { Chosen } from './chosen.ts';
import type { Operation } from './operations.ts';
import { weigh } from './weigh.ts';

interface World {
  db: Db;
  person: Person;
  now: Date;
  t: Translate;
}

async function markOne({ db, person, now, t }: World, operation: Operation, situation: Situation): Promise<boolean> {
  if ('mark' in operation) {
    await operation.mark(db, situation);
    return true;
  }
  const request = { actor: person, body: {}, version: null, batch: newId(), now, t };
  const ticketId = situation.ticket.id;
  const result = await performAction(db, { ...request, ticketId, action: operation.action.name });
  return result.kind === 'done';
}

/** Does what concerns nobody else: with how many, and why not with the others, each reason once with their numbers. */
export async function markEach(world: World, operation: Operation, chosen: readonly Chosen[]) {
  const { possible, impossible } = await weigh(world, operation, chosen);
  let done = 0;
  for (const situation of possible) if (await markOne(world, operation, situation)) done += 1;
  const reasons = [...new Set(impossible.map(({ reason }) => reason ?? ''))];
  const left = reasons.map((reason) => {
    const numbers = impossible.flatMap((one) => (one.reason === reason ? `n°${one.id}` : [])).join(', ');
    return world.t('{{reason}} ({{numbers}})', { reason, numbers });
  });
  return { done, left };
}
