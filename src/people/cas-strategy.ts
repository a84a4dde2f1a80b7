import type { Request } from 'express';
import { type Cas, type CasProfile, Strategy } from 'passport-cas2';

type Verify = (login: string, profile: CasProfile) => Promise<object>;

interface Settings {
  casUrl: string;
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

/** passport-cas2 with one fixed callback, and where a refused ticket is an error instead of another try. */
export class PinnedCasStrategy extends Strategy {
  // passport runs `Object.create(strategy)`, on which a `#private` field would not exist
  private readonly callback: URL;

  constructor({ casUrl, callback, verify }: Settings) {
    super({ casURL: casUrl }, (login, profile, done) => {
      verify(login, profile).then((user) => done(null, user), done);
    });
    this.callback = callback;
  }

  override authenticate(req: Request, options?: object) {
    this.cas = this.failingAtOnce(this.cas);
    super.authenticate(pinned(req, this.callback), options);
  }

  /** `this` is the copy that passport made for one request: what is set on it does not reach the next. */
  private failingAtOnce(cas: Cas): Cas {
    return {
      validate: (ticket, done, service) => {
        cas.validate(ticket, (error, ...rest) => (error ? this.error(error) : done(error, ...rest)), service);
      },
    };
  }
}
