import { rm } from 'node:fs/promises';
import { isDrawn, openPicture } from '../web/redraw.ts';

const shapes = {
  view: { side: 2000, quality: 86 },
  thumbnail: { side: 360, quality: 74 },
} as const;
export type Shape = keyof typeof shapes;

export const isShape = (text: string): text is Shape => Object.hasOwn(shapes, text);

/** Where what was made from a stored file lies, beside it. */
export const imagePath = (stored: string, shape: Shape) => `${stored}.${shape}.webp`;

export const imagePaths = (stored: string) => Object.keys(shapes).map((shape) => imagePath(stored, shape as Shape));

/**
 * Draws the picture of a stored file again, to be shown without anything else that the file holds: no place, no device,
 * no colour profile, no second document. Answers the size of what is shown, or null when there is nothing to show.
 */
export async function makeImages(stored: string, type: string): Promise<{ width: number; height: number } | null> {
  if (!isDrawn(type)) return null;
  const draw = async (shape: Shape) => {
    const { side, quality } = shapes[shape];
    const picture = await openPicture(stored);
    return picture
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
