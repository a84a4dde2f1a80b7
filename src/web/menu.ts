import { type Right, rightHolds } from './routes.ts';
import type { Visitor } from './visitor.ts';

interface Entry {
  key: string;
  href: string;
  icon: string;
  label: string;
  right: Right;
  /** Where it stands: always in sight, or under « Menu étendu ». */
  fold: 'main' | 'extended';
}

/** The main menu, in order; one shows what exists and what one may open. */
const entries = [
  { key: 'home', href: '/', icon: 'house', label: 'Accueil', right: 'signed-in', fold: 'main' },
  { key: 'tickets', href: '/tickets', icon: 'inboxes', label: 'Tableau de bord', right: 'signed-in', fold: 'main' },
  { key: 'search', href: '/search', icon: 'search', label: 'Recherche', right: 'signed-in', fold: 'main' },
  {
    key: 'bookmarks',
    href: '/bookmarks',
    icon: 'bookmark',
    label: 'Signets/Historique',
    right: 'signed-in',
    fold: 'main',
  },
  {
    key: 'preferences',
    href: '/preferences',
    icon: 'sliders',
    label: 'Préférences',
    right: 'signed-in',
    fold: 'main',
  },
  { key: 'help', href: '/help', icon: 'info-circle', label: 'Aide', right: 'anyone', fold: 'main' },
  { key: 'services', href: '/services', icon: 'diagram-3', label: 'Services', right: 'staff', fold: 'extended' },
  {
    key: 'canned-responses',
    href: '/canned-responses',
    icon: 'chat-square-text',
    label: 'Réponses enregistrées',
    right: 'staff',
    fold: 'extended',
  },
  { key: 'journal', href: '/journal', icon: 'journal-text', label: 'Journal', right: 'manager', fold: 'extended' },
  {
    key: 'mails',
    href: '/mails',
    icon: 'envelope-exclamation',
    label: 'Courriels en échec',
    right: 'staff',
    fold: 'extended',
  },
  {
    key: 'utilities',
    href: '/administration/utilities',
    icon: 'tools',
    label: 'Utilitaires',
    right: 'admin',
    fold: 'extended',
  },
  {
    key: 'administration',
    href: '/administration',
    icon: 'gear',
    label: 'Administration',
    right: 'staff',
    fold: 'extended',
  },
] as const satisfies readonly Entry[];

export type MenuKey = (typeof entries)[number]['key'];
type Shown = Pick<Entry, 'href' | 'icon' | 'label'> & { key: MenuKey };

export interface Menu {
  main: readonly Shown[];
  extended: readonly Shown[];
}

/** The menu of this person. */
export function menuOf(person: Visitor): Menu {
  const open = entries.filter(({ right }) => rightHolds(right, person));
  const of = (fold: Entry['fold']) => open.filter((entry) => entry.fold === fold);
  return { main: of('main'), extended: of('extended') };
}
