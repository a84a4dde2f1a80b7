import type { Request } from 'express';
import { csrfToken } from '../web/csrf.ts';
import { regenerateSession, saveSession } from '../web/session.ts';

/** A new session for the one who has proved who he is: whoever knew the id of the old one holds nothing. */
export async function openSession(req: Request, personId: number): Promise<void> {
  const { interrupted } = req.session;
  await regenerateSession(req);
  req.session.personId = personId;
  if (interrupted !== undefined) req.session.interrupted = interrupted;
  csrfToken(req, { id: personId });
  await saveSession(req);
}
