import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { ExpectedError, NotFound } from './errors.ts';
import type { PageModel } from './page.ts';
import { typedTexts } from './typed-texts.ts';

interface ErrorPage extends PageModel {
  message: string;
  values: ExpectedError['values'];
  /** What to quote to the people who can read the log; null when they have nothing to look for. */
  reference: string | null;
  /** What was written in the form that met the error, not to lose it. */
  texts: readonly string[];
}

interface Fault {
  status: number;
  title: string;
  message: string;
  values?: ExpectedError['values'];
  reference: string | null;
}

const tooLarge = {
  status: 413,
  title: 'Envoi trop volumineux',
  message: 'Ce que vous avez envoyé est trop volumineux. Raccourcissez le texte ou joignez moins de fichiers.',
};
const malformed = { title: 'Demande incorrecte', message: 'Cette adresse ou ce formulaire ne peut pas être lu.' };
const unforeseen = {
  status: 500,
  title: 'Une erreur est survenue',
  message:
    'L’application n’a pas pu répondre. Réessayez dans un instant ; si cela se répète, indiquez la référence ci-dessous.',
};

/** The status that express, its body parsers or multer give to what the client did wrong; null for our own faults. */
const clientStatus = (error: unknown): number | null => {
  if (!(error instanceof Error)) return null;
  if (error.name === 'MulterError') return 'code' in error && error.code === 'LIMIT_FILE_SIZE' ? 413 : 400;
  const status = 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
};

const faultOf = (error: unknown): Fault => {
  if (error instanceof ExpectedError) {
    const { status, title, message, values } = error;
    return { status, title, message, values, reference: null };
  }
  const status = clientStatus(error);
  if (status === 413) return { ...tooLarge, reference: null };
  if (status !== null) return { ...malformed, status, reference: null };
  return { ...unforeseen, reference: randomBytes(4).toString('hex').toUpperCase() };
};

export const wantsJson = (req: Request) => req.accepts(['html', 'json']) === 'json';

const showPage = (req: Request, res: Response, fault: Fault, log: Logger) => {
  const { status, title, message, values = {}, reference } = fault;
  const model: ErrorPage = { title, message, values, reference, texts: typedTexts(req) };
  res.status(status).render('error', model, (failure: Error | null, html?: string) => {
    if (failure === null) return res.send(html);
    log.error({ err: failure, reference }, 'the error page cannot be rendered');
    res.type('text').send(`${title}\n\n${message}\n${reference ?? ''}`);
  });
};

/** The last handler: one page for every error, and a line of log for those that nobody foresaw. */
export const errorPages =
  (log: Logger): ErrorRequestHandler =>
  (error, req, res, next) => {
    const fault = faultOf(error);
    if (fault.reference !== null) {
      log.error({ err: error, reference: fault.reference, method: req.method, path: req.path }, 'unexpected error');
    }
    if (res.headersSent) return next(error);
    if (!wantsJson(req)) return showPage(req, res, fault, log);
    const { status, message, reference } = fault;
    res.status(status).json({ message, ...(reference === null ? {} : { reference }) });
  };

export const notFound: RequestHandler = () => {
  throw new NotFound();
};
