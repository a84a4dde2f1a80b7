import { BlockList, isIP } from 'node:net';
import type { Facts } from '../../people/person.ts';
import { type Condition, rangesOf, type Test, type TestKind } from './rules.ts';

/** Whom the rules judge, and from where. What is not known is neither true nor false. */
export interface Judged extends Facts {
  /** Null when nobody knows it: a mail may be read anywhere. */
  address: string | null;
}

/** Null: it cannot be told. */
export type Truth = boolean | null;

type Form = (text: string) => string;
const asWritten: Form = (text) => text.normalize('NFC');
const folded: Form = (text) => asWritten(text).toLowerCase();

/** Whether a text is of a pattern where « * » stands for anything and « ? » for one character; capitals do not count. */
export function isLike(text: string, pattern: string, form: Form = folded): boolean {
  const [subject, wanted] = [[...form(text)], [...form(pattern)]];
  let [at, next, star, retry] = [0, 0, -1, 0];
  while (at < subject.length) {
    if (wanted[next] === '*') [star, retry, next] = [next, at, next + 1];
    else if (wanted[next] === '?' || wanted[next] === subject[at]) [at, next] = [at + 1, next + 1];
    else if (star < 0) return false;
    else [next, retry, at] = [star + 1, retry + 1, retry + 1];
  }
  while (wanted[next] === '*') next += 1;
  return next === wanted.length;
}

/** Whether an address, of IPv4 even when written in IPv6, is among addresses and ranges. */
export function isWithin(address: string, typed: string): Truth {
  const family = isIP(address);
  return family === 0 ? null : listOf(typed).check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function listOf(typed: string): BlockList {
  const list = new BlockList();
  for (const range of rangesOf(typed)) {
    const [network = '', bits] = range.split('/');
    const type = isIP(network) === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(network, type);
    else list.addSubnet(network, Number(bits), type);
  }
  return list;
}

type Of<K extends TestKind> = Extract<Test, { kind: K }>;

type Named = ReadonlyMap<string, Judgement>;

const tests: { [K in TestKind]: (test: Of<K>, who: Judged, named: Named) => Truth } = {
  everyone: () => true,
  cas: (_test, { kind }) => kind === 'cas',
  external: (_test, { kind }) => kind === 'external',
  admin: (_test, { isAdmin }) => isAdmin,
  manager: ({ service }, { manages }) => (service === null ? manages.length > 0 : manages.includes(service)),
  affiliation: ({ value }, { affiliations }) => affiliations.some((one) => folded(one) === folded(value)),
  login: ({ pattern }, { login }) => login !== null && isLike(login, pattern),
  attribute: ({ name, compares, value, capitals }, { attributes }) => {
    const form = capitals === 'distinguished' ? asWritten : folded;
    const values = attributes[name.toLowerCase()];
    if (values === undefined) return null;
    return values.some((one) => (compares === 'equals' ? form(one) === form(value) : isLike(one, value, form)));
  },
  address: ({ ranges }, { address }) => (address === null ? null : isWithin(address, ranges)),
  named: ({ condition }, _who, named) => named.get(condition)?.holds ?? null,
};

/** What cannot be told cannot be turned round either: a rule applies to who is known to fulfil it. */
function judgeTest(test: Test, who: Judged, named: Named): Truth {
  const holds = (tests[test.kind] as (test: Test, who: Judged, named: Named) => Truth)(test, who, named);
  return holds === null ? null : holds !== test.not;
}

const all = (truths: readonly Truth[]): Truth => (truths.includes(false) ? false : truths.includes(null) ? null : true);
const any = (truths: readonly Truth[]): Truth => (truths.includes(true) ? true : truths.includes(null) ? null : false);

export interface Judgement {
  holds: Truth;
  /** Of each test of each group. */
  tests: readonly (readonly Truth[])[];
}

export function judge(groups: readonly (readonly Test[])[], who: Judged, named: Named = new Map()): Judgement {
  const judged = groups.map((group) => group.map((test) => judgeTest(test, who, named)));
  return { holds: any(judged.map(all)), tests: judged };
}

/** Each named condition once, those that stand in it first; in the order of the conditions. */
export function judgeConditions(conditions: readonly Condition[], who: Judged): Named {
  const judged = new Map<string, Judgement>();
  const told = (condition: Condition) => {
    if (judged.has(condition.id)) return;
    for (const test of condition.groups.flat()) {
      const inner = test.kind === 'named' && conditions.find(({ id }) => id === test.condition);
      if (inner) told(inner);
    }
    judged.set(condition.id, judge(condition.groups, who, judged));
  };
  for (const condition of conditions) told(condition);
  return new Map(conditions.map(({ id }) => [id, judged.get(id) as Judgement]));
}
