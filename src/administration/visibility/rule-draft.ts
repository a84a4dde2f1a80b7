import { z } from 'zod';
import { mostTests, purposes, type Rule, ruleSchema, type TestKind } from '../../services/visibility/rules.ts';

/** A condition as the form holds it: all is text. */
export interface DraftTest {
  kind: TestKind;
  not: boolean;
  values: Readonly<Record<string, string>>;
}

/** A rule as the form holds it, whatever its faults. */
export type RuleDraft = Omit<Rule, 'groups'> & { groups: DraftTest[][] };

/** What each kind of condition asks besides itself. */
export const inputsOf: Record<TestKind, readonly string[]> = {
  everyone: [],
  cas: [],
  external: [],
  admin: [],
  manager: ['service'],
  affiliation: ['value'],
  login: ['pattern'],
  attribute: ['name', 'compares', 'value'],
  address: ['ranges'],
};
export const testKinds = Object.keys(inputsOf) as [TestKind, ...TestKind[]];

export const emptyDraft = (id: string): RuleDraft => ({
  id,
  name: '',
  description: '',
  enabled: true,
  groups: [[]],
  purposes: [...purposes],
  everything: false,
  services: [],
  filters: [],
  categories: [],
  stops: false,
});

export const draftOf = (rule: Rule): RuleDraft => ({
  ...rule,
  groups: rule.groups.map((group) =>
    group.map(({ kind, not, ...rest }) => ({
      kind,
      not,
      values: Object.fromEntries(
        Object.entries(rest).map(([name, value]) => [name, value === null ? '' : String(value)]),
      ),
    })),
  ),
});

type Body = Record<string, unknown>;
const textOf = (body: Body, name: string) => (typeof body[name] === 'string' ? body[name] : '').slice(0, 2000);
const idsOf = (body: Body, name: string) => [
  ...new Set(
    textOf(body, name)
      .split(',')
      .map(Number)
      .filter((id) => Number.isInteger(id) && id > 0),
  ),
];

const testOf = (body: Body, rank: number): { group: number; test: DraftTest } | null => {
  const kind = z.enum(testKinds).safeParse(body[`t${rank}-kind`]);
  if (!kind.success) return null;
  const names = inputsOf[kind.data];
  const values = Object.fromEntries(names.map((name) => [name, textOf(body, `t${rank}-${name}`)]));
  const test = { kind: kind.data, not: textOf(body, `t${rank}-not`) === 'not', values };
  return { group: Number(textOf(body, `t${rank}-group`)) || 0, test };
};

/** What was typed in the form of a rule. */
export function draftFrom(id: string, sent: unknown): RuleDraft {
  const body = (sent ?? {}) as Body;
  const tests = Array.from({ length: mostTests + 1 }, (_, rank) => testOf(body, rank)).filter((one) => one !== null);
  const count = Math.min(Math.max(Number(textOf(body, 'groups')) || 1, 1), mostTests);
  const filters = [body.filters ?? []].flat().filter((filter) => typeof filter === 'string');
  return {
    id,
    name: textOf(body, 'name'),
    description: textOf(body, 'description'),
    enabled: textOf(body, 'enabled') !== '',
    groups: Array.from({ length: count }, (_, group) => tests.flatMap((one) => (one.group === group ? one.test : []))),
    purposes: purposes.filter((purpose) => textOf(body, `for-${purpose}`) !== ''),
    everything: textOf(body, 'everything') !== '',
    services: idsOf(body, 'services'),
    filters: [...new Set(filters)].slice(0, 20),
    categories: idsOf(body, 'categories'),
    stops: textOf(body, 'stops') !== '',
  };
}

const without = <T>(items: readonly T[], rank: number) => items.filter((_, at) => at !== rank);

const raised = <T>(items: readonly T[], rank: number): T[] => {
  const [one, before] = [items[rank], items[rank - 1]];
  return one === undefined || before === undefined
    ? [...items]
    : items.map((item, at) => (at === rank ? before : at === rank - 1 ? one : item));
};

const inGroup = (draft: RuleDraft, group: number, change: (tests: DraftTest[]) => DraftTest[]): RuleDraft => ({
  ...draft,
  groups: draft.groups.map((tests, at) => (at === group ? change(tests) : tests)),
});

const newTest = (kind: TestKind): DraftTest => ({
  kind,
  not: false,
  values: kind === 'attribute' ? { compares: 'equals' } : {},
});

type Press = (draft: RuleDraft, body: Body, first: number, second: number) => RuleDraft;

/** What the buttons of the form do, besides saving. */
const presses: Record<string, Press> = {
  'add-test': (draft, body, group) => {
    const kind = z.enum(testKinds).safeParse(body[`new-kind-${group}`]);
    if (!kind.success || draft.groups.flat().length >= mostTests) return draft;
    return inGroup(draft, group, (tests) => [...tests, newTest(kind.data)]);
  },
  'remove-test': (draft, _body, group, rank) => inGroup(draft, group, (tests) => without(tests, rank)),
  'raise-test': (draft, _body, group, rank) => inGroup(draft, group, (tests) => raised(tests, rank)),
  'add-group': (draft) => ({ ...draft, groups: [...draft.groups, []] }),
  'remove-group': (draft, _body, group) => ({ ...draft, groups: without(draft.groups, group) }),
  'add-service': (draft, body) => ({
    ...draft,
    services: [...new Set([...draft.services, ...idsOf(body, 'new-service')])],
  }),
  'remove-service': (draft, _body, id) => ({ ...draft, services: draft.services.filter((one) => one !== id) }),
  'add-filter': (draft, body) => ({
    ...draft,
    filters: [...new Set([...draft.filters, textOf(body, 'new-filter').trim()])],
  }),
  'remove-filter': (draft, _body, rank) => ({ ...draft, filters: without(draft.filters, rank) }),
  'add-category': (draft, body) => ({
    ...draft,
    categories: [...new Set([...draft.categories, ...idsOf(body, 'new-category')])],
  }),
  'remove-category': (draft, _body, id) => ({ ...draft, categories: draft.categories.filter((one) => one !== id) }),
};

/** The draft after the button that was pressed; null when that one saves. */
export function pressed(draft: RuleDraft, sent: unknown): RuleDraft | null {
  const body = (sent ?? {}) as Body;
  const [name = '', first, second] = textOf(body, 'press').split(':');
  const press = Object.hasOwn(presses, name) ? presses[name] : undefined;
  return press === undefined ? null : press(draft, body, Number(first), Number(second));
}

const testFrom = ({ kind, not, values }: DraftTest) => ({
  ...values,
  kind,
  not,
  ...(kind === 'manager' ? { service: values.service ? Number(values.service) : null } : {}),
});

/** Names of the fields, as the form has them: the rank of a condition counts those of the groups before. */
const fieldAt = (draft: RuleDraft, path: readonly PropertyKey[]): string => {
  const [where, group, rank, input] = path;
  if (where !== 'groups' || typeof group !== 'number' || typeof rank !== 'number') return String(where);
  return `t${draft.groups.slice(0, group).flat().length + rank}-${String(input ?? 'kind')}`;
};

type Checked = { ok: true; rule: Rule } | { ok: false; errors: Record<string, string> };

/** The rule that the form says, or what is wrong with it, field by field. */
export function checked(draft: RuleDraft): Checked {
  const groups = draft.groups.map((group) => group.map(testFrom));
  const parsed = ruleSchema.safeParse({ ...draft, groups });
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error?.issues ?? []) errors[fieldAt(draft, path)] ??= message;
  if (draft.purposes.length === 0) errors.purposes = 'Indiquez pour quoi la règle montre ces services.';
  const shows = draft.everything || draft.services.length + draft.filters.length + draft.categories.length > 0;
  if (!shows && !draft.stops)
    errors.shown = 'Indiquez ce que la règle montre, ou qu’elle arrête la lecture des règles.';
  return parsed.success && Object.keys(errors).length === 0 ? { ok: true, rule: parsed.data } : { ok: false, errors };
}
