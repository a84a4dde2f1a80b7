import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { HtmlValidate } from 'html-validate';
import type { Mail } from './world.ts';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // mailers know no style sheet, and lay out by tables and their attributes
    'no-inline-style': 'off',
    'no-deprecated-attr': 'off',
    'prefer-tbody': 'off',
    'prefer-native-element': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'tel-non-breaking': 'off',
  },
});

const forbidden = 'script, style, link, iframe, form, object, embed, video, audio, svg';

/** Of a part, what a reader takes in, without the spaces. */
const words = (text: string) => text.replace(/[\s>«»|-]+/g, '');

/**
 * What a mail must be to be read by any mailer: valid, nothing that runs or is fetched, every image with its words, in
 * the language that it says, and its whole sense in the plain text too.
 */
export async function assertReadable(mail: Mail): Promise<void> {
  const { results } = await validator.validateString(mail.html);
  const faults = results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
  assert.deepEqual(faults, [], mail.subject);
  const $ = load(mail.html);
  const faulty = (selector: string) =>
    $(selector)
      .toArray()
      .map((element) => $.html(element).slice(0, 120));
  assert.deepEqual(faulty(forbidden), [], mail.subject);
  assert.deepEqual(faulty('img:not([alt]), [background], [class]:not([class=""])'), [], mail.subject);
  assert.doesNotMatch(mail.html, /\son\w+\s*=|url\(|javascript:|@import/i, mail.subject);
  assert.match($('html').attr('lang') ?? '', /^(fr|en)$/);
  assert.ok($('h1').length === 1 && $('title').text() !== '', mail.subject);
  for (const part of [mail.subject, mail.text, $('body').text()])
    assert.doesNotMatch(part, /\{\{|undefined|\[object|&(amp|lt|nbsp|#)/, mail.subject);
  assert.doesNotMatch(mail.subject, /[\r\n]/);
  assert.doesNotMatch(mail.text, /<\/?(p|div|br|b|ul|li|a|td|strong)\b/i, mail.subject);
  for (const link of $('a').toArray()) {
    const href = $(link).attr('href') ?? '';
    assert.match(href, /^https?:\/\//, mail.subject);
    assert.ok($(link).text().trim() !== '', `${mail.subject}: ${href} has words`);
    assert.ok(mail.text.includes(href), `${mail.subject}: the text has ${href}`);
  }
  assert.ok(words(mail.text).includes(words($('h1').text())), `${mail.subject}: the text has the title`);
}
