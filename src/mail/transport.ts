import { createTransport } from 'nodemailer';

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
const defaults = {
  pool: 'true',
  maxConnections: '5',
  connectionTimeout: '10000',
  greetingTimeout: '10000',
  socketTimeout: '30000',
};

/** The relay of `SMTP_URL`; what its query says wins over our defaults. */
export function openPost(smtpUrl: string): Post {
  const url = new URL(smtpUrl);
  for (const [name, value] of Object.entries(defaults)) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  const transport = createTransport(url.href);
  return { send: (parcel) => transport.sendMail(parcel), close: () => transport.close() };
}

/** Refused for good, for this recipient or this text: trying again would not help. A relay that refuses us altogether may recover. */
export function isPermanent(error: unknown): boolean {
  const { code, command, responseCode } = (error ?? {}) as { code?: string; command?: string; responseCode?: number };
  if (code === 'EENVELOPE' && responseCode === undefined) return true;
  return responseCode !== undefined && responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
}
