import { createHash } from 'node:crypto';
import express, { type Router } from 'express';
import type { Logger } from 'pino';
import { SaxesParser } from 'saxes';
import { type Db, rows, type Transaction } from '../db/connection.ts';
import { routes } from '../web/routes.ts';
import { callbackPath } from './sign-in-address.ts';

const samlProtocol = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ticketSyntax = /^[SP]T-[\w.-]{1,250}$/;

const hashOf = (ticket: string) => createHash('sha256').update(ticket).digest('hex');

/** Remembers which ticket opened a session whose row is already written. */
export async function rememberTicket(db: Db | Transaction, ticket: string, sid: string): Promise<void> {
  await rows(
    db,
    `insert into cas_sessions (ticket_hash, sid) values (:hash, :sid)
     on conflict (ticket_hash) do update set sid = excluded.sid`,
    { hash: hashOf(ticket), sid },
  );
}

async function endSessionOf(db: Db, ticket: string): Promise<number> {
  const ended = await rows(
    db,
    'delete from sessions where sid = (select sid from cas_sessions where ticket_hash = :hash) returning sid',
    { hash: hashOf(ticket) },
  );
  return ended.length;
}

/** The ticket that a SAML LogoutRequest names; null for anything else. */
function ticketToEnd(xml: string): string | null {
  const open: string[] = [];
  const found: string[] = [];
  const refuse = () => {
    throw new Error('not a logout request');
  };
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', ({ uri, local }) => {
    open.push(uri === samlProtocol ? local : '');
    if (open.join('/') === 'LogoutRequest/SessionIndex') found.push('');
  });
  const read = (text: string) => {
    if (open.join('/') === 'LogoutRequest/SessionIndex') found.push((found.pop() ?? '') + text);
  };
  parser.on('text', read);
  parser.on('cdata', read);
  parser.on('closetag', () => open.pop());
  try {
    parser.write(xml).close();
  } catch {
    return null;
  }
  const ticket = found[0]?.trim() ?? '';
  return found.length === 1 && ticketSyntax.test(ticket) ? ticket : null;
}

/**
 * The CAS server says that somebody signed out there. It holds no session of ours and waits for no answer, so this
 * is mounted before sessions and body parsers; knowing the ticket is its only proof, and whatever it sends is answered 200.
 */
export function singleLogoutRoute({ db, log }: { db: Db; log: Logger }): Router {
  const body = express.text({ type: () => true, limit: '10kb' });
  const router = routes('anyone');
  router.post(callbackPath, (req, res) => {
    body(req, res, async (fault?: unknown) => {
      try {
        const form = new URLSearchParams(typeof req.body === 'string' && !fault ? req.body : '');
        const ticket = ticketToEnd(form.get('logoutRequest') ?? '');
        const ended = ticket === null ? 0 : await endSessionOf(db, ticket);
        log.info({ ended, understood: ticket !== null }, 'single logout');
      } catch (error) {
        log.error({ err: error }, 'single logout failed');
      }
      res.status(200).end();
    });
  });
  return router;
}
