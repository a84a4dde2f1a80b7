import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { ExpectedError } from '../../web/errors.ts';
import type { Errors } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';
import type { TicketAction } from '../actions/define.ts';
import { draftFiles } from '../attachments.ts';
import { type ActionResult, performAction } from '../perform.ts';
import type { Situation } from '../situation.ts';
import type { Chosen } from './chosen.ts';
import { copyFiles, forgetDraft } from './files.ts';
import { bodyFor } from './one-form.ts';
import { tellTogether } from './tell.ts';
import { hidden, type Told, told } from './weigh.ts';
import { whyNot } from './why-not.ts';

interface Acting {
  db: Db;
  /** Where files are kept. */
  filesDir: string;
  person: Person;
  action: TicketAction;
  body: unknown;
  batch: string;
  now: Date;
  t: Translate;
}

/** What became of one ticket; `again` when the same could be tried once more. */
export interface Deed extends Told {
  again: boolean;
  warnings: readonly string[];
}

const nothing = { again: false, warnings: [] };

const reasons = (errors: Errors, t: Translate) =>
  Object.values(errors)
    .map((error) => t(error))
    .join(' ');

function toldOf(id: number, result: ActionResult, { action, t }: Acting): Deed {
  switch (result.kind) {
    case 'done':
      return {
        ...told(result.situation, null),
        again: false,
        warnings: result.warnings.map(({ text, values }) => t(text, values)),
      };
    case 'not-found':
      return { ...nothing, ...hidden(id, t) };
    case 'not-offered':
      return { ...nothing, ...told(result.situation, whyNot(action, result.situation, t)) };
    case 'stale':
      return { ...nothing, ...told(result.situation, t('Il a changé entre-temps.')), again: true };
    case 'invalid':
      return { ...nothing, ...told(result.situation, reasons(result.errors, t)), again: true };
  }
}

/**
 * Each ticket by itself: its own transaction, its right and its version asked again, its own copy of the files. The others
 * go on without it.
 */
export async function actOnEach(
  acting: Acting,
  chosen: readonly Chosen[],
  known: readonly Situation[],
): Promise<Deed[]> {
  const { db, filesDir, person, action, body, batch, now, t } = acting;
  const telling = tellTogether({ batch, tickets: chosen.map(({ id }) => id) });
  const hasFiles = (await draftFiles(db, batch, person.id)).length > 0;
  const deeds: Deed[] = [];
  for (const { id, version } of chosen) {
    const situation = known.find(({ ticket }) => ticket.id === id);
    const own = situation === undefined ? body : bodyFor(action, situation, { body, writer: person.displayName });
    const request = { ticketId: id, action: action.name, actor: person, body: own, version, batch, now, t };
    const place = { draftId: batch, personId: person.id };
    const draft = hasFiles && situation !== undefined ? await copyFiles(db, filesDir, { ...place, now }) : null;
    try {
      const files = draft === null ? {} : { draft };
      deeds.push(toldOf(id, await performAction(db, { ...request, ...files, tell: telling.one }), acting));
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      const reason = t(error.message, error.values);
      deeds.push({ ...nothing, ...(situation ? told(situation, reason) : { ...hidden(id, t), reason }), again: true });
    } finally {
      if (draft !== null) await forgetDraft(db, filesDir, { ...place, draftId: draft });
    }
  }
  if (deeds.some(({ reason }) => reason === null)) await telling.all(db);
  return deeds;
}
