import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { after } from 'node:test';
import { parts } from './parts.ts';
import { stopServer } from './support/databases.ts';

// one process for many files: a process each would cost more than the tests themselves
const only = process.env.TESTS?.split(',');
const here = import.meta.dirname;
/** The files of a folder, those of the others that are no part, or all of them. */
const part = process.env.PART ?? 'all';
const partOf = (file: string) => parts.find((name) => file.startsWith(name)) ?? 'rest';
const ofPart = (file: string) => part === 'all' || part === partOf(file);
for (const file of (await readdir(here, { recursive: true })).sort()) {
  if (file.endsWith('.test.ts') && ofPart(file) && (only === undefined || only.some((part) => file.includes(part))))
    await import(path.join(here, file));
}
after(stopServer);
