import assert from 'node:assert/strict';
import * as cheerio from 'cheerio';

/** Spaces folded, those that do not break too. */
const folded = (text: string) => text.replace(/\s+/g, ' ').trim();

export interface Form {
  action: string;
  multipart: boolean;
  /** Names of all its controls, the empty ones and those of files too. */
  names: ReadonlySet<string>;
  /** What it would send as it stands. */
  fields: Record<string, string>;
}

/** A page received: its status, its address, and what a reader finds on it. */
export class Page {
  readonly response: Response;
  html: string;
  #parsed: cheerio.CheerioAPI | undefined;

  constructor(response: Response, html: string) {
    this.response = response;
    this.html = html;
  }

  /** Parsed when it is first asked for: most pages of a probe are only searched for words. */
  get $() {
    this.#parsed ??= cheerio.load(this.html);
    return this.#parsed;
  }

  get status() {
    return this.response.status;
  }

  get path() {
    const url = new URL(this.response.url);
    return url.pathname + url.search;
  }

  /** The words of the page. */
  get text() {
    return folded(this.$('main').text());
  }

  get title() {
    return folded(this.$('title').text());
  }

  /** The words of the elements that match, one string each. */
  texts(selector: string) {
    return this.$(selector)
      .toArray()
      .map((element) => folded(this.$(element).text()));
  }

  /** The labels under the ACTIONS menus of a ticket, each once. */
  get menus() {
    return [...new Set(this.texts('main .menu__list a'))];
  }

  /** The lines of the history, without their dates: « Léa Martin a créé le ticket ». */
  get history() {
    return this.$('ol.tl > li')
      .toArray()
      .map((element) => {
        const line = this.$(element).find('header, .evt > p').first().clone();
        line.find('time').remove();
        return folded(line.text());
      });
  }

  get notices() {
    return this.texts('main > .note');
  }

  /** What a field of a form holds. */
  value(name: string) {
    return String(this.$(`main [name="${name}"]`).first().val() ?? '');
  }

  /** The reason shown beside a field, empty when it has none. */
  reason(name: string) {
    return folded(this.$(`#field-${name}-error`).text());
  }

  /** The address of the link that says these words, or has them among others. */
  link(words: string) {
    const links = this.$('a').toArray();
    const says = (matches: (text: string) => boolean) => links.find((link) => matches(folded(this.$(link).text())));
    const link = says((text) => text === words) ?? says((text) => text.includes(words));
    assert.ok(link, `there is a link « ${words} » on ${this.path}`);
    return this.$(link).attr('href') ?? '';
  }

  /** The token of the session, as every page of somebody signed in has it. */
  get token() {
    return this.form('form[action="/sign-out"]').fields._csrf ?? '';
  }

  form(selector: string): Form {
    return this.#formOf(this.$(selector).first(), selector);
  }

  /** The form that a button sends, with what the button adds to it. */
  formOfButton(words: string): Form {
    const button = this.$('button')
      .toArray()
      .find((element) => folded(this.$(element).text()) === words);
    assert.ok(button, `there is a button « ${words} » on ${this.path}`);
    const owner = this.$(button).attr('form');
    const form = this.#formOf(owner ? this.$(`#${owner}`) : this.$(button).closest('form'), words);
    const name = this.$(button).attr('name');
    return {
      ...form,
      action: this.$(button).attr('formaction') ?? form.action,
      fields: { ...form.fields, ...(name === undefined ? {} : { [name]: this.$(button).attr('value') ?? '' }) },
    };
  }

  #formOf(form: cheerio.Cheerio<ReturnType<cheerio.CheerioAPI>[number]>, what: string): Form {
    assert.equal(form.length, 1, `there is a form ${what} on ${this.path}`);
    const controls = form.find('[name]').toArray();
    return {
      action: form.attr('action') ?? this.path,
      multipart: form.attr('enctype') === 'multipart/form-data',
      names: new Set(controls.map((control) => this.$(control).attr('name') ?? '')),
      fields: Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value])),
    };
  }
}
