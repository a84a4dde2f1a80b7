import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  conditionSchema,
  nothingShown,
  purposes,
  type Rules,
  ruleSchema,
  rulesSchema,
  showingSchema,
} from '../../services/visibility/rules.ts';
import { type Fault, faultOf, parseJson, pathOf } from '../json-file.ts';
import { format, type Labels } from './file.ts';
import { inputsOf } from './rule-draft.ts';

type Raw = Record<string, unknown>;
type Place = readonly (string | number)[];

const raw = z.looseObject({});
const named = z.looseObject({ name: z.string(), groups: z.array(z.array(raw)) });
const shape = z.strictObject({
  format: z.literal(format),
  version: z.literal(1),
  conditions: z.array(named).default([]),
  rules: z.array(named).default([]),
  otherwise: raw.default({ everything: true }),
});

interface Reading {
  labels: Labels;
  /** Numbers of the conditions that the file names. */
  conditions: ReadonlyMap<string, string>;
  note(place: Place, message: string, values?: Record<string, string>): void;
}

const keysOf = ({ shape: fields }: { shape: object }) => Object.keys(fields).filter((key) => key !== 'id');

/** A misspelt name would be a condition that nobody asked for: it is refused. */
function checkKeys(item: Raw, known: readonly string[], place: Place, { note }: Reading) {
  const others = Object.keys(item).filter((key) => !known.includes(key));
  if (others.length > 0) note(place, 'Champ inconnu : {{keys}}.', { keys: others.join(', ') });
}

const numberIn = (names: ReadonlyMap<number, string>, label: unknown) =>
  [...names].find(([, name]) => name === label)?.[0];

const unknown = 'Rien ne porte ici le nom « {{label}} ».';

const numbers = (labels: unknown, names: ReadonlyMap<number, string>, place: Place, { note }: Reading) =>
  Array.isArray(labels)
    ? labels.flatMap((label, rank) => {
        const id = numberIn(names, label);
        if (id === undefined) note([...place, rank], unknown, { label: String(label) });
        return id ?? [];
      })
    : labels;

function readTest(test: Raw, place: Place, reading: Reading): Raw {
  const inputs: Partial<Record<string, readonly string[]>> = inputsOf;
  checkKeys(test, ['kind', 'not', ...(inputs[String(test.kind)] ?? [])], place, reading);
  const read = { not: false, ...test };
  const missing = (label: unknown, input: string) => reading.note([...place, input], unknown, { label: String(label) });
  if (test.kind === 'manager' && typeof test.service === 'string') {
    const service = numberIn(reading.labels.service, test.service);
    if (service === undefined) missing(test.service, 'service');
    return { ...read, service: service ?? null };
  }
  if (test.kind !== 'named') return read;
  const condition = reading.conditions.get(String(test.condition));
  if (condition === undefined) missing(test.condition, 'condition');
  return { ...read, condition: condition ?? randomUUID() };
}

const readGroups = (groups: readonly (readonly Raw[])[], place: Place, reading: Reading) =>
  groups.map((group, at) => group.map((test, rank) => readTest(test, [...place, 'groups', at, rank], reading)));

const readShowing = (showing: Raw, place: Place, reading: Reading) => ({
  ...nothingShown,
  ...showing,
  services: numbers(showing.services ?? [], reading.labels.service, [...place, 'services'], reading),
  categories: numbers(showing.categories ?? [], reading.labels.category, [...place, 'categories'], reading),
});

/** The number of what already has this name, so that a file read twice changes nothing. */
function numbering(present: readonly { id: string; name: string }[]) {
  const free = [...present];
  return (name: string): string => {
    const rank = free.findIndex((one) => one.name === name);
    return (rank < 0 ? undefined : free.splice(rank, 1)[0])?.id ?? randomUUID();
  };
}

export type ReadRules = { ok: true; rules: Rules } | { ok: false; faults: readonly Fault[] };

/** Reads a file of rules against what there is here. Either all of it is right, or each fault has its place. */
export function readRulesFile(text: string, current: Rules, labels: Labels): ReadRules {
  const json = parseJson(text);
  if (json === undefined)
    return { ok: false, faults: [{ path: '', message: 'Ce texte n’est pas du JSON.', values: {} }] };
  const outer = shape.safeParse(json);
  if (!outer.success) return { ok: false, faults: outer.error.issues.map(faultOf) };
  const faults: Fault[] = [];
  const { data } = outer;
  const [ruleId, conditionId] = [numbering(current.rules), numbering(current.conditions)];
  const ids = data.conditions.map(({ name }) => conditionId(name));
  const reading: Reading = {
    labels,
    conditions: new Map(data.conditions.map(({ name }, rank) => [name, ids[rank] as string])),
    note: (place, message, values = {}) => void faults.push({ path: pathOf(place), message, values }),
  };
  const conditions = data.conditions.map((condition, rank) => {
    const place = ['conditions', rank];
    checkKeys(condition, keysOf(conditionSchema), place, reading);
    return { description: '', ...condition, id: ids[rank], groups: readGroups(condition.groups, place, reading) };
  });
  const rules = data.rules.map((rule, rank) => {
    const place = ['rules', rank];
    checkKeys(rule, keysOf(ruleSchema), place, reading);
    const omitted = { description: '', enabled: true, purposes: [...purposes], stops: false };
    const groups = readGroups(rule.groups, place, reading);
    return { ...omitted, ...readShowing(rule, place, reading), id: ruleId(rule.name), groups };
  });
  checkKeys(data.otherwise, keysOf(showingSchema), ['otherwise'], reading);
  const parsed = rulesSchema.safeParse({
    conditions,
    rules,
    otherwise: readShowing(data.otherwise, ['otherwise'], reading),
  });
  faults.push(...(parsed.error?.issues ?? []).map(faultOf));
  return parsed.success && faults.length === 0 ? { ok: true, rules: parsed.data } : { ok: false, faults };
}
