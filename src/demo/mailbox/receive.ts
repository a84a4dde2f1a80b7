import { once } from 'node:events';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { keepMail } from './store.ts';

export interface Receiver {
  port: number;
  close: () => Promise<void>;
}

const recipients = ({ envelope }: SMTPServerSession) => envelope.rcptTo.map(({ address }) => address);

/** An SMTP server on the loopback interface that takes everything, and says so once it is safely kept. */
export async function receiveMail(folder: string, port: number): Promise<Receiver> {
  const receive = (stream: SMTPServerDataStream, session: SMTPServerSession) =>
    keepMail(folder, recipients(session), stream);
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: 50 * 1024 * 1024,
    closeTimeout: 1000,
    onData: (stream, session, done) => {
      receive(stream, session).then(
        () => done(),
        (error: Error) => done(error),
      );
    },
  });
  smtp.on('error', (error) => console.error(`Demonstration mailbox: ${error.message}`));
  const server = smtp.listen(port, '127.0.0.1');
  if (!server.listening) await once(server, 'listening');
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
}
