import { defineAction, everyone } from './define.ts';
import { signalled, withMessage, written } from './fields.ts';

export const deleteFile = defineAction({
  name: 'delete-file',
  menus: [],
  concerns: 'file',
  label: 'Supprimer la pièce jointe',
  icon: 'trash',
  button: 'Supprimer la pièce jointe',
  done: 'La pièce jointe est supprimée.',
  consequence: 'Son contenu est effacé pour de bon ; son nom, barré, reste dans l’historique.',
  offeredWhen: ({ ticket, standing, target }) =>
    target?.kind === 'file' && ticket.archivedAt === null && (standing.manages || standing.owns),
  fields: { ...withMessage, ...signalled },
  acceptsFiles: false,
  startsWith: ({ target }) => (target ? { audience: target.audience } : {}),
  decide: ({ target }, { quiet = false, ...input }) =>
    target?.kind === 'file'
      ? { removedFile: target.id, quiet, ...written(input), details: { name: { file: target.id } } }
      : {},
  sentence: () => 'a supprimé le fichier {{name}}',
  news: 'other',
  subjectWord: 'alerte',
  onlyForReaders: true,
  tells: everyone('ticket-news'),
});
