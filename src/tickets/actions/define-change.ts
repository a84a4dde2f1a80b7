import type { Fields, InputOf } from '../../web/fields.ts';
import type { Situation } from '../situation.ts';
import { isOpen } from '../ticket.ts';
import { type DetailValue, defineAction, everyone, type Outcome, type TicketAction } from './define.ts';
import { unsignalled } from './fields.ts';

/** Who changes a property besides the handler of the ticket. */
type AlsoTheOwner = 'never' | 'while it is open' | 'always';

type Change<F extends Fields> = Pick<TicketAction<F>, 'name' | 'label' | 'icon' | 'done' | 'fields' | 'sentence'> &
  Pick<Partial<TicketAction<F>>, 'consequence'> & {
    owner?: AlsoTheOwner;
    startsWith(situation: Situation): Partial<Record<keyof F, string>>;
    change(
      situation: Situation,
      input: InputOf<F>,
    ): { ticket: NonNullable<Outcome['ticket']>; from?: DetailValue; to?: DetailValue };
  };

const ownerMay: Record<AlsoTheOwner, (situation: Situation) => boolean> = {
  never: () => false,
  'while it is open': ({ ticket, standing }) => standing.owns && isOpen(ticket),
  always: ({ standing }) => standing.owns,
};

/** An action that changes one property of the ticket: by its handler in every status, told to nobody unless he wants it. */
export const defineChange = <F extends Fields>({ owner = 'never', change, ...rest }: Change<F>): TicketAction =>
  defineAction({
    ...rest,
    menus: ['ticket'],
    button: rest.label,
    offeredWhen: (situation) =>
      situation.ticket.archivedAt === null && (situation.standing.handles || ownerMay[owner](situation)),
    fields: { ...rest.fields, ...unsignalled },
    acceptsFiles: false,
    decide: (situation, input) => {
      const { ticket, from, to } = change(situation, input as InputOf<F>);
      const details = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      return { ticket, details, quiet: input.quiet === true };
    },
    news: 'other',
    subjectWord: 'alerte',
    tells: everyone('ticket-news'),
  } as TicketAction<F & typeof unsignalled>);
