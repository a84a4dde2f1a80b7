import type { Language } from './words.ts';

/** What the pages need to know of who is signed in; `people` knows more. */
export interface Visitor {
  id: number;
  displayName: string;
  /** Whether the account is of the institution, or a mail address of somebody outside. */
  kind: 'cas' | 'external';
  isAdmin: boolean;
  language: Language;
  /** Single keys act on the pages. */
  shortcuts: boolean;
  /** Services of which this person is a manager. */
  manages: number[];
}

declare global {
  namespace Express {
    interface Locals {
      /** Null when nobody is signed in; undefined before the session was read. */
      person?: Visitor | null;
    }
  }
}
