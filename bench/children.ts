import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = path.join(import.meta.dirname, '..');

export interface Child {
  pid: number;
  stop(): Promise<void>;
}

const bare = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8' };

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** A process of the portal with this environment and no other, its output in a file. */
export function startChild(args: readonly string[], env: Record<string, string>, log: string): Child {
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...bare, ...env },
    stdio: ['ignore', output, output],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  return { pid: child.pid as number, stop: () => stop(child) };
}

/** Waits until this address answers. */
export async function answers(url: string, seconds: number): Promise<void> {
  for (const end = Date.now() + seconds * 1000; ; await sleep(20)) {
    const response = await fetch(url).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return;
    if (Date.now() > end) throw new Error(`${url} does not answer`);
  }
}

export function build(): void {
  const { status } = spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('npm run build failed: there is nothing to measure');
}
