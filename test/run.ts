import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { buildAssets } from '../src/web/build-assets.ts';
import { parts } from './parts.ts';
import { findChromium } from './support/chromium.ts';

// found once, and before the tests: installing it takes minutes on a bare machine, and no test may wait for that
const { choice } = await findChromium();
await buildAssets();

// what a failed test has left open must not keep the run from ending
const longestMs = 45 * 60_000;

// room for the young: pages asked for by the thousand leave much to throw away, and little to keep
const node = ['--max-semi-space-size=64', '--import', 'tsx'];

/** A process for each part: they wait for the browser and for PostgreSQL half of their time. Their lines are not mixed. */
async function runTests(part: string, stdio: 'inherit' | 'pipe'): Promise<number> {
  const tests = spawn(process.execPath, [...node, '--test-reporter=spec', path.join(import.meta.dirname, 'all.ts')], {
    stdio: ['ignore', stdio, 'inherit'],
    timeout: longestMs,
    env: { ...process.env, CHROMIUM_PATH: choice, PART: part },
  });
  const lines: Buffer[] = [];
  tests.stdout?.on('data', (line: Buffer) => lines.push(line));
  const [code] = await once(tests, 'close');
  process.stdout.write(Buffer.concat(lines));
  return code ?? 1;
}

const wanted = process.env.TESTS === undefined ? [...parts, 'rest'] : ['all'];
const codes = await Promise.all(wanted.map((part, rank) => runTests(part, rank === 0 ? 'inherit' : 'pipe')));
process.exitCode = Math.max(...codes);
