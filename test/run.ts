import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { buildAssets } from '../src/web/build-assets.ts';
import { findChromium } from './support/chromium.ts';

// found once, and before the tests: installing it takes minutes on a bare machine, and no test may wait for that
const { choice } = await findChromium();
await buildAssets();

// what a failed test has left open must not keep the run from ending
const longestMs = 45 * 60_000;

const tests = spawn(
  process.execPath,
  ['--import', 'tsx', '--test', '--test-reporter=spec', path.join(import.meta.dirname, 'all.ts')],
  { stdio: 'inherit', timeout: longestMs, env: { ...process.env, CHROMIUM_PATH: choice } },
);
const [code] = await once(tests, 'exit');
process.exitCode = code ?? 1;
