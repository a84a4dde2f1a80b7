import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { assetsFolder, forgetManifest, type Manifest } from './assets.ts';
import { pictogramNames } from './pictograms.ts';
import { root } from './root.ts';

const require = createRequire(import.meta.url);
const packageFolder = (name: string) => dirname(require.resolve(`${name}/package.json`));

const sources = {
  styles: join(root, 'public', 'styles'),
  scripts: join(root, 'public', 'scripts'),
  images: join(root, 'public', 'images'),
  icons: join(packageFolder('bootstrap-icons'), 'icons'),
  fonts: join(packageFolder('@fontsource-variable/atkinson-hyperlegible-next'), 'files'),
  trix: join(root, 'node_modules', 'trix', 'dist', 'trix.umd.min.js'),
};

interface Made {
  name: string;
  content: Buffer;
}

const filesOf = async (folder: string, extensions: readonly string[]): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && extensions.includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** Where names of icons may be written. */
const iconUsers = async () =>
  [
    ...(existsSync(join(root, 'src')) ? await filesOf(join(root, 'src'), ['.ts']) : []),
    ...(await filesOf(join(root, 'views'), ['.ejs'])),
    ...(await filesOf(sources.scripts, ['.js'])),
  ].filter((path) => !['build-assets.ts', 'pictograms.ts'].includes(basename(path)));

/** What precedes, on its line, a word that names an icon; the name is sometimes one of two. */
const speaksOfIcons = /icon\w*['"]?\s*(?:[:(=]|\?\?)[^;]{0,80}$/i;

/** A quoted word with a hyphen, or one that is said to be an icon: a superfluous one weighs 100 bytes, a missing one breaks a page. */
async function usedIcons(): Promise<string[]> {
  const existing = new Set((await readdir(sources.icons)).map((file) => basename(file, '.svg')));
  const found = new Set<string>();
  for (const path of await iconUsers()) {
    for (const line of (await readFile(path, 'utf8')).split('\n')) {
      for (const { 1: word = '', index } of line.matchAll(/['"`]([a-z0-9]+(?:-[a-z0-9]+)*)['"`]/g)) {
        if (existing.has(word) && (word.includes('-') || speaksOfIcons.test(line.slice(0, index)))) found.add(word);
      }
    }
  }
  return [...found].sort();
}

const hashed = ({ name, content }: Made) => {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 10);
  return `${basename(name, extname(name))}.${digest}${extname(name)}`;
};

const shorter = (number: string) => {
  const rounded = String(Number(Number(number).toFixed(2))).replace(/^0\./, '.');
  // without its point, a number would run into its neighbours
  return rounded.includes('.') ? rounded : number;
};

/** Hundredths are enough for 16 units. Arcs stay as they are: their flags may touch the numbers. */
const coarser = (svg: string) =>
  svg.replace(/ d="[^"]+"/g, (path) => path.replace(/[b-z][^a-z]*/gi, (step) => step.replace(/\d*\.\d+/g, shorter)));

async function spriteOf(name: string, icons: readonly string[]): Promise<Made> {
  const symbols = await Promise.all(
    icons.map(async (icon) => {
      const svg = await readFile(join(sources.icons, `${icon}.svg`), 'utf8');
      const drawing = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1] ?? '';
      return `<symbol id="${icon}" viewBox="0 0 16 16">${coarser(drawing).replace(/\n\s*/g, '')}</symbol>`;
    }),
  );
  const content = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
  return { name, content: Buffer.from(content) };
}

const copied = async (path: string, name = basename(path)): Promise<Made> => ({ name, content: await readFile(path) });

const fonts = () =>
  Promise.all(
    ['latin', 'latin-ext'].map((alphabet) =>
      copied(join(sources.fonts, `atkinson-hyperlegible-next-${alphabet}-wght-normal.woff2`), `${alphabet}.woff2`),
    ),
  );

const images = async () => Promise.all((await filesOf(sources.images, ['.svg'])).map((path) => copied(path)));

const inlined = ({ content }: Made) => `url("data:image/svg+xml,${encodeURIComponent(content.toString().trim())}")`;

/** The stylesheet, where `url(asset:name)` stands for another asset: by its address, or whole when it is a picture. */
async function stylesheet(others: readonly Made[]): Promise<Made> {
  const { compileAsync } = await import('sass');
  const { css } = await compileAsync(join(sources.styles, 'app.scss'), {
    style: 'compressed',
    loadPaths: [join(root, 'node_modules')],
    quietDeps: true,
    silenceDeprecations: ['import'],
  });
  const linked = css.replace(/url\(asset:([^)]+)\)/g, (_, name: string) => {
    const made = others.find((other) => other.name === name);
    if (made === undefined) throw new Error(`The stylesheet names an asset that does not exist: ${name}`);
    return name.endsWith('.svg') ? inlined(made) : `url(/assets/${hashed(made)})`;
  });
  return { name: 'app.css', content: Buffer.from(linked) };
}

/** Indentation and whole-line comments only: what is left compresses as well as minified code of this size. */
const lighter = (code: string) =>
  code
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//') && !line.startsWith('/** '))
    .join('\n');

const together = async (...names: readonly string[]) =>
  lighter((await Promise.all(names.map((name) => readFile(join(sources.scripts, name), 'utf8')))).join('\n'));

async function scripts(): Promise<Made[]> {
  const [app, editor, people, list] = await Promise.all([
    together('app.js', 'ticket.js', 'writing.js'),
    together('editor.js'),
    together('people.js'),
    together('list.js', 'list-refresh.js'),
  ]);
  const trix = await readFile(sources.trix, 'utf8');
  return [
    { name: 'app.js', content: Buffer.from(`(()=>{\n${app}\n})();\n`) },
    { name: 'people.js', content: Buffer.from(`(()=>{\n${people}\n})();\n`) },
    { name: 'list.js', content: Buffer.from(`(()=>{\n${list}\n})();\n`) },
    // one file: the editor is nothing without Trix, and must set it up before it starts
    {
      name: 'editor.js',
      content: Buffer.from(`(()=>{\n${editor}\n})();\n${trix.replace(/\/\/# sourceMappingURL=.*/, '')}`),
    },
  ];
}

async function write(made: Made): Promise<void> {
  const path = join(assetsFolder, hashed(made));
  await writeFile(path, made.content);
  if (extname(path) === '.woff2') return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: made.content.length };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(made.content, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(made.content, { level: 9 }));
}

/** Digest of what the assets are made from: the sources, the icons used, this program, the locked versions. */
async function digestOf(icons: readonly string[]): Promise<string> {
  const paths = [
    ...(await filesOf(join(root, 'public', 'styles'), ['.scss'])),
    ...(await filesOf(sources.scripts, ['.js'])),
    ...(await filesOf(sources.images, ['.svg'])),
    join(root, 'src', 'web', 'build-assets.ts'),
    join(root, 'package-lock.json'),
  ];
  const digest = createHash('sha256').update([...icons, ...pictogramNames].join());
  for (const path of paths.filter(existsSync)) digest.update(await readFile(path));
  return digest.digest('hex');
}

const upToDate = async (made: string): Promise<boolean> => {
  const known = await readFile(join(assetsFolder, 'manifest.json'), 'utf8').catch(() => null);
  if (known === null) return false;
  const manifest = JSON.parse(known) as Manifest;
  return manifest.made === made && Object.values(manifest.files).every((file) => existsSync(join(assetsFolder, file)));
};

/** Pages that are open, and a process not restarted yet, still ask for the files of the build before. */
const keptMs = 7 * 86_400_000;

/** The manifest comes last and whole, then old files go: two builds at once do no harm. */
async function publish(manifest: Manifest): Promise<void> {
  const path = join(assetsFolder, 'manifest.json');
  await writeFile(`${path}.${process.pid}`, JSON.stringify(manifest, null, 2));
  await rename(`${path}.${process.pid}`, path);
  const current = [path, ...Object.values(manifest.files).map((file) => join(assetsFolder, file))];
  for (const name of await readdir(assetsFolder)) {
    const file = join(assetsFolder, name);
    if (current.some((kept) => file.startsWith(kept))) continue;
    const { mtimeMs } = await stat(file);
    if (mtimeMs < Date.now() - keptMs) await rm(file, { force: true });
  }
}

/** Fills `public/assets` from `public/` and the packages. Quick when nothing changed. */
export async function buildAssets(): Promise<void> {
  const icons = await usedIcons();
  const digest = await digestOf(icons);
  if (await upToDate(digest)) return;
  const sprites = [await spriteOf('icons.svg', icons), await spriteOf('pictograms.svg', [...pictogramNames])];
  const others = [...sprites, ...(await fonts()), ...(await images()), ...(await scripts())];
  const all = [...others, await stylesheet(others)];
  await mkdir(assetsFolder, { recursive: true });
  await Promise.all(all.map(write));
  const files = Object.fromEntries(all.map((made) => [made.name, hashed(made)]));
  await publish({ made: digest, files, icons });
  forgetManifest();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildAssets();
