import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { wordsUsed } from './support/words-used.ts';

const read = async (name: string): Promise<Record<string, string>> =>
  JSON.parse(await readFile(new URL(`../locales/${name}.json`, import.meta.url), 'utf8'));

const english = await read('en');
const french = await read('fr');
const plural = /_(zero|one|many|other)$/;

describe('The words on the screen', () => {
  it('all have their English', async () => {
    const missing = (await wordsUsed()).filter(
      (text) => english[text] === undefined && english[`${text}_other`] === undefined,
    );
    assert.deepEqual(missing, []);
  });

  it('keep in English the values that they show in French', () => {
    const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    for (const [text, translation] of Object.entries(english)) {
      if (!plural.test(text)) assert.deepEqual(values(translation), values(text), text);
    }
  });

  it('have their plural forms in both languages', () => {
    const stems = (words: Record<string, string>) =>
      [
        ...new Set(
          Object.keys(words)
            .filter((key) => plural.test(key))
            .map((key) => key.replace(plural, '')),
        ),
      ].sort();
    assert.deepEqual(stems(french), stems(english));
  });
});
