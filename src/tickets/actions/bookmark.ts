import { personal } from './personal.ts';

export const bookmark = personal(
  {
    name: 'bookmark',
    label: 'Ajouter un signet',
    icon: 'bookmark-plus',
    done: 'Le ticket n°{{id}} est dans vos signets.',
  },
  {
    offeredWhen: ({ standing, bookmarked }) => standing.personId !== null && !bookmarked,
    decide: () => ({ bookmarked: true }),
  },
);

export const removeBookmark = personal(
  {
    name: 'remove-bookmark',
    label: 'Supprimer le signet',
    icon: 'bookmark-dash',
    done: 'Le ticket n°{{id}} n’est plus dans vos signets.',
  },
  {
    offeredWhen: ({ bookmarked }) => bookmarked,
    decide: () => ({ bookmarked: false }),
  },
);
