import type { PageModel } from '../web/page.ts';
import type { Translate } from '../web/words.ts';
import { offeredActions } from './actions/index.ts';
import { menusFor } from './menus.ts';
import { nextStep } from './next-step.ts';
import type { Menus, NextStep, TicketHeader } from './pages.ts';
import { personView } from './people-shown.ts';
import type { Situation } from './situation.ts';
import { durationWords } from './spent-time.ts';

type TabName = 'history' | 'properties' | 'files' | 'guests' | 'watch' | 'owner-tickets';

interface Tab {
  label: string;
  href: string;
  count: number | null;
  current: boolean;
}

/** What all the tabs of a ticket have above them. */
export interface TicketTop extends PageModel {
  ticket: TicketHeader;
  menus: Menus;
  next: NextStep | null;
  tabs: readonly Tab[];
}

export const ticketTitle = ({ ticket }: Situation) => `TICKET n°${ticket.id} : ${ticket.subject}`;

export const headerOf = (situation: Situation, t: Translate): TicketHeader => {
  const { ticket } = situation;
  return {
    id: ticket.id,
    href: `/tickets/${ticket.id}`,
    subject: ticket.subject,
    status: ticket.status,
    service: ticket.service,
    category: ticket.category,
    owner: personView(ticket.owner, situation, t),
    handler: ticket.handler && personView(ticket.handler, situation, t),
    priority: ticket.effectivePriority,
    priorityIsDefault: ticket.priority === null,
    visibility: ticket.effectiveVisibility,
    visibilityIsDefault: ticket.visibility === null,
    origin: ticket.origin,
    createdAt: ticket.createdAt,
    lastActionAt: ticket.lastActionAt,
    firstReactionAt: ticket.firstReactionAt,
    closedAt: ticket.closedAt,
    recallAt: ticket.recallAt,
    machine: ticket.machine,
    spentTime: ticket.spentMinutes === null ? null : durationWords(ticket.spentMinutes),
    seeAlso: situation.links.map((link) => ({ ...link, href: `/tickets/${link.id}` })),
  };
};

const tabLabels: Record<TabName, string> = {
  history: 'Historique',
  properties: 'Propriétés',
  files: 'Fichiers attachés',
  guests: 'Invités',
  watch: 'Surveillance du ticket',
  'owner-tickets': 'Derniers tickets du propriétaire',
};

/** What else the owner asked is for those who handle his request. */
export const seesOwnerTickets = ({ standing }: Situation) => standing.manages || standing.admin;

const tabsOf = (situation: Situation, current: TabName, t: Translate): Tab[] => {
  const { ticket } = situation;
  const counts: Partial<Record<TabName, number>> = { files: ticket.fileCount, guests: ticket.guests.length };
  const names = (Object.keys(tabLabels) as TabName[]).filter(
    (name) => name !== 'owner-tickets' || seesOwnerTickets(situation),
  );
  return names.map((name) => ({
    label: t(tabLabels[name]),
    href: `/tickets/${ticket.id}${name === 'history' ? '' : `/${name}`}`,
    count: counts[name] ?? null,
    current: name === current,
  }));
};

export const ticketTop = (situation: Situation, current: TabName, t: Translate): TicketTop => {
  const offered = offeredActions(situation);
  const title = current === 'history' ? '' : `${t(tabLabels[current])} - `;
  return {
    title: title + ticketTitle(situation),
    current: 'tickets',
    ticket: headerOf(situation, t),
    menus: menusFor(offered, situation.ticket.id, t),
    next: nextStep(situation, offered, t),
    tabs: tabsOf(situation, current, t),
  };
};
