import { v7 as newId } from 'uuid';
import type { Db } from '../db/connection.ts';
import type { PeopleSources } from '../people/find.ts';
import { peopleShown } from '../people/people-shown-in-fields.ts';
import type { Person } from '../people/person.ts';
import { type Errors, renderFields } from '../web/fields.ts';
import type { Translate } from '../web/words.ts';
import type { TicketAction } from './actions/define.ts';
import { askedFields } from './asked-fields.ts';
import { draftFileView } from './attachments.ts';
import { choicesFor } from './choices.ts';
import type { FileLimits } from './files-shown.ts';
import { actionPath } from './menus.ts';
import type { ActionForm } from './pages.ts';
import type { Situation } from './situation.ts';
import { draftPath } from './writing/drafts.ts';
import { type FormFacts, formFacts } from './writing/form-facts.ts';
import { bodyOfDraft, explained, startingAudience, writingShown } from './writing/writing-shown.ts';

export interface PageTools {
  db: Db;
  t: Translate;
  fileLimits: FileLimits;
  people: PeopleSources;
  reader: Person;
}

/** What came with a form that could not be sent: nothing of it is lost. */
export interface Returned {
  body?: unknown;
  errors?: Errors;
  batch?: string;
  /** What the link had chosen, over what the draft had. */
  chosen?: Record<string, unknown> | undefined;
}

/** The form of an action, as its page and the reply box draw it: as it came back, else with its draft. `read`: its facts, already. */
export async function actionForm(
  { db, t, fileLimits, people: sources, reader }: PageTools,
  action: TicketAction,
  situation: Situation,
  { body: returned, errors, batch: sent, chosen }: Returned = {},
  read?: FormFacts,
): Promise<ActionForm> {
  const asked = askedFields(action.fields, situation);
  const [choices, facts] = await Promise.all([
    choicesFor(db, asked, situation, t),
    read ?? formFacts(db, situation, action.name, sent ?? null),
  ]);
  const draft = returned === undefined ? facts.draft : null;
  const begun = draft === null ? chosen : { ...bodyOfDraft(draft, asked), ...chosen };
  const body = returned ?? begun;
  const batch = sent ?? facts.draft?.id ?? newId();
  const start = action.startsWith?.(situation) ?? {};
  const path = actionPath(situation.ticket.id, action.name, situation.target?.id);
  const { audience } = { ...start, ...(body as Record<string, unknown> | undefined) };
  return {
    name: action.name,
    title: action.label,
    consequence: action.consequence ?? null,
    button: action.button,
    action: path,
    version: situation.ticket.version,
    batch,
    fields: renderFields(asked, {
      body,
      start,
      choices: explained(choices, facts, situation, t),
      people: await peopleShown(sources, { fields: asked, body, seeker: reader, t }),
      ...(errors === undefined ? {} : { errors }),
    }),
    acceptsFiles: action.acceptsFiles,
    fileLimits,
    files: facts.files.map(draftFileView),
    writing: writingShown(facts, situation, {
      path: draftPath(path),
      asked,
      audience: startingAudience(situation, audience),
      batch,
      draftShown: draft,
      t,
    }),
  };
}
