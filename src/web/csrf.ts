import { csrfSync } from 'csrf-sync';
import type { Request, RequestHandler } from 'express';
import { Refused } from './errors.ts';
import type { Visitor } from './visitor.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
export const isWrite = (req: Request) => !safeMethods.has(req.method);

const sent = (req: Request): string => {
  const header = req.headers['x-csrf-token'];
  const field: unknown = req.body?._csrf;
  if (typeof header === 'string') return header;
  return typeof field === 'string' ? field : '';
};

/** The token of a form begins with the person for whom the form was drawn. */
const splitToken = (token: string) => /^(\d{1,10})\.([0-9a-f]{64})$/.exec(token);

const { generateToken, isRequestValid } = csrfSync({
  size: 32,
  getTokenFromRequest: (req) => splitToken(sent(req))?.[2],
});

export const csrfToken = (req: Request, person: Pick<Visitor, 'id'>) => `${person.id}.${generateToken(req)}`;

/** Who filled in the form of this request, by its own saying: it tells apart people who share a browser, no more. */
export const drawnFor = (req: Request): number | null => {
  const person = splitToken(sent(req))?.[1];
  return person === undefined ? null : Number(person);
};

export type Provenance = 'ours' | 'foreign' | 'unknown';

/** Where the browser says that a request was born. Old browsers and programs say nothing. */
export function provenance(req: Request, publicUrl: string): Provenance {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'ours' : 'foreign';
  const { origin } = req.headers;
  if (origin === undefined) return 'unknown';
  return origin === new URL(publicUrl).origin ? 'ours' : 'foreign';
}

/**
 * Refuses writes that another site started, a neighbour of the same domain included, before they can even open a
 * session. Mounted for the whole application; the token is checked by the guards of each route.
 */
export const refuseForeignWrites =
  (publicUrl: string): RequestHandler =>
  (req, _res, next) => {
    const foreign = isWrite(req) && provenance(req, publicUrl) === 'foreign';
    next(foreign ? new Refused('Cette demande vient d’un autre site : elle n’a pas été prise en compte.') : undefined);
  };

/**
 * Whether the request carries the token of its session, in the field `_csrf` or the header `x-csrf-token`. What was refused
 * before it could open a session has none.
 */
export const hasToken = (req: Request) => Boolean(req.session as unknown) && isRequestValid(req);

/** The token is among fields that nobody has read yet: those of a form with files. */
export const tokenComesLater = (req: Request) =>
  req.headers['x-csrf-token'] === undefined && req.body === undefined && Boolean(req.is('multipart/form-data'));
