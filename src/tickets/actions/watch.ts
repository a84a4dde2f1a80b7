import { personal } from './personal.ts';

export const watch = personal(
  {
    name: 'watch',
    label: 'Je veux recevoir des alertes par mail',
    icon: 'bell',
    done: 'Vous recevrez des alertes par mail sur le ticket n°{{id}}.',
  },
  {
    offeredWhen: ({ standing, watched }) => standing.personId !== null && !watched,
    decide: () => ({ watched: true }),
  },
);

export const unwatch = personal(
  {
    name: 'unwatch',
    label: 'Ne plus recevoir d’alertes par mail',
    icon: 'bell-slash',
    done: 'Vous ne suivez plus le ticket n°{{id}}.',
  },
  {
    offeredWhen: ({ watched }) => watched,
    decide: () => ({ watched: false }),
  },
);
