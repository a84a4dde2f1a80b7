import { type Db, rows } from '../../db/connection.ts';
import { page } from '../../web/page.ts';
import type { Translate } from '../../web/words.ts';
import { offeredActions } from '../actions/index.ts';
import { linksAmong } from '../menus.ts';
import type { ActionLink } from '../pages.ts';
import type { Situation } from '../situation.ts';
import { type TicketTop, ticketTop } from '../ticket-top.ts';

/** The property that an action changes, where a page that lists them offers « Modifier ». */
const changedBy = {
  subject: 'change-subject',
  owner: 'change-owner',
  handler: 'assign',
  category: 'transfer',
  visibility: 'change-visibility',
  priority: 'change-priority',
  origin: 'change-origin',
  recall: 'postpone',
  machine: 'change-machine',
  spentTime: 'change-spent-time',
  seeAlso: 'connect',
} as const;

type Changes = Record<keyof typeof changedBy, ActionLink | null>;

interface PropertiesPage extends TicketTop {
  creationService: string;
  changes: Changes;
  permalink: string;
}
export const propertiesPage = page<PropertiesPage>('tickets/properties');

const changesOf = (situation: Situation, t: Translate): Changes => {
  const offered = offeredActions(situation);
  const link = (name: string) => linksAmong(offered, [name], situation.ticket.id, t)[0] ?? null;
  return Object.fromEntries(Object.entries(changedBy).map(([property, name]) => [property, link(name)])) as Changes;
};

export async function propertiesModel(
  { db, t, publicUrl }: { db: Db; t: Translate; publicUrl: string },
  situation: Situation,
): Promise<PropertiesPage> {
  const { ticket } = situation;
  const [service] = await rows<{ label: string }>(db, 'select long_label as label from services where id = :id', {
    id: ticket.creationServiceId,
  });
  return {
    ...ticketTop(situation, 'properties', t),
    creationService: service?.label ?? ticket.service,
    changes: changesOf(situation, t),
    permalink: `${publicUrl}/tickets/${ticket.id}`,
  };
}
