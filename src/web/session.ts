import pgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type pg from 'pg';
import type { Logger } from 'pino';

interface SessionSettings {
  pgPool: pg.Pool;
  publicUrl: string;
  /** The first signs, all are accepted: a new one goes in front, the old one stays for a day. */
  secrets: readonly string[];
  log: Logger;
  /** Read by the same statement as the session `s`, in SQL: see {@link readWithSession}. */
  beside: string;
}

const hourMs = 60 * 60 * 1000;
const signedInMs = 12 * hourMs;
const anonymousMs = hourMs;

const PgStore = pgSimple(session);

const besides = new WeakMap<object, unknown>();

/** What was read with the session of this request. */
export const readWithSession = (req: Request) => besides.get(req.session);

interface Read {
  sess: session.SessionData;
  beside: unknown;
}

/** A session that ended while one of its requests was running stays ended: that request updates it, or nothing. */
class SessionStore extends PgStore {
  private readonly loaded = new WeakSet<session.SessionData>();
  private readonly pool: pg.Pool;
  private readonly read: { name: string; text: string };

  constructor(pool: pg.Pool, beside: string, errorLog: (...words: unknown[]) => void) {
    super({ pool, tableName: 'sessions', disableTouch: true, errorLog });
    this.pool = pool;
    const text = `select s.sess, ${beside} as beside from sessions s where s.sid = $1 and s.expire >= now()`;
    this.read = { name: 'session', text };
  }

  override get(sid: string, done: (error: unknown, data?: session.SessionData | null) => void) {
    const found = ({ rows: [row] }: pg.QueryResult<Read>) => {
      if (row !== undefined) besides.set(row.sess, row.beside);
      done(null, row?.sess ?? null);
    };
    this.pool.query<Read>({ ...this.read, values: [sid] }).then(found, done);
  }

  override createSession(req: Request, data: session.SessionData) {
    const created = super.createSession(req, data);
    this.loaded.add(created);
    besides.set(created, besides.get(data));
    return created;
  }

  override set(sid: string, data: session.SessionData, done?: (error?: unknown) => void) {
    if (!this.loaded.has(data)) return super.set(sid, data, done);
    const { expires } = data.cookie;
    this.pool
      .query('update sessions set sess = $2, expire = $3 where sid = $1', [sid, data, expires])
      .then(() => done?.(), done);
  }
}

/**
 * express-session begins to send a body before the session is written: a browser could follow the redirection and not
 * find what was just put there. Without a body, nothing leaves before the end.
 */
const redirectWithoutBody: RequestHandler = (_req, res, next) => {
  res.redirect = (first: string | number, second?: string | number) => {
    const [status, url] = typeof first === 'number' ? [first, second] : [302, first];
    res.status(status).location(String(url)).end();
  };
  next();
};

/** Sessions in Postgres. A request reads its session, and writes it only when it changed. */
export function sessions({ pgPool, publicUrl, secrets, log, beside }: SessionSettings): RequestHandler[] {
  const secure = publicUrl.startsWith('https:');
  const errorLog = (...words: unknown[]) => log.error({ words }, 'session store');
  const handler = session({
    name: secure ? '__Host-guichet' : 'guichet',
    secret: [...secrets],
    store: new SessionStore(pgPool, beside, errorLog),
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: signedInMs },
    resave: false,
    saveUninitialized: false,
  });
  return [handler, redirectWithoutBody];
}

const settled = (start: (done: (error?: unknown) => void) => unknown) =>
  new Promise<void>((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });

/** Another session, empty and with another id, in place of this one, whose row disappears. */
export const regenerateSession = (req: Request) => settled((done) => req.session.regenerate(done));

/** Ends the session; its cookie then opens nothing, and this request has no session any more. */
export const destroySession = (req: Request) => settled((done) => req.session.destroy(done));

/** Writes the session now, for what refers to its row. */
export const saveSession = (req: Request) => settled((done) => req.session.save(done));

/** What nobody signed in for does not have to last: an hour is enough to come back from the CAS server. */
export function shortenSession(req: Request): void {
  req.session.cookie.maxAge = anonymousMs;
}
