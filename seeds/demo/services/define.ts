import { type Privilege, privileges } from '../../../src/services/privileges.ts';
import type { Algorithm } from '../../../src/tickets/assignment.ts';
import type { EffectiveVisibility, Priority } from '../../../src/tickets/ticket.ts';

interface ContainerData {
  key: string;
  icon?: string;
  label: string;
  longLabel: string;
  help: string;
  priority?: Priority;
  visibility?: EffectiveVisibility;
  subject?: string;
  message?: string;
  assignment?: Algorithm;
  /** Address told besides the people, and of what. */
  mailbox?: { address: string; level: 'creation' | 'always' };
}

export interface CategoryData extends ContainerData {
  acceptsTickets?: boolean;
  hidden?: boolean;
  confidential?: boolean;
  /** Path of the category that takes its tickets. */
  redirectsTo?: string;
  /** Logins of its own members; without them, those of the parent or all the managers. */
  members?: readonly string[];
  children?: readonly CategoryData[];
}

interface ManagerData {
  login: string;
  privileges: readonly Privilege[];
  available?: boolean;
  monitorsAny?: 'creation' | 'always';
}

export interface ServiceData extends ContainerData {
  disabled?: boolean;
  anonymous?: boolean;
  interService?: string;
  /** For the rules that decide who sees it. */
  filter?: string;
  /** Key of the service that took its place. */
  redirectsTo?: string;
  spentTimeRequired?: boolean;
  managers: readonly ManagerData[];
  permanentGuests?: readonly string[];
  categories: readonly CategoryData[];
}

/** What a new manager may do. */
export const usual: readonly Privilege[] = [
  'manage-categories',
  'manage-faq',
  'refuse-ticket',
  'take-free-ticket',
  'take-handled-ticket',
  'assign-ticket',
  'transfer-to-other-service',
  'reopen-any-ticket',
];
export const everything: readonly Privilege[] = privileges;
export const serviceAdmin: readonly Privilege[] = [
  ...usual,
  'manage-properties',
  'manage-managers',
  'set-own-availability',
];
export const desk: readonly Privilege[] = [
  'refuse-ticket',
  'take-free-ticket',
  'take-handled-ticket',
  'assign-ticket',
  'transfer-to-other-service',
];
export const takeOnly: readonly Privilege[] = ['take-free-ticket'];

type More<T extends ContainerData> = Omit<T, 'key' | 'label' | 'longLabel' | 'help' | 'children'>;

export const leaf = (
  key: string,
  label: string,
  longLabel: string,
  help: string,
  more: More<CategoryData> = {},
): CategoryData => ({
  key,
  label,
  longLabel,
  help,
  ...more,
});

/** A category that only groups others, unless it says that it accepts tickets too. */
export const group = (
  key: string,
  label: string,
  longLabel: string,
  help: string,
  children: readonly CategoryData[],
  more: More<CategoryData> = {},
): CategoryData => ({ ...leaf(key, label, longLabel, help, { acceptsTickets: false, ...more }), children });
