import { answered, mayAnswer } from './answering.ts';
import { defineAction, everyone } from './define.ts';
import { signalled, withComment, written } from './fields.ts';

export const addFile = defineAction({
  name: 'add-file',
  menus: ['ticket'],
  label: 'Ajouter un fichier',
  icon: 'paperclip',
  button: 'Ajouter le fichier',
  done: 'Votre fichier est ajouté au ticket n°{{id}}.',
  offeredWhen: mayAnswer,
  fields: { audience: withComment.audience, ...signalled },
  acceptsFiles: true,
  needsFile: true,
  decide: (situation, { audience, quiet = false }) => ({
    ...answered(situation),
    ...written({ message: null, audience }),
    quiet,
  }),
  sentence: () => 'a ajouté un fichier',
  news: 'other',
  subjectWord: 'information',
  onlyForReaders: true,
  tells: everyone('ticket-news'),
});
