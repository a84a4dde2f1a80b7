import { personal } from './personal.ts';

export const print = personal(
  { name: 'print', label: 'Imprimer', icon: 'printer', done: '' },
  { offeredWhen: ({ standing }) => standing.personId !== null, opens: (ticketId) => `/tickets/${ticketId}/print` },
);
