import { brotliCompressSync, constants } from 'node:zlib';
import type { Response } from 'express';
import type { RenderedField } from './fields.ts';
import type { Menu, MenuKey } from './menu.ts';
import { type Translate, translator } from './words.ts';

/** What the layout and every view may use besides the model of the page. Filled by `setUpPages` for each request. */
export interface Frame {
  language: 'fr' | 'en';
  theme: 'auto' | 'light' | 'dark';
  applicationName: string;
  institution: string;
  person: {
    id: number;
    name: string;
    isManager: boolean;
    isAdmin: boolean;
    isOutsider: boolean;
    shortcuts: boolean;
  } | null;
  menu: Menu;
  /** Path and query of this page, to come back to. */
  here: string;
  csrfToken: string;
  /** For the style element that the text editor adds. */
  nonce: string;
  notices: readonly Notice[];
  /** Addresses of the demonstration parts; absent in production. */
  demo: { mailbox: string } | null;
  /** Where all mails go, on a test installation. */
  catchAll: string | null;
}

export interface Notice {
  tone: 'ok' | 'info' | 'warn' | 'err';
  text: string;
  link?: { href: string; label: string };
}

export interface PageModel {
  title: string;
  /** Entry of the main menu that is current. */
  current?: MenuKey;
  /** Errors of a form: the title is then prefixed « Erreur : » and a summary shown on top. */
  errors?: readonly { field: string; message: string }[];
  fields?: readonly RenderedField[];
}

const { BROTLI_MODE_TEXT, BROTLI_PARAM_MODE, BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;

/** At once: to hand a page to another thread, and to take it back in pieces, costs more than to compress it here. */
function send(res: Response, html: string): void {
  if (res.req.acceptsEncodings('br') !== 'br') return void res.send(html);
  const body = Buffer.from(html);
  const params = {
    [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT,
    [BROTLI_PARAM_QUALITY]: 3,
    [BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  res.set('Content-Encoding', 'br').type('html').send(brotliCompressSync(body, { params }));
}

/** A page is a function from one typed model: `const ticketPage = page<TicketPage>('tickets/show')`. */
export const page =
  <Model extends PageModel>(view: string) =>
  (res: Response, model: Model, status = 200) =>
    res.status(status).render(view, model, (error: Error | null, html: string) => {
      if (error) res.req.next?.(error);
      else send(res, html);
    });

/** The words of this request's language. */
export const translatorOf = (res: Response): Translate => translator(res.locals.language);
