import type { NewsKind } from '../tickets/actions/define.ts';

export type Alertness = 'never' | 'creation' | 'always';

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

const wakes: Record<Alertness, ReadonlySet<NewsKind>> = {
  never: new Set(),
  // a ticket that is released is to be taken again, like a new one
  creation: new Set(['creation', 'release']),
  always: new Set(['creation', 'release', 'other']),
};

/** Whether a manager hears of some news: the most alert of the lines that apply to him decides. */
export const hears = (rules: MonitoringRules, news: NewsKind, { member, handles }: Relation): boolean =>
  wakes[rules.any].has(news) ||
  (member && wakes[rules.category].has(news)) ||
  (handles && wakes[rules.handled].has(news));
