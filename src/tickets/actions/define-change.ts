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
    /** Said when what is chosen is what it was. */
    unchanged: string;
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

const isAlready = (ticket: Situation['ticket'], wanted: NonNullable<Outcome['ticket']>) =>
  Object.entries(wanted).every(([name, value]) => ticket[name as keyof typeof wanted] === value);

/** An action that changes one property of the ticket: by its handler in every status, told to nobody unless he wants it. */
export const defineChange = <F extends Fields>({
  owner = 'never',
  change,
  unchanged,
  ...rest
}: Change<F>): TicketAction =>
  defineAction({
    ...rest,
    menus: ['ticket'],
    button: rest.label,
    offeredWhen: (situation) =>
      situation.ticket.archivedAt === null && (situation.standing.handles || ownerMay[owner](situation)),
    fields: { ...rest.fields, ...unsignalled },
    acceptsFiles: false,
    faults: (situation, input) => {
      const { ticket: wanted } = change(situation, input as InputOf<F>);
      const [field = ''] = Object.keys(rest.fields);
      return isAlready(situation.ticket, wanted) ? { [field]: unchanged } : {};
    },
    decide: (situation, input) => {
      const { ticket, from, to } = change(situation, input as InputOf<F>);
      const details = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      return { ticket, details, quiet: input.quiet === true };
    },
    news: 'other',
    subjectWord: 'alerte',
    tells: everyone('ticket-news'),
  } as TicketAction<F & typeof unsignalled>);
