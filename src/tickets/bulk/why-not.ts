import { privileges } from '../../services/privileges.ts';
import type { Translate } from '../../web/words.ts';
import type { TicketAction } from '../actions/define.ts';
import type { Situation } from '../situation.ts';
import { isOpen, statusWords } from '../ticket.ts';

interface Hindrance {
  /** What would have to be otherwise; the situation itself when it is so already. */
  lifted(situation: Situation): Situation;
  reason(situation: Situation, t: Translate): string;
}

const standingAs = (situation: Situation, change: Partial<Situation['standing']>): Situation => ({
  ...situation,
  standing: { ...situation.standing, ...change },
});

const manager = { manages: true, privileges: new Set(privileges) };

const hindrances: readonly Hindrance[] = [
  {
    lifted: (situation) => ({ ...situation, ticket: { ...situation.ticket, archivedAt: null } }),
    reason: (_, t) => t('Il est archivé.'),
  },
  {
    lifted: (situation) =>
      isOpen(situation.ticket) ? situation : { ...situation, ticket: { ...situation.ticket, status: 'in-progress' } },
    reason: ({ ticket }, t) => t('Il n’est plus ouvert : {{status}}.', { status: t(statusWords[ticket.status].label) }),
  },
  {
    lifted: (situation) =>
      situation.standing.manages ? situation : standingAs(situation, { ...manager, handles: true }),
    reason: (_, t) => t('Vous ne gérez pas son service.'),
  },
  {
    lifted: (situation) => standingAs(situation, { handles: false }),
    reason: (_, t) => t('Vous en êtes déjà le gestionnaire.'),
  },
  {
    lifted: (situation) => standingAs(situation, { handles: true }),
    reason: (_, t) => t('Vous n’en êtes pas le gestionnaire.'),
  },
  {
    lifted: (situation) => ({ ...situation, hasColleagues: true }),
    reason: (_, t) => t('Aucun autre gestionnaire de son service n’est disponible.'),
  },
  {
    lifted: (situation) => (situation.standing.manages ? standingAs(situation, manager) : situation),
    reason: (_, t) => t('Vos privilèges dans son service ne le permettent pas.'),
  },
  {
    lifted: (situation) => ({ ...situation, bookmarked: false }),
    reason: (_, t) => t('Il est déjà dans vos signets.'),
  },
];

/**
 * Why an action is not offered, found by asking the same predicate as the menus again of a situation where one thing is
 * otherwise, or two.
 */
export function whyNot(action: TicketAction, situation: Situation, t: Translate): string {
  const offeredWithout = (...lifting: readonly Hindrance[]) =>
    action.offeredWhen(lifting.reduce((reached, { lifted }) => lifted(reached), situation));
  const found =
    hindrances.find((one) => offeredWithout(one)) ??
    hindrances.find((one) => one.lifted(situation) !== situation && hindrances.some((two) => offeredWithout(one, two)));
  return found?.reason(situation, t) ?? t('Cette action ne vous y est pas ouverte.');
}
