import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { catchingAll } from './catch-all.ts';
import type { SendingSettings } from './settings.ts';

export interface Parcel {
  from: string;
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
  messageId: string;
  inReplyTo?: string;
  references?: string;
  headers: Record<string, string>;
}

/** Where mails leave by. */
export interface Post {
  send(parcel: Parcel): Promise<unknown>;
  close(): void;
}

// connections are kept open between mails; a server that says nothing is given up, and the mail tried again later
const defaults = { pool: true, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

const optionsOf = ({ tls, authorities, login, connections, perSecond, dkim }: SendingSettings) => ({
  ...defaults,
  maxConnections: connections,
  requireTLS: tls === 'require',
  ignoreTLS: tls === 'ignore',
  ...(authorities === null ? {} : { tls: { ca: authorities } }),
  ...(perSecond === 0 ? {} : { rateDelta: 1000, rateLimit: perSecond }),
  ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
  ...(dkim === null ? {} : { dkim }),
});

/** A relay like any other: what a configuration without settings says. */
const usual: SendingSettings = {
  tls: 'auto',
  authorities: null,
  login: null,
  connections: 5,
  perSecond: 0,
  dkim: null,
  catchAll: null,
};

/** The relay of `SMTP_URL`; what its query says wins over the settings. */
export function openPost(smtpUrl: string, settings: SendingSettings = usual): Post {
  const transport = createTransport({ url: smtpUrl, ...optionsOf(settings) } as SMTPPool.Options);
  const post = { send: (parcel: Parcel) => transport.sendMail(parcel), close: () => transport.close() };
  return settings.catchAll === null ? post : catchingAll(post, settings.catchAll);
}

/** Refused for good, for this recipient or this text: trying again would not help. A relay that refuses us altogether may recover. */
export function isPermanent(error: unknown): boolean {
  const { code, command, responseCode } = (error ?? {}) as { code?: string; command?: string; responseCode?: number };
  if (code === 'EENVELOPE' && responseCode === undefined) return true;
  return responseCode !== undefined && responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
}
