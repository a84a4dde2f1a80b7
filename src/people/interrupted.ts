import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import multer, { type Options } from 'multer';
import { drawnFor, isWrite, provenance } from '../web/csrf.ts';
import { wantsJson } from '../web/error-pages.ts';
import { SignedOut, StalePage } from '../web/errors.ts';
import { flash } from '../web/flash.ts';
import { ownPath, pathOnly } from '../web/own-path.ts';
import { shortenSession } from '../web/session.ts';
import { secretFields } from '../web/typed-texts.ts';
import { mostFields } from '../web/uploads.ts';

export type InterruptedBody = Record<string, string | string[]>;

interface Interrupted {
  /** Path and query of the form, where its GET shows it again. */
  path: string;
  body: InterruptedBody;
  filesLost: boolean;
  /** For whom the form was drawn, when it says so. */
  personId: number | null;
  at: number;
}

declare module 'express-session' {
  interface SessionData {
    interrupted: Interrupted;
  }
}

declare global {
  namespace Express {
    interface Locals {
      /** What was typed in the form of this page before the session was lost. To be shown, never acted upon. */
      interrupted?: InterruptedBody;
    }
  }
}

const longest = 300_000;
const keptMs = 60 * 60 * 1000;

/** Reads the fields of a form with files and lets the files go by, whose sender is not known. True when there were some. */
function readFieldsOnly(req: Request, res: Response): Promise<boolean> {
  let files = false;
  const limits = { fields: mostFields, fieldSize: longest, parts: 250 };
  const fileFilter: Options['fileFilter'] = (_req, _file, done) => {
    files = true;
    done(null, false);
  };
  const read = multer({ limits, fileFilter }).any();
  return new Promise((resolve) => read(req, res, () => resolve(files)));
}

const isText = (value: unknown): value is string | string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));

const typed = (body: unknown): InterruptedBody => {
  const fields = Object.entries(body ?? {}).filter(([name, value]) => !secretFields.has(name) && isText(value));
  const kept = Object.fromEntries(fields) as InterruptedBody;
  return JSON.stringify(kept).length > longest ? {} : kept;
};

async function keep(req: Request, res: Response, path: string): Promise<void> {
  const unread = req.body === undefined && req.is('multipart/form-data');
  const filesLost = unread ? await readFieldsOnly(req, res) : Array.isArray(req.files) && req.files.length > 0;
  const body = typed(req.body);
  req.session.interrupted = { path, body, filesLost, personId: drawnFor(req), at: Date.now() };
}

const signInFirst = (path: string) => `/sign-in?${new URLSearchParams({ returnTo: path })}`;

/**
 * Sends whoever is not signed in to the CAS server, after keeping what he had typed. Mounted before the error pages.
 * A form of an earlier session of the same browser comes back too, to be sent again; nothing is ever replayed.
 */
export const keepInterrupted =
  (publicUrl: string): ErrorRequestHandler =>
  async (error, req, res, next) => {
    const path = ownPath(req.originalUrl, publicUrl) ?? '/';
    const stale = error instanceof StalePage && error.comesBack && provenance(req, publicUrl) === 'ours';
    if (!(error instanceof SignedOut || stale) || wantsJson(req)) return next(error);
    if (isWrite(req)) await keep(req, res, path);
    if (stale) return res.redirect(303, path);
    if (isWrite(req)) shortenSession(req);
    res.redirect(303, signInFirst(path));
  };

const notice = ({ filesLost }: Interrupted) =>
  filesLost
    ? 'Votre session avait expiré. Votre texte est conservé ci-dessous, mais les fichiers sont à joindre de nouveau : relisez, puis validez.'
    : 'Votre session avait expiré. Votre texte est conservé ci-dessous : relisez-le, puis validez.';

const belongsTo = (interrupted: Interrupted, personId: number) =>
  Date.now() - interrupted.at < keptMs && (interrupted.personId ?? personId) === personId;

/** Gives what was kept to the page of its form, once. Mounted after the person is known. */
export const giveBackInterrupted: RequestHandler = (req, res, next) => {
  const { interrupted } = req.session;
  const { person } = res.locals;
  if (interrupted === undefined || !person || req.method !== 'GET') return next();
  const own = belongsTo(interrupted, person.id);
  if (own && pathOnly(interrupted.path) !== req.path) return next();
  delete req.session.interrupted;
  if (own) {
    res.locals.interrupted = interrupted.body;
    flash(req, { tone: 'warn', text: notice(interrupted) });
  }
  next();
};

/** The fields to show instead of the initial ones, when this page is the form that was interrupted. */
export const interruptedBody = (_req: Request, res: Response): InterruptedBody | undefined => res.locals.interrupted;
