import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

declare global {
  namespace Express {
    interface Locals {
      nonce: string;
    }
  }
}

interface SecuritySettings {
  publicUrl: string;
  /** Forms may end there: signing out, and signing in again in the middle of one. */
  casUrl: string;
  formOrigins: readonly string[];
}

const yearSeconds = 365 * 24 * 60 * 60;

const noncePlace = 'NONCE';

const contentPolicy = ({ casUrl, formOrigins }: Omit<SecuritySettings, 'publicUrl'>) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", `'nonce-${noncePlace}'`],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    formAction: ["'self'", new URL(casUrl).origin, ...formOrigins],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    objectSrc: ["'none'"],
  },
});

const unusedFeatures = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics', 'display-capture']
  .map((name) => `${name}=()`)
  .join(', ');

type Header = readonly [name: string, value: string];

/** What helmet says, asked once: no answer differs from another but by its nonce. */
function helmetHeaders({ publicUrl, ...ends }: SecuritySettings): Header[] {
  const headers: Header[] = [];
  const answer = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => {},
  } as unknown as ServerResponse;
  const say = helmet({
    contentSecurityPolicy: contentPolicy(ends),
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: yearSeconds, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  say({} as IncomingMessage, answer, () => {});
  return headers;
}

/** Headers of every answer. No inline script at all; a style element needs the nonce of its page. */
export function security(settings: SecuritySettings): RequestHandler {
  const headers: Header[] = [
    ...helmetHeaders(settings),
    ['Permissions-Policy', unusedFeatures],
    // pages are personal, and checked again with the server even on a shared computer
    ['Cache-Control', 'private, no-cache'],
  ];
  return (_req, res, next) => {
    const nonce = randomBytes(16).toString('base64');
    res.locals.nonce = nonce;
    for (const [name, value] of headers) res.setHeader(name, value.replace(noncePlace, nonce));
    next();
  };
}
