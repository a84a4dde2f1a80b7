import { randomUUID } from 'node:crypto';
import type { Db } from '../../src/db/connection.ts';
import type { Shown } from '../../src/people/person.ts';
import { noRules, nothingShown, purposes, type Rule, type Test } from '../../src/services/visibility/rules.ts';
import { shownToAll } from '../../src/services/visibility/shown.ts';
import { editRules } from '../../src/services/visibility/versions.ts';

const rule = (name: string, groups: Test[][], facts: Partial<Rule>): Rule => ({
  id: randomUUID(),
  name,
  description: '',
  enabled: true,
  groups,
  purposes: [...purposes],
  ...nothingShown,
  stops: false,
  ...facts,
});

/** A rule of visibility hides a service from some people. Answers what is then shown to whom. */
export async function hideService(
  db: Db,
  service: number,
  from: readonly number[],
  everybody: readonly number[],
): Promise<ReadonlyMap<number, Shown | null>> {
  const [actorId] = everybody;
  if (from.length === 0 || actorId === undefined) return new Map();
  const logins: string[] = await db('people').whereIn('id', from).pluck('login');
  const services: number[] = await db('services').whereNot({ id: service }).pluck('id');
  const groups = logins.map((pattern): Test[] => [{ kind: 'login', not: false, pattern }]);
  const rules = [
    rule('Ceux-là ne le voient pas', groups, { services, stops: true }),
    rule('Les autres voient tout', [[{ kind: 'everyone', not: false }]], { everything: true }),
  ];
  await editRules(db, { done: 'imported', about: '', actorId, at: new Date() }, () => ({ ...noRules, rules }));
  return shownToAll(db, everybody);
}
