import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { StartFailure } from './failure.ts';

export interface Part {
  name: string;
  module: URL;
  env: Record<string, string>;
  /** Whether it says "ready" to its parent. */
  saysReady: boolean;
}

export interface KeptPart {
  stop: () => Promise<void>;
}

const patience = 10_000;
const shortLife = 5000;

/** In its own process group: Ctrl-C reaches the parts through us, in order. They end by themselves if we disappear. */
const launch = ({ module, env }: Part): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', fileURLToPath(module)], {
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

const exitOf = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, 'exit');

async function end(child: ChildProcess): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  child.kill('SIGTERM');
  await exitOf(child);
  clearTimeout(timer);
}

async function whenReady(part: Part, child: ChildProcess): Promise<void> {
  if (!part.saysReady) return;
  const ready = once(child, 'message').then(() => true);
  if (await Promise.race([ready, exitOf(child).then(() => false)])) return;
  throw new StartFailure(`The ${part.name} could not start.`);
}

const causeOf = ({ signalCode, exitCode }: ChildProcess) => signalCode ?? `exit code ${exitCode}`;

/** Starts a part and waits until it is ready; from then on, starts it again whenever it ends without being asked. */
export async function keepRunning(part: Part, tell: (line: string) => void): Promise<KeptPart> {
  let stopping = false;
  let child = launch(part);

  const watch = async (): Promise<void> => {
    for (;;) {
      const since = Date.now();
      await exitOf(child);
      if (stopping) return;
      tell(`The ${part.name} ended unexpectedly (${causeOf(child)}): starting it again`);
      await sleep(Date.now() - since < shortLife ? shortLife : 200);
      if (stopping) return;
      child = launch(part);
    }
  };

  await whenReady(part, child);
  void watch();
  return {
    stop: async () => {
      stopping = true;
      await end(child);
    },
  };
}
