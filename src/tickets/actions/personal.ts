import { defineAction, type TicketAction } from './define.ts';

type Words = Pick<TicketAction, 'name' | 'label' | 'icon' | 'done'>;
type Deed = Pick<TicketAction, 'offeredWhen'> & Partial<Pick<TicketAction, 'decide' | 'opens'>>;

/** What anybody who may open a ticket does for himself: in the menu of the ticket, without a trace on it. */
export const personal = ({ name, label, icon, done }: Words, { decide = () => ({}), ...deed }: Deed): TicketAction =>
  defineAction({
    ...deed,
    name,
    menus: ['ticket'],
    label,
    icon,
    button: label,
    done,
    fields: {},
    acceptsFiles: false,
    decide,
    sentence: () => '',
    news: 'other',
    subjectWord: '',
    tells: {},
    personal: true,
  });
