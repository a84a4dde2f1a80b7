import { readdirSync, readFileSync } from 'node:fs';

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const entries = (path: string) => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};

/** CPU that a process has used so far in all its threads, in milliseconds. */
const cpuOf = (pid: number) =>
  entries(`/proc/${pid}/task`).reduce((sum, task) => {
    const spent = read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0];
    return sum + Number(spent || 0) / 1e6;
  }, 0);

const parentOf = (pid: string) => Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]);

const childrenOf = (pid: number) =>
  entries('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);

/** Writing dirty pages out at its own pace is not the cost of a request. */
const isBackground = (pid: number) => /checkpointer|background writer|autovacuum/.test(read(`/proc/${pid}/cmdline`));

/** CPU clocks of the processes that serve a request, `web` and the backends of Postgres, apart. */
export interface Cpu {
  web: number;
  database: number;
}

export const cpuOfRequest = (web: number, postmaster: number): Cpu => ({
  web: cpuOf(web),
  database: childrenOf(postmaster)
    .filter((pid) => !isBackground(pid))
    .reduce((sum, pid) => sum + cpuOf(pid), 0),
});

/** Memory of a process, what it shares divided between those who share it, in mebibytes. */
export const memoryOf = (pid: number) =>
  Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? Number.NaN) / 1024;
