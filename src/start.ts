import path from 'node:path';
import { type Config, configOrExit } from './config.ts';
import { keepPostgres } from './demo/database.ts';
import { StartFailure } from './demo/failure.ts';
import { writableFolder } from './demo/folder.ts';
import { portal, standIns } from './demo/parts.ts';
import { requirePort } from './demo/ports.ts';
import { prepareUniversity, upgradeDatabase } from './demo/prepare.ts';
import { type KeptPart, keepRunning, type Part } from './demo/processes.ts';
import { sessionSecret } from './demo/session-secret.ts';
import { welcome } from './demo/welcome.ts';
import { buildAssets } from './web/build-assets.ts';

const tell = (line: string) => console.log(line);
const started: KeptPart[] = [];
let starting: Promise<unknown> = Promise.resolve();
let stopping = false;

/** Remembers what runs, so that it is stopped in the reverse order. */
async function keep<Kept extends KeptPart>(parts: readonly Promise<Kept>[]): Promise<Kept[]> {
  const settled = Promise.allSettled(parts).then((results) => {
    const kept = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    started.push(...kept);
    return kept;
  });
  starting = settled;
  await settled;
  return Promise.all(parts);
}

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await starting;
  for (const part of started.reverse()) await part.stop();
  process.exit(exitCode);
}

async function openDatabase(config: Config): Promise<string> {
  if (config.databaseUrl !== null) return config.databaseUrl;
  const options = { dir: path.join(config.dataDir, 'postgres'), database: 'guichet', log: tell };
  const [server] = await keep([keepPostgres(options, tell)]);
  return server?.url ?? '';
}

async function start(config: Config): Promise<void> {
  await requirePort(config.port, config.host);
  writableFolder(config.dataDir);
  tell('Starting…');
  const [databaseUrl] = await Promise.all([openDatabase(config), buildAssets()]);
  await upgradeDatabase(databaseUrl);
  const others = await standIns(config, databaseUrl);
  const addresses = { ...others, databaseUrl, sessionSecret: sessionSecret(config.dataDir) };
  if (stopping) return;
  const prepared = prepareUniversity(databaseUrl, config, tell);
  const [worker, web] = portal(config, addresses);
  const run = (part: Part) => keepRunning(part, tell);
  // the worker cleans up files that no ticket has: not before all is there
  await keep([...others.parts.map(run), prepared.then(() => run(worker)), run(web)]);
  if (!stopping) tell(welcome(config, others, await prepared, process.uptime()));
}

function refuseProduction(): void {
  if (process.env.NODE_ENV !== 'production') return;
  console.error(
    'npm start is for demonstration and development. In production: npm run build, npm run migrate, npm run web, npm run worker.',
  );
  process.exit(1);
}

function giveUp(error: unknown): Promise<void> {
  if (!stopping) console.error(error instanceof StartFailure ? error.message : error);
  return stop(1);
}

refuseProduction();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
start(configOrExit()).catch(giveUp);
