import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs, { type Options } from 'ejs';
import type { Express } from 'express';
import { asset, icon } from './assets.ts';
import { dateWords, sizeWords } from './dates.ts';
import { durationWords } from './durations.ts';
import type { Frame } from './page.ts';
import { pictogram } from './pictures.ts';
import { root } from './root.ts';
import { pageTranslator } from './words.ts';

export interface ViewSettings {
  applicationName: string;
  institution: string;
  timeZone: string;
  now: () => Date;
  /** Words of the enumerations, as `page.words.status.free.label`: the views know them by name only. */
  words: Record<string, unknown>;
  /** Templates are compiled once: for production. */
  cache: boolean;
  /** Stylesheet of the institution, loaded after ours, to redefine the `--brand-*` variables. */
  brandStylesheet?: string | null;
}

const folder = join(root, 'views');

/** Inlined: one request less on the first visit. */
const favicon = `data:image/svg+xml,${encodeURIComponent(readFileSync(join(root, 'public', 'images', 'logo.svg'), 'utf8'))}`;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

/** What is missing is a mistake of the view or of its model: it must be seen, not printed as nothing. */
function printed(value?: unknown): string {
  if (value === undefined || value === null) throw new TypeError('A view prints a value that its page does not have');
  return String(value).replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

/** Renders one template. `page` is the only name it sees. Mails use it too, with tools of their own. */
export function renderTemplate(view: string, page: object, cache: boolean): Promise<string> {
  const options: Options = { strict: true, _with: false, localsName: 'page', escape: printed, cache, root: folder };
  return ejs.renderFile(join(folder, `${view}.ejs`), page as ejs.Data, options);
}

/** The frame of a page shown before anything is known of the request, such as an early error. */
const bareFrame = ({ applicationName, institution }: ViewSettings): Frame => ({
  language: 'fr',
  theme: 'auto',
  applicationName,
  institution,
  person: null,
  menu: { main: [], extended: [] },
  here: '/',
  csrfToken: '',
  nonce: '',
  notices: [],
  demo: null,
  catchAll: null,
});

/** What a view may call, in the language of the reader. */
function viewTools({ language }: Pick<Frame, 'language'>, { timeZone, now, words }: Omit<ViewSettings, 'cache'>) {
  return {
    t: pageTranslator(language),
    words,
    asset,
    icon,
    pictogram,
    ...dateWords(language, timeZone, now()),
    size: (bytes: number) => sizeWords(language, bytes),
    elapsed: (from: Date, to: Date) => durationWords(language, from, to),
    /** For rich text sanitised when it was written, and nothing else. */
    richText: (html: string) => html,
  };
}

/** `res.render(view, model)`: the view with its tools, then the layout around it. */
export function setUpViews(app: Express, settings: ViewSettings): void {
  const render = async (view: string, model: Record<string, unknown>) => {
    const frame = (model.frame as Frame | undefined) ?? bareFrame(settings);
    const brandStylesheet = settings.brandStylesheet ?? null;
    const page = { ...model, frame, favicon, brandStylesheet, ...viewTools(frame, settings) };
    const body = await renderTemplate(view, page, settings.cache);
    return renderTemplate('layout', { ...page, body }, settings.cache);
  };
  app.engine('ejs', (path, model, done) => {
    const view = path.slice(folder.length + 1, -'.ejs'.length);
    render(view, model as Record<string, unknown>).then((html) => done(null, html), done);
  });
  app.set('views', folder);
  app.set('view engine', 'ejs');
  if (settings.cache) app.enable('view cache');
}
