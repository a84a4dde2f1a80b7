import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * A browser that says that it is one: `fetch` writes the Sec-Fetch headers itself, and never those of a page that a
 * person opens.
 */
export class Navigation {
  readonly cookies = new Map<string, string>();
  private readonly keepsCookies: boolean;
  private readonly headers: Record<string, string>;

  constructor({ keepsCookies = true, mode = 'navigate', dest = 'document' } = {}) {
    this.keepsCookies = keepsCookies;
    this.headers = { accept: 'text/html', 'sec-fetch-mode': mode, 'sec-fetch-dest': dest };
  }

  async open(url: string, hops = 0): Promise<{ status: number; url: string; html: string }> {
    if (hops > 10) throw new Error(`The redirections do not end: ${url}`);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { headers: { ...this.headers, cookie } }, resolve).on('error', reject);
    });
    this.remember(answer);
    const html = await text(answer);
    const { location } = answer.headers;
    if (location === undefined) return { status: answer.statusCode ?? 0, url, html };
    return this.open(new URL(location, url).href, hops + 1);
  }

  private remember({ headers }: IncomingMessage): void {
    if (!this.keepsCookies) return;
    for (const line of headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
  }
}
