/**
 * What people write about, and what the service answers. Blanks such as {salle} are filled once per ticket;
 * those of `blanks.ts` may be used.
 */
export interface Case {
  /** « service/category » */
  in: string;
  /** A kind of people, or the logins of some. */
  by: 'student' | 'teacher' | 'staff' | 'employee' | 'all' | readonly string[];
  /** A subject, or a subject with its own request and solution where those of the case do not fit. */
  subjects: readonly (string | readonly [subject: string, says: string, solved: string])[];
  says: string;
  asked?: string;
  answered?: string;
  /** Between managers. */
  note?: string;
  solved: string;
  /** Why the requester refuses the closure. */
  contested?: string;
  /** Why the service refuses the ticket. */
  refused?: string;
  /** Where people file it by mistake. */
  mistakenFor?: string;
  /** What is joined to it. */
  file?: string;
}
