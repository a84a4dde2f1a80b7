import { availableParallelism } from 'node:os';
import type sharpModule from 'sharp';

/** Pictures that are shown; everything else is only downloaded. */
const drawn: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export const isDrawn = (type: string) => drawn.has(type);

/** A picture larger than this once unpacked, however small its file, is not unpacked. */
const mostPixels = 50_000_000;
const patience = 15;

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

/** A picture of a file, to be drawn again without anything else that the file holds. */
export async function openPicture(file: string) {
  const sharp = await loadSharp();
  const limits = { limitInputPixels: mostPixels, failOn: 'error', autoOrient: true, sequentialRead: true } as const;
  return sharp(file, limits).timeout({ seconds: patience });
}
