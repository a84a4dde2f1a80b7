import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode, StartFailure } from '../failure.ts';
import { isAlive, startOf } from './running.ts';

const mark = (pid: number) => `${pid} ${startOf(pid)}`;

/** The process that wrote the mark, if it still runs. */
function livingOwner(file: string): number | null {
  const written = readFileSync(file, 'utf8').trim();
  const pid = Number.parseInt(written, 10);
  return pid > 0 && isAlive(pid) && mark(pid) === written ? pid : null;
}

/** One launcher per folder. Returns what gives the folder back; after `kill -9` the next launcher takes it over. */
export function takeFolder(folder: string): () => void {
  const file = path.join(folder, 'owner');
  try {
    writeFileSync(file, mark(process.pid), { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const other = livingOwner(file);
    if (other !== null)
      throw new StartFailure(`${folder} is in use by process ${other}: stop it, or set DATA_DIR to another folder.`);
    writeFileSync(file, mark(process.pid));
  }
  return () => rmSync(file, { force: true });
}
