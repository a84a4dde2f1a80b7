import type { Shown } from '../../people/person.ts';
import { type Judged, type Judgement, judge, judgeConditions } from './judge.ts';
import { type Purpose, purposes, type Rule, type Rules, type Showing } from './rules.ts';

/** The services as rules name them: by number, or by their « filtre ». */
interface RuledService {
  id: number;
  filter: string;
}

/** What the rules are applied to: the services, and above each category named by a rule, the categories that contain it. */
export interface Ruled {
  services: readonly RuledService[];
  named: readonly { id: number; serviceId: number; above: readonly number[] }[];
}

/** What decides that a service is shown: a rule, or that no rule showed anything. */
type Cause = Rule | 'otherwise';

export interface Evaluation {
  shown: Shown;
  causes: Record<Purpose, ReadonlyMap<number, Cause>>;
  /** Of each rule, in their order; null for one that was not looked at. */
  judgements: readonly (Judgement | null)[];
  /** Of each named condition, in their order. */
  conditions: readonly Judgement[];
}

const servicesOf = (rule: Showing, { services, named }: Ruled): number[] => {
  if (rule.everything) return services.map(({ id }) => id);
  const ofCategories = named.filter(({ id }) => rule.categories.includes(id)).map(({ serviceId }) => serviceId);
  const chosen = new Set([...rule.services, ...ofCategories]);
  return services.filter(({ id, filter }) => chosen.has(id) || rule.filters.includes(filter)).map(({ id }) => id);
};

const causesFor = () =>
  Object.fromEntries(purposes.map((purpose) => [purpose, new Map<number, Cause>()])) as Record<
    Purpose,
    Map<number, Cause>
  >;

/** One pass over the rules: each that holds adds what it shows, until one stops; the first to show a service is its cause. */
export function evaluate({ conditions, rules, otherwise }: Rules, ruled: Ruled, who: Judged): Evaluation {
  const causes = causesFor();
  const categories = new Set<number>();
  const stopped = new Set<Purpose>();
  const named = judgeConditions(conditions, who);
  const add = (showing: Showing, concerned: readonly Purpose[], cause: Cause) => {
    const services = servicesOf(showing, ruled);
    for (const purpose of concerned)
      for (const id of services) if (!causes[purpose].has(id)) causes[purpose].set(id, cause);
    if (concerned.includes('creation')) for (const id of showing.categories) categories.add(id);
  };
  const judgements = rules.map((rule) => {
    const concerned = rule.purposes.filter((purpose) => !stopped.has(purpose));
    if (!rule.enabled || concerned.length === 0) return null;
    const judgement = judge(rule.groups, who, named);
    if (judgement.holds !== true) return judgement;
    add(rule, concerned, rule);
    if (rule.stops) for (const purpose of concerned) stopped.add(purpose);
    return judgement;
  });
  add(
    otherwise,
    purposes.filter((purpose) => causes[purpose].size === 0),
    'otherwise',
  );
  return { shown: shownBy(causes, categories, ruled), causes, judgements, conditions: [...named.values()] };
}

const shownBy = (
  causes: Record<Purpose, ReadonlyMap<number, Cause>>,
  categories: ReadonlySet<number>,
  { named }: Ruled,
): Shown => ({
  view: [...causes.view.keys()],
  faq: [...causes.faq.keys()],
  // who files a ticket must be able to follow it
  creation: [...causes.creation.keys()].filter((id) => causes.view.has(id)),
  categories: named.filter(({ id }) => categories.has(id)).map(({ id }) => id),
  containers: [...new Set(named.filter(({ id }) => categories.has(id)).flatMap(({ above }) => above))],
});
