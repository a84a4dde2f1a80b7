import type { Request, RequestHandler, Response } from 'express';
import { readCookie } from './cookies.ts';
import { csrfToken } from './csrf.ts';
import { takeNotices } from './flash.ts';
import { menuOf } from './menu.ts';
import type { Frame } from './page.ts';
import type { Visitor } from './visitor.ts';
import { languages } from './words.ts';

declare global {
  namespace Express {
    interface Locals {
      frame: Frame;
      /** Known without a frame: who only wants words does not use up the notices. */
      language: Frame['language'];
    }
  }
}

interface FrameSettings {
  applicationName: string;
  institution: string;
  demo: Frame['demo'];
  catchAll: string | null;
}

export const themes = ['auto', 'light', 'dark'] as const;

const preferred = (req: Request) =>
  languages.find((language) => req.acceptsLanguages([...languages]) === language) ?? 'fr';

const languageOf = (req: Request, person: Visitor | null): Frame['language'] =>
  person?.language ?? readCookie(req, 'language', languages) ?? preferred(req);

const personOf = ({ id, displayName, kind, manages, isAdmin, shortcuts }: Visitor): Frame['person'] => ({
  id,
  name: displayName,
  isManager: manages.length > 0,
  isAdmin,
  isOutsider: kind === 'external',
  shortcuts,
});

const frameOf = (req: Request, res: Response, settings: FrameSettings): Frame => {
  const person = res.locals.person ?? null;
  return {
    ...settings,
    language: res.locals.language,
    theme: readCookie(req, 'theme', themes) ?? 'auto',
    person: person && personOf(person),
    menu: person ? menuOf(person) : { main: [], extended: [] },
    here: req.originalUrl,
    csrfToken: person ? csrfToken(req, person) : '',
    nonce: res.locals.nonce,
    notices: takeNotices(req),
  };
};

/**
 * Gives each answer its frame, worked out when a page is drawn and not before: a redirection does not use up the
 * notices, and an error that comes before the session still has a page. Mounted first, right after `security`.
 */
export const frames =
  (settings: FrameSettings): RequestHandler =>
  (req, res, next) => {
    let frame: Frame | undefined;
    const get = () => {
      frame ??= frameOf(req, res, settings);
      return frame;
    };
    Object.defineProperty(res.locals, 'frame', { enumerable: true, get });
    Object.defineProperty(res.locals, 'language', { get: () => languageOf(req, res.locals.person ?? null) });
    next();
  };
