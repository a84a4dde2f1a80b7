import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { isDrawn, openPicture } from '../../web/redraw.ts';

/** Sharp on dense screens, and small: many may be on one page. */
const side = 64;
const transparent = { r: 0, g: 0, b: 0, alpha: 0 };

export interface Redrawn {
  digest: string;
  picture: Buffer;
}

async function draw(file: string): Promise<Buffer | null> {
  const type = await fileTypeFromFile(file);
  if (type === undefined || !isDrawn(type.mime)) return null;
  try {
    const picture = await openPicture(file);
    return await picture
      .resize({ width: side, height: side, fit: 'contain', background: transparent, withoutEnlargement: true })
      .webp({ quality: 90 })
      .toBuffer();
  } catch {
    // damaged, or too large once unpacked
    return null;
  }
}

/** A received file as the icon made from it, drawn again; null when it is no picture that we draw. The file is removed. */
export async function redrawn(file: string): Promise<Redrawn | null> {
  const picture = await draw(file);
  await rm(file, { force: true });
  return picture && { picture, digest: createHash('sha256').update(picture).digest('hex').slice(0, 32) };
}
