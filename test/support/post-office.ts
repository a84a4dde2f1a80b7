import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

interface PostOffice {
  url: string;
  /** Each time a mail was handed over, whether it was then taken or not. */
  handed: { to: string; mail: Email; encrypted: boolean; user: string | null }[];
  /** Connections, now and at most so far. */
  open: number;
  mostOpen: number;
  /** What the relay answers to the next mails: null takes them. */
  refuseWith: { code: number; text: string } | null;
  /** Addresses that this relay does not know. */
  unknown: Set<string>;
  close(): Promise<void>;
}

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

const read = async (stream: Readable) => PostalMime.parse(await buffer(stream));

/** How a relay wants to be spoken to: by default in clear, and without a name. */
interface Manners {
  certificate?: { key: string; cert: string };
  /** Encrypted from the first word, rather than by STARTTLS. */
  secure?: boolean;
  /** Who may send; without it, anybody. */
  login?: { user: string; password: string };
}

/** A relay with bad days. */
export async function aPostOffice({ certificate, secure = false, login }: Manners = {}): Promise<PostOffice> {
  const disabledCommands = [...(login ? [] : ['AUTH']), ...(certificate ? [] : ['STARTTLS'])];
  const smtp = new SMTPServer({
    ...certificate,
    secure,
    authOptional: login === undefined,
    disabledCommands,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.password
        ? done(null, { user: username })
        : done(refusal(535, 'Authentication failed')),
    onConnect: (_session, done) => {
      office.open += 1;
      office.mostOpen = Math.max(office.mostOpen, office.open);
      done();
    },
    onClose: () => {
      office.open -= 1;
    },
    onRcptTo: ({ address }, _session, done) => done(office.unknown.has(address) ? refusal(550, 'No such user') : null),
    onData: (stream, session, done) => {
      read(stream).then((mail) => {
        const { secure: encrypted, user } = session;
        const from = { encrypted: Boolean(encrypted), user: typeof user === 'string' ? user : null };
        office.handed.push({ to: session.envelope.rcptTo[0]?.address ?? '', mail, ...from });
        const { refuseWith } = office;
        done(refuseWith === null ? null : refusal(refuseWith.code, refuseWith.text));
      }, done);
    },
  });
  const server = smtp.listen(0, '127.0.0.1');
  if (!server.listening) await once(server, 'listening');
  smtp.on('error', () => {});
  const office: PostOffice = {
    url: `${secure ? 'smtps' : 'smtp'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handed: [],
    open: 0,
    mostOpen: 0,
    refuseWith: null,
    unknown: new Set(),
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
  return office;
}
