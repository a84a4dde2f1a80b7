import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../src/demo/ports.ts';
import { root } from './children.ts';

const patience = 120_000;

const firstPage = async (url: string) => {
  const response = await fetch(url).catch(() => null);
  await response?.arrayBuffer();
  return response?.ok ?? false;
};

/** Seconds from `npm start` in an empty data folder to a page in the browser, the demonstration filled in. */
export async function coldStart(dir: string): Promise<number | string> {
  if (!existsSync(path.join(root, 'src/start.ts'))) return 'src/start.ts is absent';
  const port = await freePort();
  await mkdir(dir);
  const output = openSync(path.join(dir, 'start.log'), 'w');
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), DATA_DIR: path.join(dir, 'data') };
  const start = performance.now();
  const child = spawn('npm', ['start'], { cwd: root, env, detached: true, stdio: ['ignore', output, output] });
  const ended = once(child, 'exit');
  let seconds: number | string = `no page after ${patience / 1000} s, see ${dir}/start.log`;
  for (; performance.now() - start < patience && child.exitCode === null; await sleep(20)) {
    if (!(await firstPage(`http://localhost:${port}/`))) continue;
    seconds = (performance.now() - start) / 1000;
    break;
  }
  if (child.exitCode !== null) return `npm start ended with ${child.exitCode}, see ${dir}/start.log`;
  // the whole group, as Ctrl-C does
  process.kill(-(child.pid as number), 'SIGINT');
  await ended;
  return seconds;
}
