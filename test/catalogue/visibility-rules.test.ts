import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate } from '../../src/services/visibility/evaluate.ts';
import { isLike, isWithin, type Judged, judge } from '../../src/services/visibility/judge.ts';
import {
  allShown,
  type Condition,
  nothingShown,
  type Rule,
  ruleSchema,
  rulesSchema,
  type Test,
} from '../../src/services/visibility/rules.ts';

const who = (facts: Partial<Judged> = {}): Judged => ({
  kind: 'cas',
  login: 'lea',
  isAdmin: false,
  manages: [],
  affiliations: ['student'],
  attributes: {},
  address: null,
  ...facts,
});

const everyone: Test = { kind: 'everyone', not: false };
const fromCampus: Test = { kind: 'address', not: false, ranges: '10.0.0.0/8, 2001:db8::/32' };

const rule = (facts: Partial<Rule>): Rule => ({
  id: '11111111-1111-4111-8111-111111111111',
  name: 'Règle',
  description: '',
  enabled: true,
  groups: [[everyone]],
  purposes: ['creation', 'view', 'faq'],
  ...nothingShown,
  stops: false,
  ...facts,
});

const ruled = {
  services: [
    { id: 1, filter: '' },
    { id: 2, filter: 'nord' },
    { id: 3, filter: 'nord' },
  ],
  named: [{ id: 50, serviceId: 3, above: [49] }],
};
const shown = (rules: Rule[], facts = {}, otherwise = allShown) =>
  evaluate({ conditions: [], rules, otherwise }, ruled, who(facts)).shown;

describe('The conditions of the rules of visibility', () => {
  const holds = (test: Record<string, unknown>, facts: Partial<Judged> = {}) =>
    judge([[{ not: false, ...test } as Test]], who(facts)).holds;

  it('say what they ask of a person, and the contrary when turned round', () => {
    const table: [Record<string, unknown>, Partial<Judged>, Partial<Judged>][] = [
      [{ kind: 'cas' }, {}, { kind: 'external' }],
      [{ kind: 'external' }, { kind: 'external' }, {}],
      [{ kind: 'admin' }, { isAdmin: true }, {}],
      [{ kind: 'manager', service: null }, { manages: [7] }, {}],
      [{ kind: 'manager', service: 7 }, { manages: [7] }, { manages: [8] }],
      [{ kind: 'affiliation', value: 'STUDENT' }, {}, { affiliations: ['staff'] }],
      [{ kind: 'login', pattern: 'l*' }, {}, { login: 'marc' }],
      [{ kind: 'login', pattern: '*' }, {}, { login: null }],
      [{ kind: 'address', ranges: '10.1.2.3' }, { address: '10.1.2.3' }, { address: '10.1.2.4' }],
    ];
    for (const [test, yes, no] of table) {
      assert.equal(holds(test, yes), true, JSON.stringify(test));
      assert.equal(holds(test, no), false, JSON.stringify(test));
      assert.equal(holds({ ...test, not: true }, yes), false, JSON.stringify(test));
      assert.equal(holds({ ...test, not: true }, no), true, JSON.stringify(test));
    }
  });

  it('an attribute is compared without capitals; one that was never read is neither true nor false', () => {
    const equal = { kind: 'attribute', name: 'supannEntite', compares: 'equals', value: 'UFR Lettres' };
    assert.equal(holds(equal, { attributes: { supannentite: ['x', 'ufr lettres'] } }), true);
    assert.equal(holds(equal, { attributes: { supannentite: [] } }), false);
    assert.equal(holds(equal), null);
    assert.equal(holds({ ...equal, not: true }), null);
    assert.equal(
      holds({ ...equal, compares: 'matches', value: 'UFR*' }, { attributes: { supannentite: ['UFR 3'] } }),
      true,
    );
  });

  it('an address that is not known fulfils nothing, not even the contrary', () => {
    assert.equal(holds({ kind: 'address', ranges: '10.0.0.0/8' }), null);
    assert.equal(holds({ kind: 'address', ranges: '10.0.0.0/8', not: true }), null);
  });

  it('exact addresses and ranges of both families are right, at their edges too', () => {
    const inside: [string, string][] = [
      ['193.54.10.7', '193.54.10.7'],
      ['193.54.10.7', '193.54.10.7/32'],
      ['::ffff:10.1.2.3', '10.0.0.0/8'],
      ['10.255.255.255', '10.9.9.9/8'],
      ['192.168.1.127', '192.168.1.0/25'],
      ['2001:db8::1', '2001:db8::1'],
      ['2001:db8:ffff::1', '2001:db8::/32'],
      ['8.8.8.8', '0.0.0.0/0'],
    ];
    const outside: [string, string][] = [
      ['193.54.10.70', '193.54.10.7'],
      ['193.54.10.8', '193.54.10.7'],
      ['11.0.0.0', '10.0.0.0/8'],
      ['192.168.1.128', '192.168.1.0/25'],
      ['2001:db9::1', '2001:db8::/32'],
      ['10.1.2.3', '2001:db8::/32'],
      ['2001:db8::1', '10.0.0.0/8'],
    ];
    for (const [address, range] of inside) assert.equal(isWithin(address, range), true, `${address} in ${range}`);
    for (const [address, range] of outside) assert.equal(isWithin(address, range), false, `${address} in ${range}`);
    assert.equal(isWithin('not an address', '0.0.0.0/0'), null);
  });

  it('a pattern takes the whole text, and no time, however it is made', () => {
    for (const [text, pattern] of [
      ['ext-42', 'ext-*'],
      ['e', '?'],
      ['abc', 'a*c'],
      ['abbbc', 'a*b*c'],
      ['', '*'],
    ] as const)
      assert.equal(isLike(text, pattern), true, pattern);
    for (const [text, pattern] of [
      ['next-42', 'ext-*'],
      ['ab', '?'],
      ['abd', 'a*c'],
      ['a.c', 'abc'],
    ] as const)
      assert.equal(isLike(text, pattern), false, pattern);
    assert.equal(isLike('a'.repeat(5000), `${'a*'.repeat(40)}b`), false);
  });

  it('an attribute may be compared with its capitals; one that is secret is never asked', () => {
    const exact = { kind: 'attribute', name: 'ou', compares: 'equals', value: 'UFR', capitals: 'distinguished' };
    assert.equal(holds(exact, { attributes: { ou: ['UFR'] } }), true);
    assert.equal(holds(exact, { attributes: { ou: ['ufr'] } }), false);
    assert.equal(holds({ ...exact, compares: 'matches', value: 'U*' }, { attributes: { ou: ['ufr'] } }), false);
    const asked = (name: string) =>
      ruleSchema.safeParse(rule({ groups: [[{ ...exact, not: false, name } as Test]] })).success;
    assert.equal(asked('ou'), true);
    for (const name of ['supannCodeINE', 'userPassword', 'mailForwardingAddress']) assert.equal(asked(name), false);
  });

  const named = (condition: Condition, not = false): Test => ({ kind: 'named', not, condition: condition.id });
  const condition = (rank: number, groups: Test[][]): Condition => ({
    id: `22222222-2222-4222-8222-22222222222${rank}`,
    name: `Condition ${rank}`,
    description: '',
    groups,
  });

  it('named ones nest in rules and in each other, turned round too', () => {
    const students = condition(1, [[{ kind: 'affiliation', not: false, value: 'student' }]]);
    const studentsHere = condition(2, [[fromCampus, named(students)]]);
    const others = condition(3, [[named(studentsHere, true)], [{ kind: 'admin', not: false }]]);
    // told before what stands in them: the order does not matter
    const conditions = [others, studentsHere, students];
    const truths = (facts: Partial<Judged>) => {
      const found = evaluate({ conditions, rules: [], otherwise: allShown }, ruled, who(facts)).conditions;
      return found.map((each) => each.holds);
    };
    assert.deepEqual(truths({ address: '10.0.0.1' }), [false, true, true]);
    assert.deepEqual(truths({ address: '11.0.0.1' }), [true, false, true]);
    assert.deepEqual(truths({}), [null, null, true], 'what cannot be told stays so');
    assert.deepEqual(truths({ isAdmin: true }), [true, null, true]);
    const rules = [rule({ groups: [[named(others)]], services: [1] })];
    const shownFrom = (address: string) =>
      evaluate({ conditions, rules, otherwise: nothingShown }, ruled, who({ address })).shown.view;
    assert.deepEqual([shownFrom('10.0.0.1'), shownFrom('11.0.0.1')], [[], [1]]);
  });

  it('named ones are there, differ by their names, and never stand in themselves', () => {
    const faults = (conditions: Condition[], rules: Rule[] = []) =>
      rulesSchema
        .safeParse({ conditions, rules, otherwise: allShown })
        .error?.issues.map(({ path }) => path.join('.')) ?? [];
    const [one, two] = [condition(1, [[everyone]]), condition(2, [[everyone]])];
    assert.deepEqual(faults([one, two], [rule({ groups: [[named(two)]] })]), []);
    assert.deepEqual(faults([one], [rule({ groups: [[named(two)]] })]), ['rules.0.groups.0.0.condition']);
    assert.deepEqual(faults([one, { ...two, name: 'CONDITION 1' }]), ['conditions.0.name', 'conditions.1.name']);
    assert.deepEqual(faults([condition(1, [[named(one)]])]), ['conditions.0.groups.0.0.condition']);
    const loop = [condition(1, [[named(two)]]), condition(2, [[everyone], [named(one)]])];
    assert.deepEqual(faults(loop), ['conditions.0.groups.0.0.condition', 'conditions.1.groups.1.0.condition']);
  });

  it('hold together in a group, and one group is enough', () => {
    const staff: Test = { kind: 'affiliation', not: false, value: 'staff' };
    const admin: Test = { kind: 'admin', not: false };
    const groups = [[staff, fromCampus], [admin]];
    assert.equal(judge(groups, who({ isAdmin: true })).holds, true);
    assert.equal(judge(groups, who({ affiliations: ['staff'], address: '10.0.0.1' })).holds, true);
    assert.equal(judge(groups, who({ affiliations: ['staff'] })).holds, null);
    assert.equal(judge(groups, who({ address: '10.0.0.1' })).holds, false);
  });
});

describe('The rules of visibility', () => {
  it('without a rule that shows anything, everything is shown, or nothing as one likes', () => {
    assert.deepEqual(shown([]).view, [1, 2, 3]);
    assert.deepEqual(shown([rule({ groups: [[{ kind: 'admin', not: false }]], services: [1] })]).view, [1, 2, 3]);
    assert.deepEqual(shown([], {}, nothingShown).view, []);
    const some = { ...nothingShown, filters: [''], categories: [50] };
    const byDefault = shown([rule({ services: [2], purposes: ['faq'] })], {}, some);
    assert.deepEqual([byDefault.view, byDefault.faq, byDefault.categories], [[1, 3], [2], [50]]);
  });

  it('add up, by number, by filter, until one stops', () => {
    assert.deepEqual(shown([rule({ services: [1] })]).view, [1]);
    assert.deepEqual(shown([rule({ services: [1] }), rule({ filters: ['nord'] })]).view, [1, 2, 3]);
    assert.deepEqual(shown([rule({ filters: [''] })]).view, [1]);
    assert.deepEqual(shown([rule({ services: [1], stops: true }), rule({ everything: true })]).view, [1]);
    assert.deepEqual(shown([rule({ services: [1], enabled: false }), rule({ services: [2] })]).view, [2]);
    assert.deepEqual(shown([rule({ services: [999] })], {}, nothingShown).view, []);
  });

  it('stop for the purposes of the rule that stops, and no other', () => {
    const only = rule({ services: [1], purposes: ['view'], stops: true });
    const all = shown([only, rule({ everything: true })]);
    assert.deepEqual([all.view, all.faq, all.creation], [[1], [1, 2, 3], [1]]);
  });

  it('show for creation only what is also shown at the dashboard', () => {
    const result = shown([
      rule({ services: [1], purposes: ['view'] }),
      rule({ services: [1, 2], purposes: ['creation'] }),
    ]);
    assert.deepEqual([result.creation, result.view], [[1], [1]]);
  });

  it('a category brings its service, and the way to it', () => {
    const result = shown([rule({ categories: [50] })]);
    assert.deepEqual([result.view, result.categories, result.containers], [[3], [50], [49]]);
  });

  it('refuse what cannot be judged, saying where', () => {
    const broken = rule({ name: ' ', groups: [[{ ...fromCampus, ranges: '10.0.0.0/33' } as Test], []] });
    const { error } = ruleSchema.safeParse(broken);
    assert.deepEqual(
      error?.issues.map(({ path }) => path.join('.')),
      ['name', 'groups.0.0.ranges', 'groups.1'],
    );
  });
});
