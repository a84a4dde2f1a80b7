import type { Request, Response } from 'express';
import type { Db } from '../../db/connection.ts';
import { signedIn } from '../../people/signed-in.ts';
import { administered } from '../../services/administered.ts';
import type { Since } from '../../services/since.ts';
import { type Choices, type Errors, type Fields, type RenderedField, renderFields } from '../../web/fields.ts';
import { page, translatorOf } from '../../web/page.ts';
import { type ServicePage, serviceIdOf, servicePage } from '../service-tabs.ts';

interface ActPage extends ServicePage {
  heading: string;
  consequence: string;
  button: string;
  back: string;
  fields: readonly RenderedField[];
  danger: boolean;
  /** Of the category that is acted upon; null when there is none yet. */
  version: number | null;
  since: readonly Since[];
}

const actPage = page<ActPage>('services/categories/act');

/** The form of one act on the tree of a service. */
export interface ActForm {
  heading: string;
  consequence: string;
  button: string;
  back: string;
  fields: Fields;
  choices?: Choices;
  start?: Partial<Record<string, string>>;
  danger?: boolean;
  version?: number;
}

interface Shown {
  body?: unknown;
  errors?: Errors;
  /** What others did of the category meanwhile. */
  since?: readonly Since[];
}

/** For who has the privilege to manage the categories. */
export async function showAct(
  db: Db,
  req: Request,
  res: Response,
  form: ActForm,
  { body, errors = {}, since }: Shown = {},
) {
  const person = signedIn(res);
  const id = serviceIdOf(req);
  await administered(db, person, id, 'manage-categories');
  const frame = await servicePage(db, translatorOf(res), { person, id, tab: '/categories' });
  const { fields, choices = {}, start = {}, danger = false, version = null, ...words } = form;
  const shown = renderFields(fields, { ...(body === undefined ? {} : { body }), start, choices, errors });
  const faults = Object.entries(errors).map(([field, message]) => ({ field, message }));
  const model = { ...frame, ...words, fields: shown, errors: faults, danger, version, since: since ?? [] };
  actPage(res, model, since !== undefined ? 409 : faults.length > 0 ? 422 : 200);
}
