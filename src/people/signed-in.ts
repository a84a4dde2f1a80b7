import type { RequestHandler, Response } from 'express';
import { readWithSession, regenerateSession } from '../web/session.ts';
import type { Person } from './person.ts';

declare module 'express-session' {
  interface SessionData {
    personId: number;
  }
}

/** Who made the request. Only for routes that require it: elsewhere there may be nobody. */
export function signedIn(res: Response): Person {
  const { person } = res.locals;
  if (!person) throw new Error('This route is open to people who did not sign in');
  return person as Person;
}

/** Sets `res.locals.person`, anew for each request: a right withdrawn is withdrawn at once. */
export const loadPerson: RequestHandler = async (req, res, next) => {
  const { personId } = req.session;
  res.locals.person = (readWithSession(req) as Person | null | undefined) ?? null;
  if (personId !== undefined && res.locals.person === null) await regenerateSession(req);
  next();
};
