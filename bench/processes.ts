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

/** CPU used so far by the web process, and by each backend of Postgres. */
export interface CpuClock {
  web: number;
  backends: Map<number, number>;
}

/** Milliseconds. */
export interface Cpu {
  web: number;
  database: number;
}

export const readCpu = (web: number, postmaster: number): CpuClock => ({
  web: cpuOf(web),
  backends: new Map(childrenOf(postmaster).flatMap((pid) => (isBackground(pid) ? [] : [[pid, cpuOf(pid)] as const]))),
});

/** A connection that was closed meanwhile had been idle: what it used is not known, and next to nothing. */
export const cpuBetween = (before: CpuClock, after: CpuClock): Cpu => ({
  web: after.web - before.web,
  database: [...after.backends].reduce((sum, [pid, spent]) => sum + spent - (before.backends.get(pid) ?? 0), 0),
});

/** Memory of a process, what it shares divided between those who share it, in mebibytes. */
export const memoryOf = (pid: number) =>
  Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? Number.NaN) / 1024;
