import { z } from 'zod';
import {
  type Groups,
  mostTests,
  nothingShown,
  purposes,
  type Rule,
  type Showing,
  type TestKind,
} from '../../services/visibility/rules.ts';

/** A condition as the form holds it: all is text. */
export interface DraftTest {
  kind: TestKind;
  not: boolean;
  values: Readonly<Record<string, string>>;
}

/** A rule as the form holds it, whatever its faults; a named condition and what is shown by default fill a part of it. */
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
  attribute: ['name', 'compares', 'value', 'capitals'],
  address: ['ranges'],
  named: ['condition'],
};
export const testKinds = Object.keys(inputsOf) as [TestKind, ...TestKind[]];

export const emptyDraft = (id: string): RuleDraft => ({
  id,
  name: '',
  description: '',
  enabled: true,
  groups: [[]],
  purposes: [...purposes],
  ...nothingShown,
  stops: false,
});

const draftTests = (groups: Groups): DraftTest[][] =>
  groups.map((group) =>
    group.map(({ kind, not, ...rest }) => ({
      kind,
      not,
      values: Object.fromEntries(
        Object.entries(rest).map(([name, value]) => [name, value === null ? '' : String(value)]),
      ),
    })),
  );

/** What is already written, in the form. */
export const draftOf = (
  id: string,
  { groups, ...written }: Partial<Omit<Rule, 'groups'>> & { groups?: Groups },
): RuleDraft => ({ ...emptyDraft(id), ...written, ...(groups && { groups: draftTests(groups) }) });

export type Body = Record<string, unknown>;
export const textOf = (body: Body, name: string) => (typeof body[name] === 'string' ? body[name] : '').slice(0, 2000);
export const idsOf = (body: Body, name: string) => [
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

const testFrom = ({ kind, not, values }: DraftTest) => ({
  ...values,
  kind,
  not,
  ...(kind === 'manager' ? { service: values.service ? Number(values.service) : null } : {}),
});

/** Names of the fields, as the form has them: the rank of a condition counts those of the groups before. */
export const fieldAt = (draft: RuleDraft, path: readonly PropertyKey[]): string => {
  const [where, group, rank, input] = path;
  if (where !== 'groups' || typeof group !== 'number' || typeof rank !== 'number') return String(where);
  return `t${draft.groups.slice(0, group).flat().length + rank}-${String(input ?? 'kind')}`;
};

export type Checked<T> = { ok: true; written: T } | { ok: false; errors: Record<string, string> };

/** What the form says, by its schema, or what is wrong with it, field by field; `besides` names what no schema sees. */
export function checked<T>(draft: RuleDraft, schema: z.ZodType<T>, besides: Record<string, string> = {}): Checked<T> {
  const parsed = schema.safeParse({ ...draft, groups: draft.groups.map((group) => group.map(testFrom)) });
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error?.issues ?? []) errors[fieldAt(draft, path)] ??= message;
  Object.assign(errors, besides);
  return parsed.success && Object.keys(errors).length === 0
    ? { ok: true, written: parsed.data }
    : { ok: false, errors };
}

export const showsNothing = ({ everything, services, filters, categories }: Showing) =>
  !everything && services.length + filters.length + categories.length === 0;
