import type { Request, Response } from 'express';
import { z } from 'zod';
import { rows } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { NotFound } from '../web/errors.ts';
import { routes } from '../web/routes.ts';
import { type StoredFile, storedPath } from './attachments.ts';
import { imagePath, isShape } from './images.ts';
import type { TicketDeps } from './opened.ts';
import { situationOf } from './situation.ts';
import { mayOpen, mayRead } from './visibility.ts';

const noSuchFile = () => new NotFound('Ce fichier n’existe pas ou ne vous est pas visible.');

const fileSql = `
  select id, ticket_id, name, size, type, audience, uploader_id, width, height from attachments
  where id = :id and ticket_id is not null and deleted_at is null`;

/** The file of this address, if this reader may read it; else 404, as for one that does not exist. */
async function readableFile({ db, now }: TicketDeps, req: Request, res: Response): Promise<StoredFile> {
  const id = z.uuid().safeParse(req.params.id);
  if (!id.success) throw noSuchFile();
  const [file] = await rows<StoredFile & { ticketId: number }>(db, fileSql, { id: id.data });
  const situation = file && (await situationOf(db, file.ticketId, signedIn(res), now()));
  if (!file || !situation || !mayOpen(situation.ticket, situation.standing)) throw noSuchFile();
  const entry = { audience: file.audience, authorId: file.uploaderId };
  if (!mayRead(entry, situation.ticket, situation.standing)) throw noSuchFile();
  return file;
}

/** A stored file goes out as something to keep, never as a page of ours; only pictures that we drew ourselves are shown. */
export function attachmentRoutes(deps: TicketDeps) {
  const { dir } = deps.files;
  const router = routes('signed-in');
  router.get('/attachments/:id', async (req, res) => {
    const file = await readableFile(deps, req, res);
    res.attachment(file.name);
    res.set({
      'Content-Security-Policy': 'sandbox',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    });
    res.type(file.type);
    res.sendFile(storedPath(dir, file.id), { cacheControl: false, dotfiles: 'allow', acceptRanges: true });
  });

  router.get('/attachments/:id/:shape', async (req, res) => {
    const file = await readableFile(deps, req, res);
    const { shape } = req.params;
    if (file.width === null || typeof shape !== 'string' || !isShape(shape)) throw noSuchFile();
    res.set({
      'Content-Disposition': 'inline',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      // kept by the browser, but asked again each time: the right to see it may be gone
      'Cache-Control': 'private, no-cache',
    });
    res.type('image/webp');
    res.sendFile(imagePath(storedPath(dir, file.id), shape), { cacheControl: false, dotfiles: 'allow' });
  });
  return router;
}
