import { choice } from '../../web/fields.ts';
import { type Priority, priorities, priorityWords } from '../ticket.ts';
import { defineChange } from './define-change.ts';

const words = (priority: Priority | null) => (priority === null ? 'par défaut' : priorityWords[priority].label);

export const changePriority = defineChange({
  name: 'change-priority',
  label: 'Changer la priorité',
  icon: 'chevron-up',
  done: 'Vous avez changé la priorité du ticket n°{{id}}.',
  unchanged: 'Veuillez changer la priorité du ticket.',
  owner: 'while it is open',
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
  startsWith: ({ ticket }) => ({ priority: String(ticket.priority ?? '') }),
  change: ({ ticket }, { priority }) => {
    const level = priority === '' ? null : (Number(priority) as Priority);
    return { ticket: { priority: level }, from: { word: words(ticket.priority) }, to: { word: words(level) } };
  },
  sentence: () => 'a changé la priorité en « {{to}} » (précédemment « {{from}} »)',
});
