import type { Translate } from '../web/words.ts';
import type { Menu, TicketAction } from './actions/define.ts';
import { actionsConcerning } from './actions/index.ts';
import type { ActionLink, Menus } from './pages.ts';
import type { Situation } from './situation.ts';
import type { Target } from './target.ts';

/** `on` names the entry or the file that the action concerns. */
export const actionPath = (ticketId: number, name: string, on?: Target['id']) =>
  `/tickets/${ticketId}/actions/${name}${on === undefined ? '' : `?on=${on}`}`;

export const actionLink = (
  action: Pick<TicketAction, 'name' | 'label' | 'icon' | 'personal' | 'opens'>,
  ticketId: number,
  t: Translate,
  on?: Target['id'],
): ActionLink => ({
  name: action.name,
  label: t(action.label),
  icon: action.icon,
  href: action.opens?.(ticketId) ?? actionPath(ticketId, action.name, on),
  atOnce: action.personal === true && action.opens === undefined,
});

/** The ACTIONS menus, from what is offered and nothing else. */
export const menusFor = (offered: readonly TicketAction[], ticketId: number, t: Translate): Menus => {
  const under = (menu: Menu) =>
    offered.filter((action) => action.menus.includes(menu)).map((action) => actionLink(action, ticketId, t));
  return {
    ticket: under('ticket'),
    status: under('status'),
    category: under('category'),
    owner: under('owner'),
    handler: under('handler'),
  };
};

/** What may be done with an entry or a file, beside which it is drawn. */
export const linksBeside = (target: Target, situation: Situation, t: Translate): ActionLink[] => {
  const aimed = { ...situation, target };
  return actionsConcerning(target.kind)
    .filter((action) => action.offeredWhen(aimed))
    .map((action) => actionLink(action, situation.ticket.id, t, target.id));
};

/** Those of these actions that are offered, in the order of their names here, where a page shows them outside of the menus. */
export const linksAmong = (
  offered: readonly TicketAction[],
  names: readonly string[],
  ticketId: number,
  t: Translate,
): ActionLink[] =>
  names.flatMap((name) => {
    const action = offered.find((candidate) => candidate.name === name);
    return action === undefined ? [] : [actionLink(action, ticketId, t)];
  });
