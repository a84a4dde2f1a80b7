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

const nonceOf = (_req: IncomingMessage, res: ServerResponse) =>
  `'nonce-${(res as ServerResponse & { locals: Express.Locals }).locals.nonce}'`;

const contentPolicy = ({ casUrl, formOrigins }: Omit<SecuritySettings, 'publicUrl'>) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", nonceOf],
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

const ownHeaders: RequestHandler = (_req, res, next) => {
  res.locals.nonce = randomBytes(16).toString('base64');
  res.set('Permissions-Policy', unusedFeatures);
  // pages are personal, and checked again with the server even on a shared computer
  res.set('Cache-Control', 'private, no-cache');
  next();
};

/** Headers of every answer. No inline script at all; a style element needs the nonce of its page. */
export const security = ({ publicUrl, ...ends }: SecuritySettings): RequestHandler[] => [
  ownHeaders,
  helmet({
    contentSecurityPolicy: contentPolicy(ends),
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: yearSeconds, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  }),
];
