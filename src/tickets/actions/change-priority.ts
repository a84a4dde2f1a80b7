import { choice } from '../../web/fields.ts';
import { isOpen, type Priority, priorities, priorityWords } from '../ticket.ts';
import { defineAction } from './define.ts';

const words = (priority: Priority | null) => (priority === null ? 'par défaut' : priorityWords[priority].label);

export const changePriority = defineAction({
  name: 'change-priority',
  menus: ['ticket'],
  label: 'Changer la priorité',
  icon: 'chevron-up',
  button: 'Changer la priorité',
  done: 'Vous avez changé la priorité du ticket n°{{id}}.',
  offeredWhen: ({ ticket, standing }) =>
    ticket.archivedAt === null && (standing.handles || (standing.owns && isOpen(ticket))),
  fields: {
    priority: choice(
      'Priorité',
      [
        { value: '', label: 'par défaut' },
        ...priorities.map((level) => ({ value: String(level), label: priorityWords[level].label })),
      ],
      { required: false },
    ),
  },
  acceptsFiles: false,
  startsWith: ({ ticket }) => ({ priority: String(ticket.priority ?? '') }),
  decide: ({ ticket }, { priority }) => {
    const level = priority === '' ? null : (Number(priority) as Priority);
    return {
      ticket: { priority: level },
      details: { from: { text: words(ticket.priority) }, to: { text: words(level) } },
    };
  },
  sentence: () => 'a changé la priorité en « {{to}} » (précédemment « {{from}} »)',
  news: 'other',
  subjectWord: 'alerte',
  tells: { handler: 'ticket-news' },
});
