declare module 'cas' {
  export type Validated = (error: Error | null, valid: boolean, user?: string, extended?: Extended) => void;

  export interface Extended {
    attributes: Record<string, unknown>;
    ticket: string;
    proxies: string[];
  }

  /** vendor/cas */
  export default class CAS {
    constructor(options: {
      base_url: string;
      version: 2 | 3;
      allowed_proxies: readonly string[];
      renew: boolean;
      patience: number;
    });
    validate(ticket: string, done: Validated, service: string): void;
  }
}

declare module 'passport-cas2' {
  import type CAS from 'cas';
  import type { Request } from 'express';
  import { Strategy as PassportStrategy } from 'passport';

  /** Attributes of the CAS server that passport-cas2 does not know are passed on as they are. */
  export interface CasProfile {
    [attribute: string]: unknown;
  }

  export type Verified = (error: unknown, user?: object | false) => void;

  export class Strategy extends PassportStrategy {
    cas: Pick<CAS, 'validate'>;
    constructor(options: { casURL: string }, verify: (login: string, profile: CasProfile, done: Verified) => void);
    override authenticate(req: Request, options?: object): void;
  }
}
