import type { Shown } from '../people/person.ts';
import type { Privilege } from '../services/privileges.ts';

/** What one person is to one ticket, worked out once per request; a change is written only if the ticket is still as it was then. */
export interface Standing {
  personId: number | null;
  kind: 'cas' | 'external' | 'application' | 'mailbox';
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
  /** The service of the ticket is one of those that are shown to this person. */
  seesService: boolean;
  /** All that is shown to him; null where no rule restricts anything, and for the application. */
  shown: Shown | null;
  privileges: ReadonlySet<Privilege>;
}

/**
 * What those facts are worth for one ticket. Only a manager of the service handles. In a confidential category only its
 * members manage: the other managers, those of a sibling service and the administrators are there like anybody else.
 */
export const standingTo = ({ confidential }: { confidential: boolean }, facts: Standing): Standing =>
  confidential && !facts.member
    ? { ...facts, admin: false, handles: false, manages: false, managesSibling: false, privileges: new Set() }
    : { ...facts, handles: facts.handles && facts.manages };

export const may = (standing: Standing, privilege: Privilege) => standing.manages && standing.privileges.has(privilege);
