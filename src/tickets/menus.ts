import type { Translate } from '../web/words.ts';
import type { Menu, TicketAction } from './actions/define.ts';
import type { ActionLink, Menus } from './pages.ts';

export const actionPath = (ticketId: number, name: string) => `/tickets/${ticketId}/actions/${name}`;

export const actionLink = (
  action: Pick<TicketAction, 'name' | 'label' | 'icon' | 'personal' | 'opens'>,
  ticketId: number,
  t: Translate,
): ActionLink => ({
  name: action.name,
  label: t(action.label),
  icon: action.icon,
  href: action.opens?.(ticketId) ?? actionPath(ticketId, action.name),
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
