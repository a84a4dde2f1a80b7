import assert from 'node:assert/strict';
import { Page } from './page.ts';

/** Several texts are several controls of one name. */
type Fields = Record<string, string | readonly string[] | File | readonly File[]>;

interface Sending {
  multipart?: boolean;
  from?: string;
  headers?: Record<string, string>;
}

const bodyOf = (fields: Fields, multipart: boolean) => {
  const body = multipart ? new FormData() : new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat() as (string | File)[]) {
      if (typeof one === 'string') body.append(name, one);
      else if (body instanceof FormData) body.append(name, one, one.name);
    }
  }
  return body;
};

/** A browser without JavaScript: it keeps cookies, follows redirections, fills in and sends forms. */
export class Visitor {
  readonly base: string;
  /** The addresses of the last request and of its redirections. */
  trail: string[] = [];
  readonly #cookies = new Map<string, string>();

  constructor(base: string) {
    this.base = base;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.#begin(new URL(path, this.base), { headers });
  }

  /** The token of the session, for what a program would send. */
  async token(): Promise<string> {
    return (await this.get('/help')).token;
  }

  /** What a form gives back, byte for byte. */
  async download(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const url = new URL(path, this.base);
    return fetch(url, { headers: { ...headers, cookie: this.#cookiesFor(url) }, redirect: 'manual' });
  }

  /** Follows the link with these words. */
  async follow(page: Page, words: string): Promise<Page> {
    return this.#begin(new URL(page.link(words), page.response.url), { headers: {} });
  }

  /** Presses a button of a page, once its form is filled in with `changes`. A field that the form does not have is a mistake. */
  async press(page: Page, button: string, changes: Fields = {}): Promise<Page> {
    const { action, fields, names, multipart } = page.formOfButton(button);
    for (const name of Object.keys(changes)) assert.ok(names.has(name), `« ${button} » has a field ${name}`);
    return this.post(action, { ...fields, ...changes }, { multipart, from: page.response.url });
  }

  /** Sends what one likes, as a program would. */
  async post(
    path: string,
    fields: Fields,
    { multipart = false, from = this.base, headers = {} }: Sending = {},
  ): Promise<Page> {
    return this.#begin(new URL(path, from), { method: 'POST', body: bodyOf(fields, multipart), headers });
  }

  /** Signs in by the real road: our page, the CAS server, and back. */
  async signIn(login: string, { to = '/' } = {}): Promise<Page> {
    const page = await this.get(to);
    const byCas = page.$('a[href^="/sign-in?"][href*="by=cas"]').attr('href');
    return this.chooseAccount(byCas === undefined ? page : await this.get(byCas), login);
  }

  /** On the page of the CAS server, chooses who one is. */
  async chooseAccount(page: Page, login: string): Promise<Page> {
    const button = page.$(`button[value="${login}"]`).first();
    assert.equal(button.length, 1, `the CAS server offers ${login}`);
    const form = button.closest('form');
    const fields = Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]));
    return this.post(
      form.attr('action') ?? '',
      { ...fields, [button.attr('name') ?? '']: login },
      { from: page.response.url },
    );
  }

  forgetCookies(host = '') {
    for (const key of this.#cookies.keys()) if (key.startsWith(host)) this.#cookies.delete(key);
  }

  cookie(name: string, origin = this.base) {
    return this.#cookies.get(`${new URL(origin).host} ${name}`);
  }

  setCookie(name: string, value: string) {
    this.#cookies.set(`${new URL(this.base).host} ${name}`, value);
  }

  #begin(url: URL, init: RequestInit & { headers: Record<string, string> }): Promise<Page> {
    this.trail = [];
    return this.#follow(url, init);
  }

  async #follow(url: URL, init: RequestInit & { headers: Record<string, string> }): Promise<Page> {
    this.trail.push(url.href);
    assert.ok(this.trail.length < 12, 'the redirections end');
    const response = await fetch(url, {
      ...init,
      // both ends are here: compressing would only cost
      headers: { accept: 'text/html', 'accept-encoding': 'identity', ...init.headers, cookie: this.#cookiesFor(url) },
      redirect: 'manual',
    });
    this.#keepCookies(url, response);
    const location = response.headers.get('location');
    if (location === null) return new Page(response, await response.text());
    await response.arrayBuffer();
    return this.#follow(new URL(location, url), { headers: {} });
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

export { Page };
