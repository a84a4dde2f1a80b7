import type { Db } from '../db/connection.ts';
import type { IdentifiedPeople } from '../people/identify.ts';
import { type Errors, parseFields } from '../web/fields.ts';
import type { Translate } from '../web/words.ts';
import type { TicketAction } from './actions/define.ts';
import { askedFields } from './asked-fields.ts';
import { choicesFor } from './choices.ts';
import { lookUp } from './lookups.ts';
import type { Situation } from './situation.ts';

interface FormSent {
  body: unknown;
  t: Translate;
  identified?: IdentifiedPeople;
  timeZone?: string;
}

/** What a form of this action says, once read and looked up; or the reason beside each faulty field. */
export async function readForm(
  db: Db,
  action: TicketAction,
  situation: Situation,
  request: FormSent,
): Promise<{ ok: true; input: object } | { ok: false; errors: Errors }> {
  const fields = askedFields(action.fields, situation);
  const parsed = parseFields(fields, request.body, await choicesFor(db, fields, situation, request.t));
  if (!parsed.ok) return parsed;
  const found = await lookUp(db, fields, parsed.input, situation, request);
  if (!found.ok) return found;
  const errors = action.faults?.(situation, found.input) ?? {};
  return Object.keys(errors).length === 0 ? found : { ok: false, errors };
}
