import { plainText } from '../../src/web/rich-text.ts';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const linked = (text: string) =>
  text.replace(/https:\/\/[^\s),]*[^\s),.]/g, (url) => `<a href="${url}" rel="noopener nofollow ugc">${url}</a>`);

const inline = (text: string) => linked(escaped(text)).replace(/\*\*(.+?)\*\*/g, '<b>$1</b>');

const block = (text: string) => {
  const lines = text.split('\n');
  if (lines.every((line) => line.startsWith('- '))) {
    return `<ul>${lines.map((line) => `<li>${inline(line.slice(2))}</li>`).join('')}</ul>`;
  }
  return `<p>${lines.map(inline).join('<br>')}</p>`;
};

/** Paragraphs, « - » lists, links and **bold**, as the portal stores a rich text. */
export const richText = (text: string) => {
  const html = text.split('\n\n').map(block).join('');
  return { html, text: plainText(html) };
};

const vowel = /^[aeiouyéèêîôh]/i;

/** Puts the values of one ticket in the blanks of its texts: « de {cours} » becomes « d’algorithmique ». */
export const filled = (text: string, values: Readonly<Record<string, string>>) =>
  text.replace(/(\bde )?\{(\w+)\}/g, (_, of: string | undefined, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for {${name}} in « ${text} »`);
    return of === undefined ? value : vowel.test(value) ? `d’${value}` : `de ${value}`;
  });
