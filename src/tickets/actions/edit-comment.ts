import { may } from '../standing.ts';
import type { Audience } from '../visibility.ts';
import { defineAction } from './define.ts';
import { newAudience, withMessage } from './fields.ts';

export const editComment = defineAction({
  name: 'edit-comment',
  menus: [],
  concerns: 'entry',
  label: 'Modifier le commentaire',
  icon: 'pencil',
  button: 'Enregistrer la modification',
  done: 'Le commentaire est modifié.',
  consequence:
    'Le commentaire portera la date de sa modification ; les gestionnaires du service pourront lire le texte précédent. Personne n’en est averti par courriel.',
  // one's own until somebody has answered; who manages the managers, what any person wrote
  offeredWhen: ({ ticket, standing, target }) =>
    target?.kind === 'entry' &&
    target.authorId !== null &&
    ticket.archivedAt === null &&
    ((target.isLast && target.authorId === standing.personId) || may(standing, 'manage-managers')),
  fields: { message: withMessage.message, audience: newAudience },
  acceptsFiles: false,
  startsWith: ({ target }) => (target?.kind === 'entry' ? { message: target.html, audience: target.audience } : {}),
  decide: ({ target, standing }, { message, audience }) =>
    target?.kind === 'entry' && target.authorId !== null
      ? {
          entry: { id: target.id, message, audience: audience as Audience },
          details: target.authorId === standing.personId ? {} : { author: { person: target.authorId } },
        }
      : {},
  sentence: ({ author }) => (author ? 'a modifié le commentaire de {{author}}' : 'a modifié un commentaire'),
  news: 'other',
  subjectWord: 'alerte',
  tells: {},
});
