import { compile } from 'html-to-text';
import sanitizeHtml from 'sanitize-html';

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    'p',
    'div',
    'br',
    'b',
    'strong',
    'i',
    'em',
    'u',
    'ul',
    'ol',
    'li',
    'a',
    'blockquote',
    'pre',
    'code',
    'del',
  ],
  allowedAttributes: { a: ['href', 'rel'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 50,
  transformTags: {
    a: (tagName, { href }) => ({
      tagName,
      attribs: { ...(href === undefined ? {} : { href }), rel: 'noopener nofollow ugc' },
    }),
  },
};

const looksLikeHtml = /<[a-z][^>]*>/i;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Text of a plain textarea (no script in the browser): paragraphs and line breaks are kept. */
const fromPlainText = (text: string) =>
  escaped(text)
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
    .join('');

/** Rich text as it may be stored and shown: an allow-list, applied once, on write. */
export function sanitised(value: string): string {
  const text = value.replaceAll('\0', '').trim();
  if (text === '') return '';
  return sanitizeHtml(looksLikeHtml.test(text) ? text : fromPlainText(text), allowed).trim();
}

const toText = compile({
  wordwrap: false,
  limits: { maxDepth: 50 },
  selectors: [{ selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } }],
});

/** The words of a sanitised rich text, for search, for mail, and to know whether anything was written. */
export const plainText = (html: string) => toText(html).trim();

export interface RichText {
  html: string;
  text: string;
}

let last: { value: string; read: Readonly<RichText> } | null = null;

/** Both at once. The last one is remembered: what a form sends is asked for by the checks of the act and by its field. */
export function readRichText(value: string): Readonly<RichText> {
  if (last?.value !== value) {
    const html = sanitised(value);
    last = { value, read: { html, text: plainText(html) } };
  }
  return last.read;
}
