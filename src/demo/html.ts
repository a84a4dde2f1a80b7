import type { RequestHandler } from 'express';

/** Markup that is safe to insert as it is. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeMarkup = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] as string);

type Part = string | number | Html | readonly Part[];

const insert = (part: Part): string => {
  if (part instanceof Html) return part.markup;
  return Array.isArray(part) ? part.map(insert).join('') : escapeMarkup(String(part));
};

/** Everything inserted is escaped, unless it was made by this very template. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]) =>
  new Html(strings.reduce((made, text, place) => made + insert(parts[place - 1] ?? '') + text));

export const when = (condition: unknown, markup: Html) => (condition ? markup : '');

/** One page of the demonstration parts. */
export const layout = (title: string, body: Html) =>
  html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>
${body}
</body>
</html>
`.markup;

const contentPolicy = (formTargets: readonly string[]) =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "frame-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // a browser applies it to the redirection that follows a form, too
    `form-action ${["'self'", ...formTargets].join(' ')}`,
  ].join('; ');

/** Headers of every page; `formTargets` are the other origins where a form may end. */
export const protectPages =
  (formTargets: readonly string[] = []): RequestHandler =>
  (_req, res, next) => {
    res.set({
      'Content-Security-Policy': contentPolicy(formTargets),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    });
    next();
  };

export const stylesheet: RequestHandler = (_req, res) => {
  res.type('css').send(css);
};

const css = `
:root { --ink: #1d2430; --faint: #566173; --paper: #fff; --ground: #f3f5f8; --line: #cbd3de; --accent: #1d4f91; --on-accent: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf2; --faint: #a9b4c4; --paper: #1c222b; --ground: #12161c; --line: #3a4556; --accent: #8ab8f5; --on-accent: #0d1626; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main, header { max-width: 60rem; margin: 0 auto; padding: 1rem; }
header { padding-bottom: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0; }
h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem; }
p { margin: .5rem 0; }
a { color: var(--accent); }
.faint { color: var(--faint); }
.notice { border-left: 4px solid var(--accent); background: var(--paper); padding: .5rem .75rem; }
.filter { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 1rem 0; }
.filter label { flex: 1 1 14rem; font-weight: 600; }
input { display: block; width: 100%; font: inherit; font-weight: 400; padding: .5rem .75rem; min-height: 2.75rem; border: 1px solid var(--faint); border-radius: .375rem; background: var(--paper); color: inherit; }
button, .button { font: inherit; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--accent); border-radius: .375rem; background: var(--accent); color: var(--on-accent); cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ul.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); }
.cards button { width: 100%; height: 100%; text-align: left; background: var(--paper); color: var(--ink); border-color: var(--line); }
.cards button:hover { border-color: var(--accent); }
.cards strong, .cards small { display: block; }
.cards small { color: var(--faint); }
ul.mails { list-style: none; margin: 0; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: .375rem; }
.mails li + li { border-top: 1px solid var(--line); }
.mails a { display: block; padding: .625rem .75rem; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
.mails a:hover strong { text-decoration: underline; }
.mails strong, .mails small { display: block; }
.mails small { color: var(--faint); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .125rem .75rem; margin: .5rem 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 32rem; border: 1px solid var(--line); border-radius: .375rem; background: #fff; }
pre { background: var(--paper); border: 1px solid var(--line); border-radius: .375rem; padding: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; }
details > summary { cursor: pointer; padding: .5rem 0; color: var(--accent); }
`;
