import { isOpen } from '../ticket.ts';
import { defineAction } from './define.ts';
import { withMessage, written } from './fields.ts';

export const comment = defineAction({
  name: 'comment',
  menus: ['ticket'],
  label: 'Ajouter commentaire',
  icon: 'chat-left-text',
  button: 'Enregistrer le commentaire',
  done: 'Votre commentaire est enregistré.',
  // whoever may open an open ticket may comment; once closed, only the people of the ticket
  offeredWhen: ({ ticket, standing }) =>
    ticket.archivedAt === null &&
    (isOpen(ticket) || standing.manages || standing.owns || standing.invited || standing.admin),
  fields: withMessage,
  acceptsFiles: true,
  decide: ({ ticket, standing }, input) => ({
    ...(ticket.status === 'incomplete' && (standing.owns || standing.handles)
      ? { ticket: { status: 'in-progress' } }
      : {}),
    ...written(input),
  }),
  sentence: () => 'a ajouté un commentaire',
  news: 'other',
  subjectWord: 'information',
  onlyForReaders: true,
  tells: { owner: 'ticket-news', handler: 'ticket-news', guests: 'ticket-news', service: 'ticket-news' },
});
