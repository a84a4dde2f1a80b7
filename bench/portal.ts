import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../src/demo/ports.ts';
import { answers, type Child, root, startChild } from './children.ts';
import { sessionSecret } from './sessions.ts';

const environment = (databaseUrl: string, dir: string) => ({
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'https://guichet.example',
  DATABASE_URL: databaseUrl,
  CAS_URL: 'https://cas.example/cas',
  SMTP_URL: 'smtp://127.0.0.1:25',
  MAIL_FROM: 'Guichet <guichet@univ.example>',
  SESSION_SECRET: sessionSecret,
  DATA_DIR: path.join(dir, 'files'),
  LOG_LEVEL: 'warn',
});

const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<'web' | 'worker', string>;
};

/** What `npm run web` and `npm run worker` give to node: the compiled entry, and the limits of its memory. */
const argumentsOf = (script: keyof typeof scripts) => scripts[script].split(' ').slice(1);

export interface Served extends Child {
  port: number;
}

/** The web process, compiled, configured as in production behind a proxy that speaks HTTPS. */
export async function startWeb(databaseUrl: string, dir: string): Promise<Served> {
  const port = await freePort();
  const env = { ...environment(databaseUrl, dir), PORT: String(port) };
  const child = startChild(argumentsOf('web'), env, path.join(dir, 'web.log'));
  await answers(`http://127.0.0.1:${port}/health/ready`, 30);
  return { ...child, port };
}

export function startWorker(databaseUrl: string, dir: string, smtpPort: number): Child {
  const env = { ...environment(databaseUrl, dir), SMTP_URL: `smtp://127.0.0.1:${smtpPort}` };
  return startChild(argumentsOf('worker'), env, path.join(dir, 'worker.log'));
}

const floor = fileURLToPath(import.meta.resolve('./floor.ts'));

/** The floor: a bare Express and EJS page on the same database. */
export async function startFloor(databaseUrl: string, dir: string): Promise<Served> {
  const port = await freePort();
  const env = { NODE_ENV: 'production', DATABASE_URL: databaseUrl, PORT: String(port) };
  const child = startChild(['--import', 'tsx', floor], env, path.join(dir, 'floor.log'));
  await answers(`http://127.0.0.1:${port}/ready`, 30);
  return { ...child, port };
}
