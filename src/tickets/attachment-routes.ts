import { z } from 'zod';
import { rows } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { NotFound } from '../web/errors.ts';
import { routes } from '../web/routes.ts';
import { type StoredFile, storedPath } from './attachments.ts';
import type { TicketDeps } from './opened.ts';
import { situationOf } from './situation.ts';
import { mayOpen, mayRead } from './visibility.ts';

const noSuchFile = () => new NotFound('Ce fichier n’existe pas ou ne vous est pas visible.');

/** A stored file goes out as something to keep, never as a page of ours. */
export function attachmentRoutes({ db, now, files }: TicketDeps) {
  const router = routes('signed-in');
  router.get('/attachments/:id', async (req, res) => {
    const id = z.uuid().safeParse(req.params.id);
    if (!id.success) throw noSuchFile();
    const [file] = await rows<StoredFile & { ticketId: number }>(
      db,
      'select id, ticket_id, name, size, type, audience, uploader_id from attachments where id = :id and ticket_id is not null and deleted_at is null',
      { id: id.data },
    );
    const situation = file && (await situationOf(db, file.ticketId, signedIn(res), now()));
    if (!file || !situation || !mayOpen(situation.ticket, situation.standing)) throw noSuchFile();
    const entry = { audience: file.audience, authorId: file.uploaderId };
    if (!mayRead(entry, situation.ticket, situation.standing)) throw noSuchFile();

    res.attachment(file.name);
    res.set({
      'Content-Security-Policy': 'sandbox',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    });
    res.type(file.type);
    res.sendFile(storedPath(files.dir, file.id), { cacheControl: false, dotfiles: 'allow', acceptRanges: true });
  });
  return router;
}
