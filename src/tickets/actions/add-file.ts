import { answered, mayAnswer, tellsAll } from './answering.ts';
import { defineAction } from './define.ts';
import { withComment, written } from './fields.ts';

export const addFile = defineAction({
  name: 'add-file',
  menus: ['ticket'],
  label: 'Ajouter un fichier',
  icon: 'paperclip',
  button: 'Ajouter le fichier',
  done: 'Votre fichier est ajouté au ticket n°{{id}}.',
  offeredWhen: mayAnswer,
  fields: { audience: withComment.audience },
  acceptsFiles: true,
  needsFile: true,
  decide: (situation, { audience }) => ({ ...answered(situation), ...written({ message: null, audience }) }),
  sentence: () => 'a ajouté un fichier',
  news: 'other',
  subjectWord: 'information',
  onlyForReaders: true,
  tells: tellsAll,
});
