import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import sirv from 'sirv';
import { root } from './root.ts';

export const assetsFolder = join(root, 'public', 'assets');

/** Written by `buildAssets`: the served name of each file, and the icons that the sprite holds. */
export interface Manifest {
  /** Digest of all that the assets are made from. */
  made: string;
  files: Record<string, string>;
  icons: readonly string[];
}

let manifest: Manifest | undefined;
let icons: ReadonlyMap<string, string> = new Map();

function read(): Manifest {
  if (manifest === undefined) {
    manifest = JSON.parse(readFileSync(join(assetsFolder, 'manifest.json'), 'utf8')) as Manifest;
    const sprite = `/assets/${manifest.files['icons.svg']}`;
    icons = new Map(manifest.icons.map((name) => [name, `${sprite}#${name}`]));
  }
  return manifest;
}

/** After a rebuild in the same process. */
export const forgetManifest = () => {
  manifest = undefined;
};

/** Address of `app.css`, `app.js`, `editor.js`, `logo.svg`… */
export function asset(name: string): string {
  const file = read().files[name];
  if (file === undefined) throw new Error(`No asset is named ${name}`);
  return `/assets/${file}`;
}

/** Address of an icon of Bootstrap Icons, for `<use href>`. */
export function icon(name: string): string {
  if (manifest === undefined) read();
  const address = icons.get(name);
  if (address === undefined) throw new Error(`No icon is named ${name}`);
  return address;
}

/** To mount on `/assets`. The names carry a digest, so a browser never asks twice. */
export const assetsMiddleware = (): RequestHandler =>
  sirv(assetsFolder, { dev: false, etag: false, maxAge: 31_536_000, immutable: true, brotli: true, gzip: true });
