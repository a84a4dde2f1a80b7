import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail that this relay took: from then on it is its own. */
interface Taken {
  to: string;
  messageId: string;
  /** What the act that it tells of has written: « acte-12 ». */
  act: string;
}

export interface BadRelay {
  url: string;
  taken: Taken[];
  refusals: number;
  slow: number;
  outages: number;
  /** Nobody answers for this long. */
  goDown(ms: number): Promise<void>;
  close(): Promise<void>;
}

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

async function takenOf(stream: Readable, to: string): Promise<Taken> {
  const mail = await PostalMime.parse(await buffer(stream));
  return { to, messageId: mail.messageId ?? '', act: /acte-\d+/.exec(mail.text ?? '')?.[0] ?? '' };
}

/**
 * A relay that refuses for a while one mail in thirty and answers slowly to one in thirty, that does not know the
 * addresses which begin with « inconnu », and that can be down.
 */
export async function aBadRelay(): Promise<BadRelay> {
  const take = async (stream: Readable, to: string) => {
    const mail = await takenOf(stream, to);
    const chance = Math.random();
    if (chance < 1 / 30) {
      relay.refusals += 1;
      throw refusal(451, 'Come back later');
    }
    if (chance > 29 / 30) {
      relay.slow += 1;
      await sleep(200 + 800 * Math.random());
    }
    relay.taken.push(mail);
  };
  const open = async (port: number) => {
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 50,
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('inconnu') ? refusal(550, 'No such user') : null),
      onData: (stream, session, done) =>
        void take(stream, session.envelope.rcptTo[0]?.address ?? '').then(() => done(), done),
    });
    smtp.on('error', () => {});
    const server = smtp.listen(port, '127.0.0.1');
    if (!server.listening) await once(server, 'listening');
    return { port: (server.address() as AddressInfo).port, close: () => new Promise<void>((done) => smtp.close(done)) };
  };
  let current = await open(0);
  const { port } = current;
  const relay: BadRelay = {
    url: `smtp://127.0.0.1:${port}`,
    taken: [],
    refusals: 0,
    slow: 0,
    outages: 0,
    goDown: async (ms) => {
      relay.outages += 1;
      await current.close();
      await sleep(ms);
      current = await open(port);
    },
    close: () => current.close(),
  };
  return relay;
}
