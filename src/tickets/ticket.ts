import type { Audience, EffectiveVisibility } from './visibility.ts';

export const statuses = [
  'free',
  'in-progress',
  'incomplete',
  'postponed',
  'closed',
  'approved',
  'cancelled',
  'refused',
  'expired',
] as const;
export type Status = (typeof statuses)[number];

export const origins = ['web', 'mail', 'phone', 'other'] as const;
export type Origin = (typeof origins)[number];

export const priorities = [1, 2, 3, 4, 5] as const;
export type Priority = (typeof priorities)[number];

/** A row of `tickets`. A null priority or visibility means « par défaut »: the category decides. */
export interface Ticket {
  id: number;
  subject: string;
  status: Status;
  serviceId: number;
  categoryId: number;
  creationServiceId: number;
  ownerId: number;
  creatorId: number;
  handlerId: number | null;
  origin: Origin;
  priority: Priority | null;
  visibility: EffectiveVisibility | null;
  effectiveVisibility: EffectiveVisibility;
  anonymous: boolean;
  version: number;
  createdAt: Date;
  lastActionAt: Date;
  closedAt: Date | null;
  /** When a postponed ticket comes back by itself. */
  recallAt: Date | null;
  archivedAt: Date | null;
  spentMinutes: number | null;
  machine: string | null;
  /** When somebody of the service first did something of it. */
  firstReactionAt: Date | null;
}

const openStatuses: ReadonlySet<Status> = new Set(['free', 'in-progress', 'incomplete', 'postponed']);

export const isOpenStatus = (status: Status) => openStatuses.has(status);
export const isOpen = (ticket: Pick<Ticket, 'status'>) => isOpenStatus(ticket.status);
/** Read by more than its own people: by everyone, or by everyone of the institution. */
export const isPublicLike = ({ effectiveVisibility }: Pick<Ticket, 'effectiveVisibility'>) =>
  effectiveVisibility === 'public' || effectiveVisibility === 'intranet';
export const awaitsApproval = (ticket: Pick<Ticket, 'status'>) => ticket.status === 'closed';

/** Words of the guides; `icon` and `tone` name a picture and a colour of the theme. */
export const statusWords: Record<Status, { label: string; icon: string; tone: string; meaning: string }> = {
  free: { label: 'Libre', icon: 'circle', tone: 'free', meaning: 'Personne n’est encore en charge du ticket.' },
  'in-progress': { label: 'En cours', icon: 'circle-half', tone: 'progress', meaning: 'Un gestionnaire y travaille.' },
  incomplete: {
    label: 'Incomplet',
    icon: 'question-circle',
    tone: 'incomplete',
    meaning: 'Le service attend une réponse du propriétaire.',
  },
  postponed: { label: 'Reporté', icon: 'clock', tone: 'postponed', meaning: 'Le travail reprendra plus tard.' },
  closed: {
    label: 'Clos (en attente d’approbation)',
    icon: 'check-circle',
    tone: 'closed',
    meaning: 'Le propriétaire doit approuver ou refuser la clôture.',
  },
  approved: { label: 'Clos/approuvé', icon: 'check-circle-fill', tone: 'approved', meaning: 'Le problème est réglé.' },
  cancelled: {
    label: 'Annulé',
    icon: 'slash-circle',
    tone: 'cancelled',
    meaning: 'Le propriétaire a retiré sa demande.',
  },
  refused: { label: 'Refusé', icon: 'x-circle', tone: 'refused', meaning: 'Le service a refusé la demande.' },
  expired: {
    label: 'Expiré',
    icon: 'hourglass-bottom',
    tone: 'expired',
    meaning: 'La clôture n’a pas été approuvée à temps.',
  },
};

export const priorityWords: Record<Priority, { label: string; icon: string }> = {
  1: { label: 'Très basse', icon: 'chevron-double-down' },
  2: { label: 'Basse', icon: 'chevron-down' },
  3: { label: 'Normale', icon: 'dash' },
  4: { label: 'Élevée', icon: 'chevron-up' },
  5: { label: 'Très élevée', icon: 'chevron-double-up' },
};

export const originWords: Record<Origin, string> = {
  web: 'interface web',
  mail: 'courrier électronique',
  phone: 'téléphone',
  other: 'autre',
};

export type { Audience, EffectiveVisibility };
