import type { Request, RequestHandler } from 'express';
import { readCookie } from '../web/cookies.ts';
import { shortenSession } from '../web/session.ts';
import type { CasSettings } from './cas-settings.ts';
import { signInAddresses } from './sign-in-address.ts';

declare module 'express-session' {
  interface SessionData {
    /** The CAS server was asked whether it knows this visitor, without showing its form. */
    askedQuietly: boolean;
  }
}

interface GatewaySettings {
  publicUrl: string;
  casUrl: string;
  cas: Pick<CasSettings, 'gateway'>;
}

/** What anybody may read, and where being known shows more. Not the page that follows a sign-out. */
const publicPages = ['/help'];

/** A person who opens a page; programs, images and scripts do not say so. */
const isNavigation = (req: Request) =>
  req.method === 'GET' && req.headers['sec-fetch-mode'] === 'navigate' && req.headers['sec-fetch-dest'] === 'document';

/**
 * On a public page, once per browser session, lets the CAS server say who the visitor is if he has already signed in
 * elsewhere. The cookie that remembers it lasts as long as the browser, so that it never becomes a loop.
 */
export function askOnce({ publicUrl, casUrl, cas }: GatewaySettings): RequestHandler {
  const { gateway } = signInAddresses(publicUrl, casUrl);
  const secure = publicUrl.startsWith('https:');
  const wanted = (req: Request) =>
    isNavigation(req) && publicPages.includes(req.path) && readCookie(req, 'gateway', ['asked']) === null;
  return (req, res, next) => {
    if (!cas.gateway || res.locals.person || !wanted(req)) return next();
    res.cookie('gateway', 'asked', { httpOnly: true, sameSite: 'lax', secure, path: '/' });
    req.session.returnTo = req.originalUrl;
    req.session.askedQuietly = true;
    shortenSession(req);
    res.redirect(303, gateway);
  };
}
