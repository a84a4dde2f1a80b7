import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CasDialect, failed } from './cas-dialects.ts';

interface Someone {
  user: string;
  attributes: Record<string, readonly string[]>;
}

/** What to answer instead of what the ticket deserves. `null`: nothing, ever. */
type Answer = { status?: number; headers?: Record<string, string>; body: string | Buffer } | null;

interface Validation {
  path: string;
  service: string | null;
  ticket: string | null;
  renew: string | null;
}

/**
 * A CAS server in one of the dialects met in universities, on a port of its own. It has one person, whom it lets
 * through without a form once `signedIn`, as a browser that already has its cookie would be.
 */
export class CasServer {
  url = '';
  signedIn: Someone | null = null;
  /** Addresses of the proxies through which its tickets came. */
  chain: readonly string[] = [];
  answer: ((ticket: string) => Answer) | undefined;
  readonly logins: URLSearchParams[] = [];
  readonly validations: Validation[] = [];
  private readonly tickets = new Map<string, Someone>();
  private serial = 0;
  private readonly dialect: CasDialect;
  private readonly server = createServer((req, res) => this.handle(req, res));

  constructor(dialect: CasDialect) {
    this.dialect = dialect;
  }

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://localhost:${(this.server.address() as AddressInfo).port}/cas`;
    return this;
  }

  ticketFor(someone: Someone, prefix = 'ST'): string {
    const ticket = `${prefix}-${++this.serial}-${Math.random().toString(36).slice(2)}-cas.univ.example`;
    this.tickets.set(ticket, someone);
    return ticket;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private handle(req: IncomingMessage, res: ServerResponse): void {
    const { pathname, searchParams } = new URL(req.url ?? '/', this.url);
    const path = pathname.slice('/cas'.length);
    if (path === '/login') this.login(searchParams, res);
    else if (/^(\/p3)?\/(service|proxy)Validate$/.test(path)) this.validate(path, searchParams, res);
    else res.writeHead(404).end();
  }

  private login(query: URLSearchParams, res: ServerResponse): void {
    this.logins.push(query);
    const service = query.get('service') ?? '';
    const quiet = query.get('gateway') === 'true' ? service : null;
    const next = this.signedIn === null ? quiet : `${service}?ticket=${this.ticketFor(this.signedIn)}`;
    if (next === null) res.writeHead(200, { 'content-type': 'text/html' }).end('<main>Qui êtes-vous ?</main>');
    else res.writeHead(302, { location: next }).end();
  }

  private validate(path: string, query: URLSearchParams, res: ServerResponse): void {
    const ticket = query.get('ticket') ?? '';
    this.validations.push({ path, service: query.get('service'), ticket, renew: query.get('renew') });
    const answer = this.answer === undefined ? { body: this.xml(path, ticket) } : this.answer(ticket);
    if (answer === null) return;
    const { status = 200, headers = { 'content-type': 'application/xml' }, body } = answer;
    res.writeHead(status, headers).end(body);
  }

  private xml(path: string, ticket: string): string {
    const someone = this.tickets.get(ticket);
    this.tickets.delete(ticket);
    if (someone === undefined) return failed('INVALID_TICKET', `Ticket ${ticket} not recognized`);
    const version = path.startsWith('/p3') ? 3 : 2;
    return this.dialect({ ...someone, version, proxies: ticket.startsWith('PT-') ? this.chain : [] });
  }
}
