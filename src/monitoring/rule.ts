import type { NewsKind } from '../tickets/actions/define.ts';

/** From the least alert to the most. */
export const alertnesses = ['never', 'creation', 'always'] as const;
export type Alertness = (typeof alertnesses)[number];

/** « Niveau de surveillance » of a manager for one service: a line for each nearness to a ticket. */
export interface MonitoringRules {
  any: Alertness;
  category: Alertness;
  handled: Alertness;
}

interface Relation {
  /** Effective member of the ticket's category. */
  member: boolean;
  handles: boolean;
}

/** A ticket that changes category within its service is news to the members of the category, as a new one is. */
export type Heard = NewsKind | 'arrival';

const wakes: Record<Alertness, ReadonlySet<Heard>> = {
  never: new Set(),
  // a ticket that is released is to be taken again, like a new one
  creation: new Set(['creation', 'release']),
  always: new Set(['creation', 'release', 'expiry', 'arrival', 'other']),
};

export type Line = keyof MonitoringRules;

/** The line that wakes a manager for some news, the nearest to the ticket first; null when none of those that apply does. */
export function wakingLine(rules: MonitoringRules, news: Heard, { member, handles }: Relation): Line | null {
  if (handles && wakes[rules.handled].has(news)) return 'handled';
  if (member && (wakes[rules.category].has(news) || (news === 'arrival' && rules.category === 'creation')))
    return 'category';
  return wakes[rules.any].has(news) ? 'any' : null;
}

/** Named levels of the guides; « Moyenne » is what a new manager begins with. */
export const presets = {
  none: {
    label: 'Aucune',
    means: 'Aucun courriel, même des tickets pris en charge.',
    rules: { any: 'never', category: 'never', handled: 'never' },
  },
  minimal: {
    label: 'Minimale',
    means: 'Toujours pour les tickets pris en charge, jamais pour les autres.',
    rules: { any: 'never', category: 'never', handled: 'always' },
  },
  medium: {
    label: 'Moyenne (par défaut)',
    means: 'Toujours pour les tickets pris en charge, à la création pour vos catégories.',
    rules: { any: 'never', category: 'creation', handled: 'always' },
  },
  attentive: {
    label: 'Assidue',
    means: 'Toujours pour les tickets pris en charge, à la création pour tous les autres.',
    rules: { any: 'creation', category: 'creation', handled: 'always' },
  },
  complete: {
    label: 'Complète',
    means: 'Toujours, pour tous les tickets du service.',
    rules: { any: 'always', category: 'always', handled: 'always' },
  },
} as const satisfies Record<string, { label: string; means: string; rules: MonitoringRules }>;

export type Preset = keyof typeof presets;
export const presetNames = Object.keys(presets) as Preset[];

/** The named level of these lines, or « Personnalisée ». */
export const presetOf = ({ any, category, handled }: MonitoringRules): Preset | 'custom' =>
  presetNames.find((name) => {
    const { rules } = presets[name];
    return rules.any === any && rules.category === category && rules.handled === handled;
  }) ?? 'custom';

const wider = (one: Alertness, other: Alertness) =>
  alertnesses.indexOf(one) > alertnesses.indexOf(other) ? one : other;

/** A nearer line is never less alert than a wider one: what is heard of any ticket is heard of one's own. */
export const consistent = ({ any, category, handled }: MonitoringRules): MonitoringRules => {
  const nearer = wider(any, category);
  return { any, category: nearer, handled: wider(nearer, handled) };
};
