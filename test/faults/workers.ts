import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.join(import.meta.dirname, '../..');

/** A real worker, as `npm start` starts it, once it takes jobs. */
async function aWorker(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/worker.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test', LOG_LEVEL: 'info', ...env },
    // with the channel it ends when this process does
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await new Promise<void>((ready, failed) => {
    child.stdout?.on('data', (chunk) => {
      if (String(chunk).includes('worker ready')) ready();
    });
    child.once('exit', (code, signal) => failed(new Error(`The worker did not start (${code ?? signal})`)));
  });
  return child;
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

export interface Workers {
  kills: number;
  /** Settles when as many have been killed as wanted, and others work in their place. */
  allKilled: Promise<void>;
  stop(): Promise<void>;
}

/** So many workers at once; each is killed some time after it is ready, and replaced, until there were enough deaths. */
export function mortalWorkers(count: number, wantedKills: number, env: Record<string, string>): Workers {
  const living = new Set<ChildProcess>();
  const workers: Workers = {
    kills: 0,
    allKilled: Promise.resolve(),
    stop: async () => {
      await Promise.all([...living].map((child) => end(child, 'SIGTERM')));
    },
  };
  let promised = 0;
  const live = async () => {
    for (;;) {
      const child = await aWorker(env);
      living.add(child);
      if (promised >= wantedKills) return;
      promised += 1;
      await sleep(1500 * Math.random());
      living.delete(child);
      await end(child, 'SIGKILL');
      workers.kills += 1;
    }
  };
  workers.allKilled = Promise.all(Array.from({ length: count }, live)).then(() => undefined);
  return workers;
}
