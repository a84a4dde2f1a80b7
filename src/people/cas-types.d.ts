declare module 'passport-cas2' {
  import type { Request } from 'express';
  import { Strategy as PassportStrategy } from 'passport';

  /** Attributes of the CAS server come as lists, under their own names. */
  export interface CasProfile {
    displayName: string;
    [attribute: string]: unknown;
  }

  export type Verified = (error: unknown, user?: object | false) => void;
  export type Validated = (error: Error | null, valid: boolean, user?: string, extended?: object) => void;

  export interface Cas {
    validate(ticket: string, done: Validated, service: string): void;
  }

  export class Strategy extends PassportStrategy {
    cas: Cas;
    constructor(options: { casURL: string }, verify: (login: string, profile: CasProfile, done: Verified) => void);
    override authenticate(req: Request, options?: object): void;
  }
}
