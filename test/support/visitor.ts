import assert from 'node:assert/strict';
import * as cheerio from 'cheerio';

/** A page received: its status, its address, and its tree. */
export class Page {
  readonly response: Response;
  readonly html: string;
  readonly $: cheerio.CheerioAPI;

  constructor(response: Response, html: string) {
    this.response = response;
    this.html = html;
    this.$ = cheerio.load(html);
  }

  get status() {
    return this.response.status;
  }

  get path() {
    const url = new URL(this.response.url);
    return url.pathname + url.search;
  }

  /** The words of the page, spaces folded, no-break ones too. */
  get text() {
    return this.$('main').text().replace(/\s+/g, ' ').trim();
  }

  /** The words of the elements that match, one string each. */
  texts(selector: string) {
    return this.$(selector)
      .toArray()
      .map((element) => this.$(element).text().replace(/\s+/g, ' ').trim());
  }

  /** What a form would send as it stands. */
  form(selector: string): { action: string; fields: Record<string, string> } {
    const form = this.$(selector).first();
    assert.equal(form.length, 1, `there is a form ${selector} on ${this.path}`);
    const fields = Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]));
    return { action: form.attr('action') ?? this.path, fields };
  }
}

type Fields = Record<string, string | Blob>;

/** A browser without JavaScript: it keeps cookies, follows redirections, fills in and sends forms. */
export class Visitor {
  readonly base: string;
  readonly #cookies = new Map<string, string>();

  constructor(base: string) {
    this.base = base;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.#follow(new URL(path, this.base), { headers });
  }

  /** Sends the form of a page, with these fields changed. */
  async submit(page: Page, selector: string, changes: Fields = {}, { to }: { to?: string } = {}): Promise<Page> {
    const { action, fields } = page.form(selector);
    const multipart = page.$(selector).first().attr('enctype') === 'multipart/form-data';
    return this.post(to ?? action, { ...fields, ...changes }, { multipart, from: page.response.url });
  }

  async post(
    path: string,
    fields: Fields,
    {
      multipart = false,
      from = this.base,
      headers = {},
    }: { multipart?: boolean; from?: string; headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const body = multipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value === 'string') body.append(name, value);
      else if (body instanceof FormData) body.append(name, value, value instanceof File ? value.name : 'blob');
    }
    return this.#follow(new URL(path, from), { method: 'POST', body, headers });
  }

  /** Signs in by the real road: our page, the CAS server, and back. */
  async signIn(login: string, { to = '/' } = {}): Promise<Page> {
    const choice = await this.get(to);
    const button = choice.$(`button[value="${login}"], a[href*="${login}"]`).first();
    assert.equal(button.length, 1, `the CAS server offers ${login}`);
    const form = button.closest('form');
    const fields = Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]));
    const name = button.attr('name') ?? 'login';
    return this.post(form.attr('action') ?? '', { ...fields, [name]: login }, { from: choice.response.url });
  }

  forgetCookies() {
    this.#cookies.clear();
  }

  cookie(name: string) {
    return this.#cookies.get(`${new URL(this.base).host} ${name}`);
  }

  async #follow(url: URL, init: RequestInit & { headers: Record<string, string> }, hops = 0): Promise<Page> {
    assert.ok(hops < 12, 'the redirections end');
    const response = await fetch(url, {
      ...init,
      headers: { ...init.headers, cookie: this.#cookiesFor(url) },
      redirect: 'manual',
    });
    this.#keepCookies(url, response);
    const location = response.headers.get('location');
    if (location !== null) {
      await response.arrayBuffer();
      return this.#follow(new URL(location, url), { headers: {} }, hops + 1);
    }
    return new Page(response, await response.text());
  }

  #cookiesFor(url: URL) {
    return [...this.#cookies]
      .filter(([key]) => key.startsWith(`${url.host} `))
      .map(([key, value]) => `${key.slice(url.host.length + 1)}=${value}`)
      .join('; ');
  }

  #keepCookies(url: URL, response: Response) {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(name.length + 1);
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(cookie)) this.#cookies.delete(`${url.host} ${name}`);
      else this.#cookies.set(`${url.host} ${name}`, value);
    }
  }
}
