import { z } from 'zod';
import { mostTests, type TestKind } from '../../services/visibility/rules.ts';
import { type Body, type DraftTest, idsOf, type RuleDraft, testKinds, textOf } from './rule-draft.ts';

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
  values: kind === 'attribute' ? { compares: 'equals', capitals: 'ignored' } : {},
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
