import CAS from 'cas';
import type { Request } from 'express';
import { Strategy } from 'passport-cas2';
import type { Released } from './cas-identity.ts';
import type { CasSettings } from './cas-settings.ts';

type Verify = (user: string, released: Released) => Promise<object>;

interface Settings {
  casUrl: string;
  cas: CasSettings;
  /** Where the CAS server sends people back to: one address, known beforehand. */
  callback: URL;
  verify: Verify;
}

/** passport-cas2 makes the service address out of headers that anyone may forge: it is shown ours, and nothing else. */
const pinned = (req: Request, callback: URL): Request => {
  const { ticket } = req.query;
  const query = typeof ticket === 'string' ? `?${new URLSearchParams({ ticket })}` : '';
  const url = `${callback.pathname}${query}`;
  const headers = { host: callback.host, 'x-forwarded-proto': callback.protocol.slice(0, -1) };
  return Object.create(req, { headers: { value: headers }, originalUrl: { value: url }, url: { value: url } });
};

const client = (casUrl: string, { protocol, proxies, renew, timeoutMs }: CasSettings) =>
  new CAS({ base_url: casUrl, version: protocol, allowed_proxies: proxies, renew, patience: timeoutMs });

/** passport-cas2 with one fixed callback, and where a refused ticket is an error instead of another try. */
export class PinnedCasStrategy extends Strategy {
  // passport runs `Object.create(strategy)`, on which a `#private` field would not exist
  private readonly callback: URL;

  constructor({ casUrl, cas, callback, verify }: Settings) {
    super({ casURL: casUrl }, (user, profile, done) => {
      verify(user, profile.released as Released).then((person) => done(null, person), done);
    });
    this.cas = client(casUrl, cas);
    this.callback = callback;
  }

  override authenticate(req: Request, options?: object) {
    this.cas = this.plainly(this.cas);
    super.authenticate(pinned(req, this.callback), options);
  }

  /**
   * A refusal is final, and the attributes go by in one piece, which passport-cas2 would rename. `this` is the copy that
   * passport made for one request: what is set on it does not reach the next.
   */
  private plainly(cas: Pick<CAS, 'validate'>): Pick<CAS, 'validate'> {
    return {
      validate: (ticket, done, service) => {
        cas.validate(
          ticket,
          (error, valid, user, extended) => {
            if (error || extended === undefined) return this.error(error);
            done(null, valid, user, { ...extended, attributes: { released: extended.attributes } });
          },
          service,
        );
      },
    };
  }
}
