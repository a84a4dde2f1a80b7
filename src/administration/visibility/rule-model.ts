import { type Db, rows } from '../../db/connection.ts';
import { type Condition, mostTests, purposes, type TestKind } from '../../services/visibility/rules.ts';
import type { Errors, Option, RenderedField } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';
import { type DraftTest, inputsOf, type RuleDraft, testKinds } from './rule-draft.ts';
import { type Names, purposeWords } from './words.ts';

/** What may be named in a rule. Categories that everybody sees with their service need no rule of their own. */
export interface Nameable {
  services: readonly Option[];
  hiddenCategories: readonly Option[];
  conditions: readonly Option[];
  names: Names;
}

export async function nameable(db: Db, conditions: readonly Condition[]): Promise<Nameable> {
  const [services, categories] = await Promise.all([
    rows<{ id: number; label: string }>(db, 'select id, label from services order by position, label, id'),
    rows<{ id: number; label: string; service: string }>(
      db,
      `select c.id, c.long_label as label, s.label as service from categories c join services s on s.id = c.service_id
       where c.hidden or s.hidden order by s.position, s.id, c.position, c.id`,
    ),
  ]);
  return {
    services: services.map(({ id, label }) => ({ value: String(id), label })),
    hiddenCategories: categories.map(({ id, label, service }) => ({ value: String(id), label, group: service })),
    conditions: conditions.map(({ id, name }) => ({ value: id, label: name })),
    names: {
      condition: new Map(conditions.map(({ id, name }) => [id, name])),
      service: new Map(services.map(({ id, label }) => [id, label])),
      category: new Map(categories.map(({ id, label, service }) => [id, `${service} › ${label}`])),
    },
  };
}

const kindLabels: Record<TestKind, { label: string }> = {
  everyone: { label: 'Tout le monde' },
  cas: { label: 'Compte de l’établissement' },
  external: { label: 'Compte externe' },
  admin: { label: 'Administrateur' },
  manager: { label: 'Gestionnaire d’un service' },
  affiliation: { label: 'Affiliation' },
  login: { label: 'Forme de l’identifiant' },
  attribute: { label: 'Attribut de l’annuaire' },
  address: { label: 'Adresse de la machine' },
  named: { label: 'Condition nommée' },
};

interface InputWords {
  label: string;
  text?: string;
}

const inputWords: Record<string, InputWords> = {
  service: { label: 'Service géré' },
  value: { label: 'Valeur' },
  pattern: { label: 'Forme', text: '« * » remplace n’importe quoi, « ? » un caractère : par exemple « ext-* ».' },
  name: {
    label: 'Nom de l’attribut',
    text: 'Tel que le serveur CAS ou l’annuaire le nomme, par exemple supannEntiteAffectation.',
  },
  compares: { label: 'Comparaison' },
  capitals: { label: 'Majuscules et minuscules' },
  condition: { label: 'Laquelle' },
  ranges: { label: 'Adresses et plages', text: 'Par exemple 193.54.10.7, 10.0.0.0/8, 2001:db8::/32.' },
};

const inputText: Partial<Record<TestKind, InputWords>> = {
  affiliation: { label: 'Affiliation', text: 'Valeur de eduPersonAffiliation : student, staff, faculty, employee…' },
};

const comparisons: Option[] = [
  { value: 'equals', label: 'égal à' },
  { value: 'matches', label: 'de la forme' },
];

const capitals: Option[] = [
  { value: 'ignored', label: 'confondues' },
  { value: 'distinguished', label: 'distinguées' },
];

const optionsOf = (input: string, { services, conditions }: Nameable): readonly Option[] => {
  const options: Record<string, readonly Option[]> = {
    compares: comparisons,
    capitals,
    service: [{ value: '', label: 'N’importe quel service' }, ...services],
    condition: conditions,
  };
  return options[input] ?? [];
};

const rendered = (name: string, label: string, facts: Partial<RenderedField>): RenderedField => ({
  name,
  label,
  widget: facts.options === undefined || facts.options.length === 0 ? 'text' : 'select',
  help: undefined,
  required: false,
  value: '',
  error: undefined,
  options: [],
  ...facts,
});

const testView = (test: DraftTest, rank: number, what: { nameable: Nameable; errors: Errors }) => ({
  rank,
  kind: test.kind,
  label: kindLabels[test.kind].label,
  not: test.not,
  fields: inputsOf[test.kind].map((input) => {
    const words = inputText[test.kind] ?? inputWords[input] ?? { label: input };
    const name = `t${rank}-${input}`;
    return rendered(name, words.label, {
      help: words.text,
      value: test.values[input] ?? '',
      error: what.errors[name],
      options: optionsOf(input, what.nameable),
      ...(input === 'condition' && { widget: 'select' as const, required: true }),
    });
  }),
});

/** The form of a rule, as its view draws it. */
export function ruleModel(draft: RuleDraft, nameable: Nameable, { errors, t }: { errors: Errors; t: Translate }) {
  let rank = 0;
  const { names } = nameable;
  const named = (family: 'service' | 'category', id: number) => ({
    id,
    label: names[family].get(id) ?? t('n°{{id}}, qui n’existe plus', { id }),
  });
  const remaining = (options: readonly Option[], chosen: readonly number[]) =>
    options.filter(({ value }) => !chosen.includes(Number(value)));
  return {
    fields: [
      rendered('name', 'Nom', { required: true, value: draft.name, error: errors.name }),
      rendered('description', 'Description', { value: draft.description, error: errors.description }),
    ],
    enabled: rendered('enabled', 'Activée', { widget: 'checkbox', value: draft.enabled ? 'on' : '' }),
    groups: draft.groups.map((tests) => tests.map((test) => testView(test, rank++, { nameable, errors }))),
    full: draft.groups.flat().length >= mostTests,
    kinds: testKinds
      .filter((kind) => kind !== 'named' || nameable.conditions.length > 0)
      .map((value): Option => ({ value, label: kindLabels[value].label })),
    purposes: purposes.map((purpose) =>
      rendered(`for-${purpose}`, purposeWords[purpose].label, {
        widget: 'checkbox',
        value: draft.purposes.includes(purpose) ? 'on' : '',
      }),
    ),
    everything: rendered('everything', 'Tous les services', {
      widget: 'checkbox',
      value: draft.everything ? 'on' : '',
    }),
    services: draft.services.map((id) => named('service', id)),
    filters: draft.filters,
    categories: draft.categories.map((id) => named('category', id)),
    moreServices: remaining(nameable.services, draft.services),
    moreCategories: remaining(nameable.hiddenCategories, draft.categories),
    stops: rendered('stops', 'S’arrêter là', {
      widget: 'checkbox',
      value: draft.stops ? 'on' : '',
      help: 'Les règles suivantes ne sont pas lues pour qui remplit celle-ci.',
    }),
    faults: errors,
  };
}
export type RuleModel = ReturnType<typeof ruleModel>;
