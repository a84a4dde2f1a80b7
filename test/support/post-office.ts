import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

interface PostOffice {
  url: string;
  /** Each time a mail was handed over, whether it was then taken or not. */
  handed: { to: string; mail: Email }[];
  /** What the relay answers to the next mails: null takes them. */
  refuseWith: { code: number; text: string } | null;
  /** Addresses that this relay does not know. */
  unknown: Set<string>;
  close(): Promise<void>;
}

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

const read = async (stream: Readable) => PostalMime.parse(await buffer(stream));

/** A relay with bad days. */
export async function aPostOffice(): Promise<PostOffice> {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, done) => done(office.unknown.has(address) ? refusal(550, 'No such user') : null),
    onData: (stream, session, done) => {
      read(stream).then((mail) => {
        office.handed.push({ to: session.envelope.rcptTo[0]?.address ?? '', mail });
        const { refuseWith } = office;
        done(refuseWith === null ? null : refusal(refuseWith.code, refuseWith.text));
      }, done);
    },
  });
  const server = smtp.listen(0, '127.0.0.1');
  if (!server.listening) await once(server, 'listening');
  smtp.on('error', () => {});
  const office: PostOffice = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handed: [],
    refuseWith: null,
    unknown: new Set(),
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
  return office;
}
