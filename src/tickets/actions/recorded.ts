import { defineAction, type Details, type TicketAction } from './define.ts';

/** Acts that nobody starts from a menu: of the application, or kept for the history that they left. */
const recorded = (
  name: string,
  icon: string,
  subjectWord: string,
  sentence: (details: Details) => string,
): TicketAction =>
  defineAction({
    name,
    menus: [],
    label: '',
    icon,
    button: '',
    done: '',
    offeredWhen: () => false,
    fields: {},
    acceptsFiles: false,
    decide: () => ({}),
    sentence,
    news: 'other',
    subjectWord,
    tells: {},
  });

export const invite = recorded('invite', 'person-plus', 'invitation', () => 'a ajouté {{who}} à la liste des invités');
export const transfer = recorded(
  'transfer',
  'arrow-left-right',
  'alerte',
  () => 'a déplacé le ticket dans la catégorie {{to}} (précédemment {{from}})',
);
export const refuse = recorded('refuse', 'x-circle', 'refus', () => 'a refusé le ticket');
export const postpone = recorded('postpone', 'clock', 'gel', ({ until }) =>
  until ? 'a reporté le ticket jusqu’au {{until}}' : 'a reporté le ticket',
);
export const recall = recorded('recall', 'alarm', 'rappel', () => 'a rappelé le ticket');
export const expire = recorded(
  'expire',
  'hourglass-bottom',
  'expiration',
  () => 'a laissé expirer le ticket, faute de réponse',
);
export const addFile = recorded('add-file', 'paperclip', 'alerte', () => 'a ajouté un fichier');
