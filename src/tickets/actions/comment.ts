import { answered, mayAnswer, tellsAll } from './answering.ts';
import { defineAction } from './define.ts';
import { withMessage, written } from './fields.ts';

export const comment = defineAction({
  name: 'comment',
  menus: ['ticket'],
  label: 'Ajouter commentaire',
  icon: 'chat-left-text',
  button: 'Enregistrer le commentaire',
  done: 'Votre commentaire est enregistré.',
  offeredWhen: mayAnswer,
  fields: withMessage,
  acceptsFiles: true,
  decide: (situation, input) => ({ ...answered(situation), ...written(input) }),
  sentence: () => 'a ajouté un commentaire',
  news: 'other',
  subjectWord: 'information',
  onlyForReaders: true,
  tells: tellsAll,
});
