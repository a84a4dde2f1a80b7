import {
  type Condition,
  conditionSchema,
  type Rule,
  type Rules,
  ruleSchema,
  type Showing,
  showingSchema,
} from '../../services/visibility/rules.ts';
import { type Deed, withOne } from '../../services/visibility/versions.ts';
import type { Translate } from '../../web/words.ts';
import { type Checked, checked, draftOf, type RuleDraft, showsNothing } from './rule-draft.ts';
import { conditionView, type Names, type RuleView, ruleView, showingView } from './words.ts';

/** Something that is edited by itself in the rules of visibility. */
export interface Part<T> {
  name: 'rules' | 'conditions' | 'otherwise';
  words: { title: { label: string }; adding: { label: string }; saved: { label: string }; absent: { label: string } };
  deeds: { added: Deed; changed: Deed; deleted: Deed };
  find(rules: Rules, id: string): T | undefined;
  put(rules: Rules, written: T): Rules;
  draft(id: string, written: T): RuleDraft;
  checked(draft: RuleDraft): Checked<T>;
  view(written: T, names: Names, t: Translate): RuleView;
}

const ruleFaults = (draft: RuleDraft): Record<string, string> => ({
  ...(draft.purposes.length === 0 && { purposes: 'Indiquez pour quoi la règle montre ces services.' }),
  ...(showsNothing(draft) &&
    !draft.stops && { shown: 'Indiquez ce que la règle montre, ou qu’elle arrête la lecture des règles.' }),
});

export const rulePart: Part<Rule> = {
  name: 'rules',
  words: {
    title: { label: 'Modifier une règle de visibilité' },
    adding: { label: 'Ajouter une règle de visibilité' },
    saved: { label: 'La règle est enregistrée. Elle vaut dès maintenant.' },
    absent: { label: 'Cette règle n’existe pas, ou plus.' },
  },
  deeds: { added: 'added', changed: 'changed', deleted: 'deleted' },
  find: ({ rules }, id) => rules.find((rule) => rule.id === id),
  put: (all, rule) => ({ ...all, rules: withOne(all.rules, rule) }),
  draft: draftOf,
  checked: (draft) => checked(draft, ruleSchema, ruleFaults(draft)),
  view: ruleView,
};

export const conditionPart: Part<Condition> = {
  name: 'conditions',
  words: {
    title: { label: 'Modifier une condition nommée' },
    adding: { label: 'Ajouter une condition nommée' },
    saved: { label: 'La condition est enregistrée. Elle vaut dès maintenant.' },
    absent: { label: 'Cette condition n’existe pas, ou plus.' },
  },
  deeds: { added: 'condition-added', changed: 'condition-changed', deleted: 'condition-deleted' },
  find: ({ conditions }, id) => conditions.find((condition) => condition.id === id),
  put: (all, condition) => ({ ...all, conditions: withOne(all.conditions, condition) }),
  draft: draftOf,
  checked: (draft) => checked(draft, conditionSchema),
  view: conditionView,
};

/** What is shown by default: there is one, always. */
export const otherwisePart: Part<Showing> = {
  name: 'otherwise',
  words: {
    title: { label: 'Ce qui est montré à défaut de règle' },
    adding: { label: 'Ce qui est montré à défaut de règle' },
    saved: { label: 'C’est enregistré.' },
    absent: { label: 'Cette règle n’existe pas, ou plus.' },
  },
  deeds: { added: 'otherwise', changed: 'otherwise', deleted: 'otherwise' },
  find: ({ otherwise }) => otherwise,
  put: (all, otherwise) => ({ ...all, otherwise }),
  draft: draftOf,
  checked: (draft) => checked(draft, showingSchema),
  view: showingView,
};
