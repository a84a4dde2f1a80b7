import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { readServiceFile } from './administration/service-file/format.ts';
import { importService } from './administration/service-file/import.ts';
import { peopleOf } from './administration/service-file/people.ts';
import type { Line, LineKind } from './administration/service-file/report.ts';
import { configOrExit, databaseOrExit } from './config.ts';
import { connect } from './db/connection.ts';
import { openDirectory } from './people/directory/directory.ts';
import type { PeopleSources } from './people/find.ts';
import { translator } from './web/words.ts';

const t = translator('fr');
const marks: Record<LineKind, string> = { created: '+', changed: '~', skipped: '!', left: '=' };

const said = (value: string | null) => (value === null ? t('rien') : t(value));

const written = ({ kind, about, what, setting, before, after, reason }: Line) =>
  [
    `${marks[kind]} ${about} (${t(what)})`,
    ...(setting === null ? [] : [t(setting)]),
    ...(reason === null ? [] : [t(reason)]),
    ...(setting === null || reason !== null ? [] : [`${said(before)} → ${said(after)}`]),
  ].join(' · ');

const usage =
  'npm run services:import -- FICHIER.json… [--apply]\nSans --apply, montre ce qui serait fait et ne fait rien.';

/** Imports one file, or tells what that would do. Answers whether it could be read. */
async function importFile(sources: PeopleSources, name: string, apply: boolean): Promise<boolean> {
  const read = readServiceFile(await readFile(name, 'utf8'));
  const at = sources.now();
  const result = read.ok
    ? await importService(sources.db, {
        file: read.file,
        people: await peopleOf(sources, read.file),
        actorId: null,
        at,
        apply,
      })
    : null;
  const faults = read.ok ? (result?.faults ?? []) : read.faults;
  console.log(`\n${name}`);
  for (const { path, message, values } of faults) console.error(`  ${path || name} : ${t(message, values)}`);
  if (result === null || faults.length > 0) return false;
  for (const line of result.lines) console.log(`  ${written(line)}`);
  const done = result.lines.filter(({ kind }) => kind === 'created' || kind === 'changed').length;
  console.log(`  ${result.applied ? 'Fait' : 'Essai'} : ${done} (+ créé, ~ modifié, ! impossible, = laissé)`);
  return true;
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const files = args.filter((arg) => !arg.startsWith('--'));
  const unknown = args.filter((arg) => arg.startsWith('--') && arg !== '--apply');
  if (files.length === 0 || unknown.length > 0) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const config = configOrExit();
  const db = connect(databaseOrExit(config), 2);
  const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  const directory = config.directory && openDirectory(config.directory, (error) => log.warn(error));
  const sources = { db, directory, outsiders: config.outsiders, now: () => new Date(), log };
  try {
    for (const name of files) if (!(await importFile(sources, name, args.includes('--apply')))) process.exitCode = 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message || error.name : error);
    process.exitCode = 1;
  } finally {
    await db.destroy();
  }
}

await main();
