import type { CookieOptions, Request } from 'express';

const yearMs = 365 * 24 * 60 * 60 * 1000;

/** A preference kept by the browser, for people who are not signed in. */
export const preferenceCookie = (publicUrl: string): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: publicUrl.startsWith('https:'),
  maxAge: yearMs,
  path: '/',
});

export function cookieOf(req: Request, name: string): string | null {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

/** The value of a cookie when it is one of those expected. */
export function readCookie<T extends string>(req: Request, name: string, expected: readonly T[]): T | null {
  const value = cookieOf(req, name);
  return expected.find((candidate) => candidate === value) ?? null;
}
