import { checkbox, onlyWhen, shortText } from '../../web/fields.ts';
import { durationWords } from '../spent-time.ts';
import { isOpen } from '../ticket.ts';
import { defineAction } from './define.ts';
import { linked, linkedTicket, spent, withComment, withSpentTime, written } from './fields.ts';
import { andReleased } from './release.ts';

export const close = defineAction({
  name: 'close',
  menus: ['ticket', 'status'],
  label: 'Clore',
  icon: 'check-circle',
  button: 'Clore le ticket',
  done: 'Vous avez clos le ticket n°{{id}}.',
  consequence: 'Confirmez la clôture : s’il n’est pas le vôtre, le propriétaire devra l’approuver ou la refuser.',
  offeredWhen: ({ ticket, standing }) => isOpen(ticket) && (standing.handles || standing.owns),
  fields: {
    ...withComment,
    ...withSpentTime,
    seeAlso: onlyWhen(
      'manager',
      linkedTicket(shortText('Voir aussi', { help: 'Numéro d’un ticket à lier à celui-ci, s’il y a lieu' })),
    ),
    releases: onlyWhen(
      'manager',
      checkbox('Libérer le ticket', { help: 'S’il est ré-ouvert, il n’aura plus de gestionnaire.' }),
    ),
  },
  acceptsFiles: true,
  startsWith: ({ ticket }) => ({
    spentTime: ticket.spentMinutes === null ? '' : durationWords(ticket.spentMinutes),
  }),
  decide: ({ ticket, standing, now }, { seeAlso, releases, ...input }) => {
    const status = standing.owns ? 'approved' : 'closed';
    return {
      ticket: { status, closedAt: now, ...spent(input) },
      ...written(input),
      ...linked(seeAlso),
      followedBy: releases === true ? andReleased({ ...ticket, status }) : [],
    };
  },
  sentence: () => 'a clos le ticket',
  news: 'other',
  subjectWord: 'clôture',
  tells: { owner: 'closure-to-approve', handler: 'ticket-ended', guests: 'ticket-ended', service: 'ticket-ended' },
});
