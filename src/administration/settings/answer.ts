import type { Request, Response } from 'express';
import { z } from 'zod';
import { interruptedBody } from '../../people/interrupted.ts';
import type { Person } from '../../people/person.ts';
import { signedIn } from '../../people/signed-in.ts';
import type { Since } from '../../services/since.ts';
import { type Errors, type Fields, type RenderedField, renderFields } from '../../web/fields.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import { type Form, formOf, type SettingsRow, type Settled, type Request as Settling } from './settle.ts';

/** What a form of settings shows when it comes back. */
export interface Shown {
  body?: unknown;
  errors?: Errors;
  since?: readonly Since[];
  version?: number;
}

/** What the page of a form of settings has besides its frame. */
export interface SettingsPart {
  fields: readonly RenderedField[];
  version: number;
  since: readonly Since[];
  errors: readonly { field: string; message: string }[];
}

export function settingsPart({ fields, choices }: Form, row: SettingsRow, shown: Shown): SettingsPart {
  const errors = shown.errors ?? {};
  return {
    fields: renderFields(fields, { body: shown.body ?? formOf(fields, row), choices, errors }),
    version: shown.version ?? row.version,
    since: shown.since ?? [],
    errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
  };
}

/** What a page of settings does: shows them, changes them, tells what others changed first. */
export interface SettingsPage<F extends Fields> {
  show(req: Request, res: Response, shown: Shown, status?: number): Promise<void>;
  settle(req: Request, request: Settling & { person: Person }): Promise<Settled<F>>;
  /** The form with what others changed meanwhile. */
  merged(req: Request, sent: Pick<Settling, 'version' | 'body'>): Promise<Shown>;
  done: string;
}

const envelope = z.object({ version: z.coerce.number().int().positive() });

export function showSettings<F extends Fields>(page: SettingsPage<F>, req: Request, res: Response) {
  const body = interruptedBody(req, res);
  return page.show(req, res, body === undefined ? {} : { body });
}

/** Changes the settings, or brings the form back: with its faults, or with what others changed meanwhile. */
export async function changeSettings<F extends Fields>(page: SettingsPage<F>, now: Date, req: Request, res: Response) {
  const sent = envelope.safeParse(req.body);
  if (!sent.success) return res.redirect(303, req.originalUrl);
  const { version } = sent.data;
  const { body } = req as { body: unknown };
  const person = signedIn(res);
  const result = await page.settle(req, { person, version, body, now });
  if (result.kind === 'invalid') return page.show(req, res, { body, errors: result.errors, version }, 422);
  if (result.kind === 'stale') return page.show(req, res, await page.merged(req, { version, body }), 409);
  const text = result.changed.length === 0 ? 'Rien n’a changé.' : page.done;
  flash(req, { tone: 'ok', text: translatorOf(res)(text) });
  res.redirect(303, req.originalUrl);
}
