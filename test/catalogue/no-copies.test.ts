import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';

const folder = path.join(import.meta.dirname, '../../src/tickets/actions');
const size = 6;

const blocksOf = (source: string) => {
  const lines = source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('import '));
  return new Set(lines.flatMap((_, at) => (at + size <= lines.length ? [lines.slice(at, at + size).join('\n')] : [])));
};

describe('The files of the actions', () => {
  it(`share no block of ${size} lines`, async () => {
    const seen = new Map<string, string>();
    for (const file of await readdir(folder)) {
      for (const block of blocksOf(await readFile(path.join(folder, file), 'utf8'))) {
        assert.equal(seen.get(block), undefined, `${file} and ${seen.get(block)} share:\n${block}`);
        seen.set(block, file);
      }
    }
  });
});
