import type { Privilege } from '../services/privileges.ts';

/** What one person is to one ticket, worked out once per request, and again under the lock before a change. */
export interface Standing {
  personId: number | null;
  kind: 'cas' | 'external' | 'application';
  admin: boolean;
  owns: boolean;
  handles: boolean;
  /** Manager of the ticket's service. */
  manages: boolean;
  /** Effective member of the ticket's category, hence a manager of its service. */
  member: boolean;
  invited: boolean;
  /** Manager of another service that shares the « Visibilité inter service » of the ticket's. */
  managesSibling: boolean;
  privileges: ReadonlySet<Privilege>;
}

export const may = (standing: Standing, privilege: Privilege) => standing.manages && standing.privileges.has(privilege);
