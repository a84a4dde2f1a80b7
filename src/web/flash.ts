import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { cookieOf } from './cookies.ts';
import type { Notice } from './page.ts';

declare module 'express-session' {
  interface SessionData {
    /** Those that a cookie cannot hold. */
    notices: Notice[];
  }
}

const most = 10;
/** Longest value that every browser keeps. */
const longest = 3800;

const said = new WeakMap<Request, Notice[]>();

const nameFor = (req: Request) => `${req.session.cookie.secure ? '__Host-' : ''}guichet-notices`;

/** By the token of the session: another session does not show what this one was told, and nobody else writes it. */
const mark = (req: Request, words: string) =>
  createHmac('sha256', req.session.csrfToken ?? '')
    .update(words)
    .digest('base64url');

const packed = (req: Request, notices: readonly Notice[]) => {
  const words = Buffer.from(JSON.stringify(notices)).toString('base64url');
  return `${words}.${mark(req, words)}`;
};

function waiting(req: Request): Notice[] {
  const [words = '', given = ''] = (cookieOf(req, nameFor(req)) ?? '').split('.');
  if (words === '' || !req.session.csrfToken) return [];
  const right = Buffer.from(mark(req, words));
  if (right.length !== Buffer.from(given).length || !timingSafeEqual(right, Buffer.from(given))) return [];
  return JSON.parse(Buffer.from(words, 'base64url').toString()) as Notice[];
}

/** In place of what this answer said of the cookie already; null forgets it. */
function give(req: Request, res: Response, value: string | null): void {
  const name = nameFor(req);
  const others = [res.getHeader('Set-Cookie') ?? []].flat().filter((one) => !String(one).startsWith(`${name}=`));
  res.removeHeader('Set-Cookie');
  if (others.length > 0) res.setHeader('Set-Cookie', others.map(String));
  const { secure } = req.session.cookie;
  const options = { httpOnly: true, sameSite: 'lax', secure: secure === true, path: '/' } as const;
  if (value !== null) res.cookie(name, value, { ...options, encode: String });
  else if (cookieOf(req, name) !== null) res.clearCookie(name, options);
}

/**
 * Something to say on the next page that this person sees. A cookie holds it: in the session, each act would write it
 * twice more. What is too long, or said to nobody in particular, goes to the session.
 */
export function flash(req: Request, notice: Notice): void {
  const notices = [...(said.get(req) ?? waiting(req)), notice].slice(-most);
  const value = packed(req, notices);
  // without a token of the session, nothing tells whose they are
  if (!req.session.csrfToken || value.length > longest || req.res === undefined) {
    req.session.notices = [...(req.session.notices ?? []), notice].slice(-most);
    return;
  }
  said.set(req, notices);
  give(req, req.res, value);
}

/** The notices waiting; asking for them means showing them. */
export function takeNotices(req: Request): Notice[] {
  if (!(req.session as unknown)) return [];
  const kept = req.session.notices ?? [];
  if (kept.length > 0) delete req.session.notices;
  const notices = said.get(req) ?? waiting(req);
  said.delete(req);
  if (notices.length > 0 && req.res !== undefined) give(req, req.res, null);
  return [...kept, ...notices];
}
