import { type Details, defineAction, type TicketAction } from './define.ts';

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

export const addFile = recorded('add-file', 'paperclip', 'alerte', () => 'a ajouté un fichier');
