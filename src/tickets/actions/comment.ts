import { answered, mayAnswer } from './answering.ts';
import { defineAction, everyone } from './define.ts';
import { notified, withMessage, written } from './fields.ts';

export const comment = defineAction({
  name: 'comment',
  menus: ['ticket'],
  label: 'Ajouter commentaire',
  icon: 'chat-left-text',
  button: 'Enregistrer le commentaire',
  done: 'Votre commentaire est enregistré.',
  offeredWhen: mayAnswer,
  fields: { ...withMessage, ...notified },
  acceptsFiles: true,
  decide: (situation, { quiet = false, ...input }) => ({ ...answered(situation), ...written(input), quiet }),
  sentence: () => 'a ajouté un commentaire',
  news: 'other',
  subjectWord: 'information',
  onlyForReaders: true,
  tells: everyone('ticket-news'),
});
