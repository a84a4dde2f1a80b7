import type { Config } from '../config.ts';
import { freePort, portLike } from './ports.ts';
import type { Part } from './processes.ts';

export interface StandIns {
  /** In the order in which they start. */
  parts: Part[];
  casUrl: string;
  smtpUrl: string;
  mailboxUrl: string | null;
}

/** What configuration does not name gets its stand-in. */
export async function standIns(config: Config, databaseUrl: string): Promise<StandIns> {
  const [casPort, mailboxPort, smtpPort] = [
    await portLike(config.port + 1),
    await portLike(config.port + 2),
    await freePort(),
  ];
  const mailbox: Part = {
    name: 'demonstration mailbox',
    module: new URL('mailbox.ts', import.meta.url),
    env: { DATA_DIR: config.dataDir, DEMO_PORT: String(mailboxPort), DEMO_SMTP_PORT: String(smtpPort) },
    saysReady: true,
  };
  const cas: Part = {
    name: 'demonstration CAS',
    module: new URL('cas.ts', import.meta.url),
    env: { DATABASE_URL: databaseUrl, PUBLIC_URL: config.publicUrl, DEMO_PORT: String(casPort) },
    saysReady: true,
  };
  return {
    parts: [...(config.smtpUrl === null ? [mailbox] : []), ...(config.cas === null ? [cas] : [])],
    casUrl: config.cas?.url ?? `http://localhost:${casPort}`,
    smtpUrl: config.smtpUrl ?? `smtp://127.0.0.1:${smtpPort}`,
    mailboxUrl: config.smtpUrl === null ? `http://localhost:${mailboxPort}` : null,
  };
}

export interface Addresses extends Omit<StandIns, 'parts'> {
  databaseUrl: string;
  sessionSecret: string;
}

/** The two processes of the portal, configured as in production: by their environment. */
export function portal(config: Config, addresses: Addresses): [worker: Part, web: Part] {
  const env = {
    DATABASE_URL: addresses.databaseUrl,
    CAS_URL: addresses.casUrl,
    SMTP_URL: addresses.smtpUrl,
    PUBLIC_URL: config.publicUrl,
    PORT: String(config.port),
    HOST: config.host,
    DATA_DIR: config.dataDir,
    SESSION_SECRET: addresses.sessionSecret,
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
    OUTSIDERS: process.env.OUTSIDERS || 'on',
    ...(addresses.mailboxUrl === null ? {} : { DEMO_MAILBOX_URL: addresses.mailboxUrl }),
  };
  return [
    { name: 'worker', module: new URL('../worker.ts', import.meta.url), env, saysReady: false },
    { name: 'web process', module: new URL('../main.ts', import.meta.url), env, saysReady: true },
  ];
}
