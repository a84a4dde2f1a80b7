import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface Chromium {
  /** What CHROMIUM_PATH would say to find the same again. */
  choice: string;
  executable: string;
  /** Libraries that a browser from a package brings along; for it alone, they would disturb Postgres. */
  env: NodeJS.ProcessEnv;
}

const debian = '/usr/bin/chromium';
const packaged = 'packaged';

const installed = (executable: string): Chromium => ({ choice: executable, executable, env: {} });

/** Chromium from npm, unpacked in the temporary folder. It settles its libraries when it is imported. */
async function unpack(): Promise<Chromium> {
  const before = { ...process.env };
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs20.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  const executable = await chromium.executablePath();
  const { LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env;
  process.env = before;
  return { choice: packaged, executable, env: { LD_LIBRARY_PATH, FONTCONFIG_PATH } };
}

/** Root on a Debian: the browser comes from its packages. True when it is there. */
function installFromDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.log('The browser tests need Chromium: installing it with apt-get.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args: string[]) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  run('update', '-q');
  run('install', '-q', '-y', '--no-install-recommends', 'chromium');
  return existsSync(debian);
}

/**
 * The browser of the tests: CHROMIUM_PATH (`packaged` forces the one from npm), Debian's, Debian's once installed, or
 * the one from npm.
 */
export async function findChromium(): Promise<Chromium> {
  const wanted = process.env.CHROMIUM_PATH ?? '';
  if (wanted === packaged) return unpack();
  if (wanted !== '') return installed(wanted);
  if (existsSync(debian) || installFromDebian()) return installed(debian);
  console.log('The browser tests use the Chromium of the package @sparticuz/chromium.');
  return unpack();
}
