import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../src/db/connection.ts';
import {
  type Condition,
  noRules,
  nothingShown,
  purposes,
  type Rule,
  type Rules,
  type Test,
} from '../../src/services/visibility/rules.ts';
import { type Deed, editRules } from '../../src/services/visibility/versions.ts';
import { day } from './calendar.ts';
import type { World } from './world.ts';

const condition = (name: string, description: string, groups: Test[][]): Condition => ({
  id: randomUUID(),
  name,
  description,
  groups,
});

const named = ({ id }: Condition): Test => ({ kind: 'named', not: false, condition: id });

const rule = (name: string, description: string, groups: Test[][], facts: Partial<Rule>): Rule => ({
  id: randomUUID(),
  name,
  description,
  enabled: true,
  groups,
  purposes: [...purposes],
  ...nothingShown,
  stops: false,
  ...facts,
});

function versionsOf({ services, category }: World): { done: Deed; about: string; daysAgo: number; rules: Rules }[] {
  const staff = condition('Personnels', 'Enseignants compris.', [
    [{ kind: 'affiliation', not: false, value: 'employee' }],
    [{ kind: 'manager', not: false, service: null }],
  ]);
  const campus = condition('Sur le campus', 'Salles, bibliothèques et wifi.', [
    [{ kind: 'address', not: false, ranges: '10.42.0.0/16, 2001:db8:42::/48' }],
  ]);
  const forAll = rule(
    'Les services ouverts à tous',
    'Étudiants et extérieurs compris : les services dont le filtre est « tous ».',
    [[{ kind: 'everyone', not: false }]],
    { filters: ['tous'] },
  );
  const forStaff = rule(
    'Les personnels voient tout',
    'Ressources humaines, affaires financières et applications de gestion ne sont pas pour les étudiants.',
    [[named(staff)]],
    { everything: true },
  );
  const onSite = rule(
    'Postes en libre-service',
    'La catégorie n’a de sens que devant le poste.',
    [[named(campus), { kind: 'cas', not: false }]],
    { categories: [category('dnum/self-service').id], purposes: ['creation'] },
  );
  const insiders = rule(
    'Tâches internes de la DNUM',
    '',
    [[{ kind: 'manager', not: false, service: services.find(({ key }) => key === 'dnum')?.id ?? null }]],
    { categories: [category('dnum/internal').id], purposes: ['creation'] },
  );
  const all = (conditions: Condition[], ...rules: Rule[]): Rules => ({ ...noRules, conditions, rules });
  return [
    { done: 'condition-added', about: staff.name, daysAgo: 96, rules: all([staff]) },
    { done: 'added', about: forStaff.name, daysAgo: 96, rules: all([staff], forStaff) },
    { done: 'added', about: forAll.name, daysAgo: 96, rules: all([staff], forStaff, forAll) },
    { done: 'added', about: insiders.name, daysAgo: 60, rules: all([staff], forStaff, forAll, insiders) },
    {
      done: 'condition-added',
      about: campus.name,
      daysAgo: 41,
      rules: all([staff, campus], forStaff, forAll, insiders),
    },
    { done: 'added', about: onSite.name, daysAgo: 41, rules: all([staff, campus], forStaff, forAll, insiders, onSite) },
  ];
}

/** « Visibilité des services »: students do not see what is for the staff, and its versions. */
export async function insertRules(trx: Transaction, world: World): Promise<void> {
  const actorId = world.person('admin').id;
  for (const { rules, daysAgo, ...edit } of versionsOf(world)) {
    const at = new Date(world.now.getTime() - daysAgo * day);
    const { done } = await editRules(trx, { ...edit, actorId, at }, () => rules);
    if (!done) throw new Error('The rules of the demonstration do not hold together');
  }
}
