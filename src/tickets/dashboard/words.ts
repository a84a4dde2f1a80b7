import type { Involvement, Mode } from './filter.ts';

export const modeWords: Record<Mode, string> = { mine: 'Mode Utilisateur', managed: 'Mode Gestionnaire' };

export const involvementWords: Record<Involvement, string> = {
  'own-or-invited': 'Tickets personnels ou invités',
  own: 'Tickets personnels',
  invited: 'Tickets invités',
  watched: 'Tickets suivis',
  'managed-invited-or-free': 'Tickets gérés, invité ou libres',
  'managed-or-free': 'Tickets gérés ou libres',
  free: 'Tickets libres',
  managed: 'Tickets gérés',
  'managed-or-invited': 'Tickets gérés ou invité',
  all: 'Tous les tickets',
};
