import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import type { PeopleSources } from '../people/find.ts';
import { signedIn } from '../people/signed-in.ts';
import { NotFound } from '../web/errors.ts';
import { translatorOf } from '../web/page.ts';
import type { PageTools } from './action-form.ts';
import type { AlertsOf } from './alerts.ts';
import { type Situation, situationOf } from './situation.ts';
import { mayOpen } from './visibility.ts';

export interface TicketDeps {
  db: Db;
  now: () => Date;
  /** Of the institution. */
  timeZone: string;
  people: PeopleSources;
  /** Where people reach the portal, without a slash at the end. */
  publicUrl: string;
  alertsOf: AlertsOf;
  /** Where files are kept and where they arrive; how many in a form, how large each and together (bytes). */
  files: { dir: string; incoming: string; count: number; sizeEach: number; total: number };
}

const ticketParams = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

export const ticketNotFound = (id: string | number) =>
  new NotFound('Le ticket n°{{id}} n’existe pas ou ne vous est pas visible.', { id });

export const parseTicketId = (params: unknown) => {
  const parsed = ticketParams.safeParse(params);
  if (!parsed.success) throw ticketNotFound(String((params as { id?: string }).id ?? ''));
  return parsed.data.id;
};

/** The situation of the reader in front of a ticket that he may open; else 404, as for a number that does not exist. */
export async function visibleSituation(deps: TicketDeps, req: Request, res: Response): Promise<Situation> {
  const id = parseTicketId(req.params);
  const situation = await situationOf(deps.db, id, signedIn(res), deps.now());
  if (situation === null || !mayOpen(situation.ticket, situation.standing)) throw ticketNotFound(id);
  return situation;
}

export const pageTools = (deps: TicketDeps, res: Response): PageTools => ({
  db: deps.db,
  t: translatorOf(res),
  fileLimits: deps.files,
  people: deps.people,
  reader: signedIn(res),
});
