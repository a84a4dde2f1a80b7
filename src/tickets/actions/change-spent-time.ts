import { durationWords } from '../spent-time.ts';
import type { DetailValue } from './define.ts';
import { defineChange } from './define-change.ts';
import { spentTime } from './fields.ts';

const shown = (minutes: number | null): DetailValue =>
  minutes === null ? { word: 'non spécifié' } : { text: durationWords(minutes) };

export const changeSpentTime = defineChange({
  name: 'change-spent-time',
  label: 'Mettre à jour le temps passé',
  icon: 'stopwatch',
  done: 'Vous avez mis à jour le temps passé sur le ticket n°{{id}}.',
  unchanged: 'Veuillez changer le temps passé sur le ticket.',
  fields: { spentTime },
  startsWith: ({ ticket }) => ({
    spentTime: ticket.spentMinutes === null ? '' : durationWords(ticket.spentMinutes),
  }),
  change: ({ ticket }, { spentTime: minutes }) => ({
    ticket: { spentMinutes: minutes },
    from: shown(ticket.spentMinutes),
    to: shown(minutes),
  }),
  sentence: () => 'a modifié le temps passé : « {{to}} » (précédemment « {{from}} »)',
});
