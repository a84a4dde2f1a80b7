import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import ejs from 'ejs';
import { catalogue } from '../src/tickets/actions/index.ts';
import { renderTemplate } from '../src/web/views.ts';

const root = path.join(import.meta.dirname, '..');

const filesUnder = async (folder: string, extension: RegExp) =>
  (await readdir(path.join(root, folder), { recursive: true }))
    .filter((file) => extension.test(file))
    .map((file) => path.join(folder, file));

const sourcesOf = async (folder: string, extension: RegExp) =>
  Promise.all(
    (await filesUnder(folder, extension)).map(async (file) => ({
      file,
      source: await readFile(path.join(root, file), 'utf8'),
    })),
  );

const views = await sourcesOf('views', /\.ejs$/);
const code = await sourcesOf('src', /\.ts$/);

describe('The architecture', () => {
  it('prints raw HTML only from an include, the layout, sanitised rich text, or an icon that we draw', () => {
    const allowed = /^<%-\s*(?:include\(|page\.piece\(|page\.richText\(|page\.picture\(|richText\()/;
    for (const { file, source } of views) {
      const raw = [...source.matchAll(/<%-.*/g)].map(([tag]) => tag).filter((tag) => !allowed.test(tag));
      const expected = file === path.join('views', 'layout.ejs') ? ['<%- page.body %>'] : [];
      assert.deepEqual(raw, expected, file);
    }
  });

  it('never tells actions apart by their names, outside of the file of each', () => {
    const names = catalogue.map(({ name }) => name).filter((name) => name !== 'file');
    const literal = `['"\`](?:${names.join('|')})['"\`]`;
    const comparison = new RegExp(`(?:case\\s+${literal}|[=!]==?\\s*${literal}|${literal}\\s*[=!]==?)`);
    // of a comment that one may not read nothing is left, whereas other acts leave their line
    const known = path.join('src', 'monitoring', 'news.ts');
    for (const { file, source } of [...code, ...views]) {
      if (file.includes(path.join('tickets', 'actions')) || file.includes(path.join('src', 'demo'))) continue;
      const found = source.split('\n').filter((line) => comparison.test(line));
      assert.deepEqual(found.length > (file === known ? 1 : 0) ? found : [], [], file);
    }
  });

  it('compiles every view, and a misspelt name of its model is an error, not a blank', async () => {
    for (const { file, source } of views) {
      const options = { strict: true, _with: false, localsName: 'page', filename: path.join(root, file) };
      assert.doesNotThrow(() => ejs.compile(source, options), file);
    }
    const model = { t: (text: string) => text, title: 'Titre', messsage: 'Message', values: {} };
    await assert.rejects(renderTemplate('error', { ...model, t: () => undefined }, false), /does not have/);
  });

  it('draws no page without its model', async () => {
    for (const { file } of views.filter(({ file }) => !file.includes('partials'))) {
      const view = file.slice('views/'.length, -'.ejs'.length);
      await assert.rejects(renderTemplate(view, {}, false), `${view} renders without any model`);
    }
  });

  it('keeps what is not in the repository out of it', async () => {
    const elsewhere = ['..', 'shared'].join('/');
    const all = [
      ...code,
      ...views,
      ...(await sourcesOf('test', /\.ts$/)),
      ...(await sourcesOf('public/scripts', /\.js$/)),
    ];
    for (const { file, source } of all) assert.ok(!source.includes(elsewhere), file);
  });

  it('runs no inline script and sets no inline style in a page', () => {
    for (const { file, source } of views.filter(({ file }) => !file.includes('emails'))) {
      assert.doesNotMatch(source, /<script(?![^>]*\ssrc=)/, file);
      assert.doesNotMatch(source, /\s(?:style|on(?:click|load|submit|change|input))=/, file);
      assert.doesNotMatch(source, /(?:src|href)="https?:/, file);
    }
  });

  it('writes each action in its own words: no two files share six lines', async () => {
    const actions = code.filter(({ file }) => file.includes(path.join('tickets', 'actions')));
    const seen = new Map<string, string>();
    for (const { file, source } of actions) {
      const lines = source
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('import'));
      for (let start = 0; start + 6 <= lines.length; start++) {
        const six = lines.slice(start, start + 6).join('\n');
        assert.equal(seen.get(six) ?? file, file, `${file} repeats:\n${six}`);
        seen.set(six, file);
      }
    }
  });

  it('limits the memory of node alike, whatever starts the web process and the worker', async () => {
    const read = (file: string) => readFile(path.join(root, file), 'utf8');
    const { scripts } = JSON.parse(await read('package.json'));
    const [, limits] = /^node (--max-.+) dist\/src\/main\.js$/.exec(scripts.web) ?? [];
    assert.equal(scripts.worker, `node ${limits} dist/src/worker.js`);
    assert.ok((await read('Dockerfile')).includes(`ENV NODE_OPTIONS="${limits}"`));
    assert.ok((await read('.env.example')).includes(`NODE_OPTIONS=${limits}\n`));
  });

  it('keeps files short enough to be read', () => {
    for (const { file, source } of code) assert.ok(source.split('\n').length <= 230, file);
  });
});
