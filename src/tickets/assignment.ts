import { type Db, rows, type Transaction } from '../db/connection.ts';
import { takesTicketsSql } from '../services/handling.ts';
import { keepsManaging } from '../services/managers.ts';
import type { Outcome } from './actions/define.ts';
import type { Ticket } from './ticket.ts';

export type Algorithm = 'nobody' | 'first' | 'random' | 'cyclic';

/** Words of the guides for « Assignation automatique ». */
export const algorithmWords: Record<Algorithm, string> = {
  nobody: 'personne',
  first: 'le premier gestionnaire disponible',
  random: 'aléatoirement',
  cyclic: 'cycliquement',
};

/** An available member of the category; a rate of 0 takes part in neither chance nor turns. */
export interface Candidate {
  personId: number;
  rate: number;
}

/** Who is assigned, and the state of the turns afterwards. `random` answers a number from 0 to 1, excluded. */
export function chosen(
  algorithm: Algorithm,
  candidates: readonly Candidate[],
  { state, random }: { state: number; random: () => number },
): { personId: number | null; state: number } {
  const willing = candidates.filter(({ rate }) => rate !== 0);
  const turn = (state + 1) % Math.max(1, willing.length);
  const picked: Record<Algorithm, Candidate | undefined> = {
    nobody: undefined,
    first: candidates[0],
    random: willing[Math.floor(random() * willing.length)],
    cyclic: willing[turn],
  };
  const { [algorithm]: found } = picked;
  return { personId: found?.personId ?? null, state: algorithm === 'cyclic' && found ? turn : state };
}

const candidatesOf = (db: Db, categoryId: number) =>
  rows<Candidate>(
    db,
    `select m.person_id, m.rate from category_effective_members(:categoryId) m
     where ${takesTicketsSql('m')} order by m.place, m.person_id`,
    { categoryId },
  );

/** Two tickets that arrive at once take their turns one after the other: the row of the category is locked. */
async function stateOf(trx: Transaction, categoryId: number): Promise<number> {
  const [row] = await rows<{ state: number }>(
    trx,
    'select assignment_state as state from categories where id = :categoryId for no key update',
    { categoryId },
  );
  return row?.state ?? -1;
}

/** What the category does of a ticket with nobody in charge, or that `excluded` gives up; null when it assigns nobody. */
export async function automaticAssignment(
  trx: Transaction,
  { categoryId, serviceId, status }: Pick<Ticket, 'categoryId' | 'serviceId' | 'status'>,
  random: () => number,
  excluded: number | null = null,
): Promise<Outcome | null> {
  const [settings] = await rows<{ assignment: Algorithm }>(
    trx,
    'select assignment from category_settings(:categoryId)',
    { categoryId },
  );
  const algorithm = settings?.assignment ?? 'nobody';
  if (algorithm === 'nobody') return null;
  const before = algorithm === 'cyclic' ? await stateOf(trx, categoryId) : -1;
  const candidates = (await candidatesOf(trx, categoryId)).filter((candidate) => candidate.personId !== excluded);
  const { personId, state } = chosen(algorithm, candidates, { state: before, random });
  if (personId === null || !(await keepsManaging(trx, serviceId, personId))) return null;
  if (algorithm === 'cyclic') await trx('categories').where({ id: categoryId }).update({ assignmentState: state });
  return {
    ticket: { handlerId: personId, ...(status === 'free' ? { status: 'in-progress' } : {}) },
    audience: 'managers',
    details: { to: { person: personId }, how: { word: algorithmWords[algorithm] } },
  };
}
