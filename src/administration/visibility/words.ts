import { affiliationWord } from '../../people/affiliations.ts';
import {
  type Condition,
  type Groups,
  type Purpose,
  type Rule,
  type Rules,
  rangesOf,
  type Showing,
  type Test,
  type TestKind,
} from '../../services/visibility/rules.ts';
import type { Translate } from '../../web/words.ts';

export const purposeWords: Record<Purpose, { label: string }> = {
  creation: { label: 'Création d’un ticket' },
  view: { label: 'Tableau de bord et tickets' },
  faq: { label: 'FAQ' },
};

/** What a condition says of somebody, as it is and turned round. */
const kindWords: Record<TestKind, { text: string; turned: { text: string } }> = {
  everyone: { text: 'tout le monde', turned: { text: 'personne à la fois' } },
  cas: { text: 'a un compte de l’établissement', turned: { text: 'n’a pas de compte de l’établissement' } },
  external: { text: 'a un compte externe', turned: { text: 'n’a pas de compte externe' } },
  admin: { text: 'est administrateur', turned: { text: 'n’est pas administrateur' } },
  manager: { text: 'est gestionnaire de {{value}}', turned: { text: 'n’est pas gestionnaire de {{value}}' } },
  affiliation: { text: 'a l’affiliation {{value}}', turned: { text: 'n’a pas l’affiliation {{value}}' } },
  login: {
    text: 'a un identifiant de la forme {{value}}',
    turned: { text: 'n’a pas d’identifiant de la forme {{value}}' },
  },
  attribute: { text: 'a un attribut {{name}} {{value}}', turned: { text: 'n’a pas d’attribut {{name}} {{value}}' } },
  address: { text: 'vient de {{value}}', turned: { text: 'ne vient pas de {{value}}' } },
  named: {
    text: 'remplit la condition « {{value}} »',
    turned: { text: 'ne remplit pas la condition « {{value}} »' },
  },
};

/** Names of services, categories and named conditions, by number. */
export interface Names {
  service: ReadonlyMap<number, string>;
  category: ReadonlyMap<number, string>;
  condition: ReadonlyMap<string, string>;
}

const named = (names: ReadonlyMap<number, string>, id: number, t: Translate) =>
  names.get(id) ?? t('n°{{id}}, qui n’existe plus', { id });

const comparison = ({ compares, capitals, value }: Extract<Test, { kind: 'attribute' }>, t: Translate) => {
  const text = t(compares === 'equals' ? 'égal à « {{value}} »' : 'de la forme « {{value}} »', { value });
  return capitals === 'distinguished' ? t('{{text}}, majuscules comprises', { text }) : text;
};

const wordsOf = (test: Test, names: Names, t: Translate): Record<string, string> => {
  switch (test.kind) {
    case 'manager':
      return { value: test.service === null ? t('n’importe quel service') : named(names.service, test.service, t) };
    case 'affiliation':
      return { value: affiliationWord(test.value, t) };
    case 'login':
      return { value: test.pattern };
    case 'attribute':
      return { name: test.name, value: comparison(test, t) };
    case 'named':
      return { value: names.condition.get(test.condition) ?? t('qui n’existe plus') };
    case 'address':
      return { value: rangesOf(test.ranges).join(', ') };
    default:
      return {};
  }
};

export const testSentence = (test: Test, names: Names, t: Translate): string => {
  const words = kindWords[test.kind];
  return t(test.not ? words.turned.text : words.text, wordsOf(test, names, t));
};

/** What a rule shows, one line for each. */
const shownWords = (rule: Showing, names: Names, t: Translate): string[] =>
  rule.everything
    ? [t('Tous les services')]
    : [
        ...rule.services.map((id) => named(names.service, id, t)),
        ...rule.filters.map((filter) =>
          filter === '' ? t('Les services sans filtre') : t('Les services du filtre « {{filter}} »', { filter }),
        ),
        ...rule.categories.map((id) => named(names.category, id, t)),
      ];

const groupWords = (groups: Groups, names: Names, t: Translate) =>
  groups.map((group) => group.map((test) => testSentence(test, names, t)));

/** A rule as a page of rules tells it. Null: what such a thing does not say. */
export interface RuleView {
  id: string;
  name: string;
  description: string;
  enabled: boolean;
  groups: readonly (readonly string[])[] | null;
  shown: readonly string[] | null;
  purposes: readonly string[] | null;
  stops: boolean;
}

const unsaid = {
  id: '',
  name: '',
  description: '',
  enabled: true,
  groups: null,
  shown: null,
  purposes: null,
  stops: false,
};

export const ruleView = (rule: Rule, names: Names, t: Translate): RuleView => ({
  id: rule.id,
  name: rule.name,
  description: rule.description,
  enabled: rule.enabled,
  groups: groupWords(rule.groups, names, t),
  shown: shownWords(rule, names, t),
  purposes: rule.purposes.map((purpose) => t(purposeWords[purpose].label)),
  stops: rule.stops,
});

export const conditionView = ({ id, name, description, groups }: Condition, names: Names, t: Translate): RuleView => ({
  ...unsaid,
  id,
  name,
  description,
  groups: groupWords(groups, names, t),
});

export const showingView = (showing: Showing, names: Names, t: Translate): RuleView => ({
  ...unsaid,
  shown: shownWords(showing, names, t),
});

/** All of the rules, as a page tells them. */
export interface RulesShown {
  rules: readonly RuleView[];
  conditions: readonly RuleView[];
  otherwise: readonly string[];
}

export const rulesShown = ({ rules, conditions, otherwise }: Rules, names: Names, t: Translate): RulesShown => ({
  rules: rules.map((rule) => ruleView(rule, names, t)),
  conditions: conditions.map((condition) => conditionView(condition, names, t)),
  otherwise: shownWords(otherwise, names, t),
});
