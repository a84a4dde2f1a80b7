import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { type Db, rows } from '../src/db/connection.ts';
import { median, preciseNow, quantile } from './figures.ts';
import { drive } from './load.ts';
import { type Cast, comment } from './pages.ts';
import type { Served } from './portal.ts';

export interface Relay {
  port: number;
  /** When each mail was accepted, by its ticket. */
  accepted: Map<number, number>;
  close(): Promise<void>;
}

/** An SMTP server that takes everything, and notes when. */
export async function startRelay(): Promise<Relay> {
  const accepted = new Map<number, number>();
  const note = async (stream: Readable) => {
    const ticket = Number(/^Message-ID: <ticket\.(\d+)\./im.exec(await text(stream))?.[1]);
    accepted.set(ticket, preciseNow());
  };
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, _session, done) => void note(stream).then(() => done(), done),
  });
  const server = smtp.listen(0, '127.0.0.1');
  if (!server.listening) await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    accepted,
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
}

export interface MailDelay {
  acts: number;
  p50: number;
  p95: number;
}

const committed = async (db: Db, ticket: number) => {
  const [event] = await rows<{ at: number }>(
    db,
    `select (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000)::float8 as at
     from ticket_events where ticket_id = :ticket order by id desc limit 1`,
    { ticket },
  );
  return event?.at as number;
};

const whenAccepted = async ({ accepted }: Relay, ticket: number) => {
  for (const end = Date.now() + 10_000; ; await sleep(2)) {
    const at = accepted.get(ticket);
    if (at !== undefined) return at;
    if (Date.now() > end) throw new Error(`No mail came for the comment on ticket ${ticket} within ten seconds`);
  }
};

/** From the commit of a comment to its mail accepted, one after the other: the worker has nothing else to do. */
export async function mailDelay(db: Db, web: Served, relay: Relay, cast: Cast, acts: number): Promise<MailDelay> {
  const target = comment(cast);
  const delays: number[] = [];
  for (let n = 0; n < acts + 5; n += 1) {
    const call = target.call(n);
    const ticket = Number(/\d+/.exec(call.path)?.[0]);
    relay.accepted.delete(ticket);
    await drive(web.port, [call], 1);
    delays.push((await whenAccepted(relay, ticket)) - (await committed(db, ticket)));
    await sleep(30);
  }
  // the first ones open the connections
  const counted = delays.slice(5);
  return { acts, p50: median(counted), p95: quantile(counted, 0.95) };
}
