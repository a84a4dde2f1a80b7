import type { Request, Response } from 'express';
import { received, uploadFault } from '../../web/uploads.ts';
import { type Redrawn, redrawn } from './redrawn.ts';

const notPicture = 'Ce fichier n’est pas une image PNG, JPEG, GIF ou WebP lisible.';

type ReceivedImage = { ok: true; image: Redrawn } | { ok: false; reason: string };

/** The image that came, drawn again, or why there is none. */
export async function receivedImage(req: Request, res: Response): Promise<ReceivedImage> {
  const fault = uploadFault(res);
  const [file] = received(req);
  const image = file === undefined ? null : await redrawn(file.path);
  if (fault !== undefined) return { ok: false, reason: fault };
  if (file === undefined) return { ok: false, reason: 'Choisissez une image.' };
  return image === null ? { ok: false, reason: notPicture } : { ok: true, image };
}
