import { shortText } from '../../web/fields.ts';
import type { DetailValue } from './define.ts';
import { defineChange } from './define-change.ts';

const shown = (machine: string | null): DetailValue =>
  machine === null ? { word: 'non spécifiée' } : { text: machine };

export const changeMachine = defineChange({
  name: 'change-machine',
  label: 'Mettre à jour la machine',
  icon: 'pc-display',
  done: 'Vous avez mis à jour la machine du ticket n°{{id}}.',
  unchanged: 'Veuillez changer la machine du ticket.',
  fields: {
    machine: shortText('Machine', { help: 'Nom ou numéro d’inventaire ; laissez vide pour ne plus en indiquer.' }),
  },
  startsWith: ({ ticket }) => ({ machine: ticket.machine ?? '' }),
  change: ({ ticket }, { machine }) => ({
    ticket: { machine: machine === '' ? null : machine },
    from: shown(ticket.machine),
    ...(machine === '' ? {} : { to: { text: machine } }),
  }),
  sentence: ({ to }) =>
    to ? 'a changé la machine en « {{to}} » (précédemment « {{from}} »)' : 'a supprimé la machine « {{from}} »',
});
