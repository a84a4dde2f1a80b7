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
  if (typeof value === 'number') return String(value);
  if (value === undefined || value === null) throw new TypeError('A view prints a value that its page does not have');
  const text = String(value);
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => escapes[character] ?? character) : text;
}

interface Page {
  include?: (view: string, more?: object) => string;
  /** A part that comes back on many lines, such as a status: drawn once for the same values. */
  piece?: (view: string, values: Record<string, string | number>) => string;
  [name: string]: unknown;
}
type Draw = (page: Page) => string;

/** The views include others by `include` below: that of EJS copies the whole page twice for each. */
const options: Options & { unsafePrototypeLocals: boolean } = {
  strict: true,
  _with: false,
  localsName: 'page',
  escape: printed,
  destructuredLocals: ['include'],
  unsafePrototypeLocals: true,
};

const compiled = new Map<string, Draw>();

function templateOf(view: string, cache: boolean): Draw {
  const known = compiled.get(view);
  if (cache && known !== undefined) return known;
  const filename = join(folder, `${view}.ejs`);
  const template = ejs.compile(readFileSync(filename, 'utf8'), { ...options, filename }) as Draw;
  compiled.set(view, template);
  return template;
}

function draw(view: string, page: Page, cache: boolean): string {
  const include = (other: string, more?: object) => draw(other, { ...page, ...more }, cache);
  page.include = include;
  page.piece ??= remembered(include);
  return templateOf(view, cache)(page);
}

function remembered(include: NonNullable<Page['include']>): NonNullable<Page['piece']> {
  const drawn = new Map<string, string>();
  return (view, values) => {
    const key = [view, ...Object.values(values)].join(' ');
    const html = drawn.get(key) ?? include(view, values);
    drawn.set(key, html);
    return html;
  };
}

/** Renders one template. `page` is the only name it sees. Mails use it too, with tools of their own. */
export const renderTemplate = async (view: string, page: object, cache: boolean): Promise<string> =>
  draw(view, { ...page }, cache);

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
  const render = (view: string, model: Record<string, unknown>) => {
    const frame = (model.frame as Frame | undefined) ?? bareFrame(settings);
    const brandStylesheet = settings.brandStylesheet ?? null;
    const page: Page = { ...model, frame, favicon, brandStylesheet, ...viewTools(frame, settings) };
    const body = draw(view, page, settings.cache);
    return draw('layout', { ...page, body }, settings.cache);
  };
  app.engine('ejs', (path, model, done) => {
    const view = path.slice(folder.length + 1, -'.ejs'.length);
    let html: string;
    try {
      html = render(view, model as Record<string, unknown>);
    } catch (error) {
      return done(error as Error);
    }
    done(null, html);
  });
  app.set('views', folder);
  app.set('view engine', 'ejs');
  if (settings.cache) app.enable('view cache');
}
