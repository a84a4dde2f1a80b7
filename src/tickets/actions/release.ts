import { isOpen, type Ticket } from '../ticket.ts';
import { type Consequence, defineAction, type Outcome } from './define.ts';
import { mayTellTime, toldTime, withComment, written } from './fields.ts';

type Handled = Pick<Ticket, 'status' | 'handlerId'>;

// only a ticket in progress becomes free; an incomplete, postponed or closed one stays so, with nobody in charge
export const released = ({ status }: Handled): NonNullable<Outcome['ticket']> => ({
  handlerId: null,
  ...(status === 'in-progress' ? { status: 'free' } : {}),
});

export const release = defineAction({
  name: 'release',
  menus: ['handler'],
  label: 'Libérer',
  icon: 'person-dash',
  button: 'Libérer le ticket',
  done: 'Vous avez libéré le ticket n°{{id}}.',
  consequence: 'Le ticket n’a plus de gestionnaire ; les autres gestionnaires du service en sont avertis.',
  offeredWhen: ({ ticket, standing }) => isOpen(ticket) && standing.handles,
  fields: { ...withComment, ...mayTellTime },
  acceptsFiles: true,
  decide: ({ ticket }, input) => ({ ticket: { ...released(ticket), ...toldTime(input) }, ...written(input) }),
  sentence: () => 'a libéré le ticket',
  news: 'release',
  subjectWord: 'libération',
  tells: { owner: 'ticket-released', guests: 'ticket-released', service: 'ticket-released' },
});

/** The releasing that comes with another act, where somebody is in charge. */
export const andReleased = (
  ticket: Handled,
  settings: Pick<Consequence, 'by'> & Pick<Outcome, 'quiet'> = {},
): Consequence[] => {
  const { quiet = false, ...by } = settings;
  return ticket.handlerId === null ? [] : [{ action: release, outcome: { ticket: released(ticket), quiet }, ...by }];
};
