import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../failure.ts';

const procFile = (pid: number, name: string) => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
};

const ps = (pid: number, column: string) => {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
};

const hasProc = existsSync('/proc/self/stat');

/** The fields after the command, which stands in brackets and may hold anything. */
const statFields = (pid: number) =>
  procFile(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');

const isZombie = (pid: number) => (hasProc ? statFields(pid)[0] === 'Z' : ps(pid, 'stat').startsWith('Z'));

export const commandOf = (pid: number) => (hasProc ? procFile(pid, 'cmdline').replaceAll('\0', ' ') : ps(pid, 'args'));

/** With its number, what tells a process from a later one that was given the same number. */
export const startOf = (pid: number) => (hasProc ? (statFields(pid)[19] ?? '') : ps(pid, 'lstart'));

/** A dead process that its parent has not collected yet does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false;
  }
  return !isZombie(pid);
}

export async function isGoneWithin(milliseconds: number, pid: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; isAlive(pid); await sleep(50)) if (Date.now() > end) return false;
  return true;
}
