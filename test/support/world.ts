import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Express } from 'express';
import { Logger, runOnce } from 'graphile-worker';
import { pino } from 'pino';
import PostalMime from 'postal-mime';
import { createApp } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Db } from '../../src/db/connection.ts';
import { openPool } from '../../src/db/pool.ts';
import { startDemoCas } from '../../src/demo/cas.ts';
import { startMailbox } from '../../src/demo/mailbox.ts';
import { mailTasks } from '../../src/mail/tasks.ts';
import { openPost } from '../../src/mail/transport.ts';
import { dataTasks } from '../../src/personal-data/tasks.ts';
import { buildAssets } from '../../src/web/build-assets.ts';
import { clockTaskList } from '../../src/worker/clock-tasks.ts';
import { fileTasks } from '../../src/worker/file-tasks.ts';
import { aDatabase } from './databases.ts';
import { Visitor } from './visitor.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  header(name: string): string | undefined;
}

export interface World {
  db: Db;
  config: Config;
  url: string;
  app: Express;
  casUrl: string;
  /** Somebody with a browser; signed in through the CAS server when a login is given. */
  visitor(login?: string): Promise<Visitor>;
  /** Lets the worker do all that it can do now. */
  work(): Promise<void>;
  /** The mails received once the worker has nothing left to do, all of them or those to one address. */
  mails(wanted?: { to?: string }): Promise<Mail[]>;
  /** The mails that arrived since this was last asked. */
  newMails(): Promise<Mail[]>;
  close(): Promise<void>;
}

interface Options {
  smtpUrl?: string;
  env?: Record<string, string>;
  /** The address that the directory has for a login. */
  directoryMail?: (login: string) => Promise<string | null>;
}

/** Built once for the process. */
const assets = buildAssets();

const quiet = new Logger(() => () => {});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function listening(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function readMailFile(file: string): Promise<Mail> {
  const mail = await PostalMime.parse(await readFile(file));
  const header = (name: string) => mail.headers.find(({ key }) => key === name.toLowerCase())?.value;
  return {
    to: header('X-Original-To') ?? '',
    subject: mail.subject ?? '',
    // lines are folded and spaces do not break where typography wants it
    text: (mail.text ?? '').replaceAll('\u00a0', ' '),
    html: mail.html ?? '',
    header,
  };
}

/** In the order of arrival. */
async function mailsIn(folder: string): Promise<Mail[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.eml')).sort();
  return Promise.all(files.map((file) => readMailFile(path.join(folder, file))));
}

/**
 * The portal as it runs, in this process: a database of its own, the web application behind a real port, the
 * demonstration CAS and mailbox, and the tasks of the worker. Nothing of ours is replaced.
 * With `smtpUrl`, mails leave by there, and the mailbox stays empty; `env` adds to the configuration.
 */
export async function aWorld({ smtpUrl, env = {}, directoryMail }: Options = {}): Promise<World> {
  await assets;
  const database = await aDatabase();
  const { db } = database;
  const dir = await mkdtemp(path.join(os.tmpdir(), 'guichet-world-'));
  const server = await listening();
  const url = `http://localhost:${portOf(server)}`;
  const cas = await startDemoCas({ port: 0, db, publicUrl: url });
  const mailbox = await startMailbox({ dir: path.join(dir, 'mailbox'), port: 0 });
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: String(portOf(server)),
    PUBLIC_URL: url,
    DATABASE_URL: database.url,
    CAS_URL: cas.url,
    SMTP_URL: smtpUrl ?? mailbox.smtpUrl,
    DEMO_MAILBOX_URL: mailbox.url,
    DATA_DIR: dir,
    FILES_COUNT: '3',
    FILES_SIZE_MB: '1',
    FILES_TOTAL_MB: '2',
    ...env,
  });
  const pgPool = openPool(database.url, () => {});
  const now = () => new Date();
  const log = pino({ level: 'silent' });
  const app = await createApp({ db, pgPool, config, now, log, ...(directoryMail && { directoryMail }) });
  server.on('request', app);

  const post = openPost(config.smtpUrl ?? '', config.sending);
  const filesDir = path.join(dir, 'files');
  const clock = { ...config, db, now, log: pino({ level: 'silent' }), filesDir };
  const taskList = {
    ...mailTasks({ db, post, now, settings: config }),
    ...fileTasks(filesDir),
    ...dataTasks({ db, now, filesDir, dataDir: dir, settings: config }),
    ...clockTaskList(clock),
  };
  // the queue writes down that a job is done after it says that it has finished: until then, those behind it wait
  const somethingLeft = async () =>
    (
      await db.raw(`select exists (select 1 from graphile_worker.jobs
        where locked_at is not null or (run_at <= now() and attempts < max_attempts)) as left`)
    ).rows[0].left;
  const work = async () => {
    do await runOnce({ pgPool, taskList, concurrency: 5, noHandleSignals: true, logger: quiet });
    while (await somethingLeft());
  };
  const received = async () => {
    await work();
    return mailsIn(path.join(dir, 'mailbox'));
  };
  let seen = 0;

  return {
    db,
    config,
    url,
    app,
    casUrl: cas.url,
    visitor: async (login) => {
      const visitor = new Visitor(url);
      if (login !== undefined) await visitor.signIn(login);
      return visitor;
    },
    work,
    mails: async ({ to } = {}) => (await received()).filter((mail) => to === undefined || mail.to === to),
    newMails: async () => {
      const all = await received();
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh;
    },
    close: async () => {
      post.close();
      server.close();
      server.closeAllConnections();
      await Promise.all([cas.close(), mailbox.close()]);
      await Promise.all([pgPool.end(), database.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
