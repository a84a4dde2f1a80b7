import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type sharpModule from 'sharp';

/** Pictures that are shown; everything else is only downloaded. */
const drawn = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** A picture larger than this once unpacked, however small its file, is not unpacked. */
const mostPixels = 50_000_000;
const patience = 15;

const shapes = {
  view: { side: 2000, quality: 86 },
  thumbnail: { side: 360, quality: 74 },
} as const;
export type Shape = keyof typeof shapes;

export const isShape = (text: string): text is Shape => Object.hasOwn(shapes, text);

/** Where what was made from a stored file lies, beside it. */
export const imagePath = (stored: string, shape: Shape) => `${stored}.${shape}.webp`;

export const imagePaths = (stored: string) => Object.keys(shapes).map((shape) => imagePath(stored, shape as Shape));

let loading: Promise<typeof sharpModule> | null = null;

/** Loaded with the first picture. Its work is done by native threads, on fewer of them than there are processors. */
const loadSharp = () => {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    // whatever a file pretends, no other decoder ever reads it
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: ['Png', 'Jpeg', 'Nsgif', 'Webp'].map((kind) => `VipsForeignLoad${kind}File`) });
    sharp.concurrency(Math.max(1, Math.floor(availableParallelism() / 2)));
    return sharp;
  });
  return loading;
};

/**
 * Draws the picture of a stored file again, to be shown without anything else that the file holds: no place, no device,
 * no colour profile, no second document. Answers the size of what is shown, or null when there is nothing to show.
 */
export async function makeImages(stored: string, type: string): Promise<{ width: number; height: number } | null> {
  if (!drawn.has(type)) return null;
  const sharp = await loadSharp();
  const draw = async (shape: Shape) => {
    const { side, quality } = shapes[shape];
    return sharp(stored, { limitInputPixels: mostPixels, failOn: 'error', autoOrient: true, sequentialRead: true })
      .timeout({ seconds: patience })
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality })
      .toFile(imagePath(stored, shape));
  };
  try {
    const { width, height } = await draw('view');
    await draw('thumbnail');
    return { width, height };
  } catch {
    // damaged, too large once unpacked, or not what its first bytes say: it can be downloaded all the same
    await Promise.all(imagePaths(stored).map((file) => rm(file, { force: true })));
    return null;
  }
}
