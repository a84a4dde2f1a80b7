import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { type Choices, type Errors, renderFields } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';
import { draftFileView } from '../attachments.ts';
import type { FileLimits } from '../files-shown.ts';
import { personView } from '../people-shown.ts';
import type { Situation } from '../situation.ts';
import { bodyOfDraft, cannedShown } from '../writing/writing-shown.ts';
import type { Deed } from './act.ts';
import { type BulkDraft, stillChosen } from './draft.ts';
import { bulkFacts } from './facts.ts';
import { listAddress } from './list-address.ts';
import { oneForm } from './one-form.ts';
import type { Operation } from './operations.ts';
import type { BulkPage, BulkReportPage } from './pages.ts';
import { explainedForAll } from './readers.ts';
import { placeOf, type Weighed } from './weigh.ts';

export interface Asked {
  name: string;
  operation: Operation;
  back: string;
  t: Translate;
}

const shown = ({ name, operation: { label, button, consequence }, t }: Asked) => ({
  name,
  label: t(label),
  button: t(button),
  consequence: consequence === null ? null : t(consequence),
});

const titled = ({ operation: { label }, t }: Asked, what: string) =>
  t('{{action}} : {{what}}', { action: t(label), what });

const kept = (situation: Situation, chosen: ReadonlySet<number> | null, t: Translate) => {
  const { id, version, subject, status, handler } = situation.ticket;
  const name = handler === null ? null : personView(handler, situation, t).name;
  const ticked = chosen === null || chosen.has(id);
  return { id, version, subject, status, category: placeOf(situation), handler: name, ticked };
};

/** What comes with the page that confirms. */
interface Confirming {
  db: Db;
  person: Person;
  fileLimits: FileLimits;
}

/** What the form shows: as it came back, else as its draft. */
interface Begun {
  batch: string;
  body?: unknown;
  draft?: BulkDraft | null;
  errors?: Errors;
}

/** What the audience chosen says; each of them says its own. */
function readersShown({ audiences = [] }: Choices, typed: unknown) {
  const { audience } = (typed ?? {}) as { audience?: unknown };
  const chosen = audiences.find(({ value }) => value === (audience || 'managers-owner-guests'));
  return chosen === undefined ? null : { sentence: chosen.help ?? '', warning: null, href: '' };
}

/** The page that confirms: which tickets, what is asked, and with which it cannot be done. */
export async function bulkModel(
  { db, person, fileLimits }: Confirming,
  asked: Asked,
  { possible, impossible }: Weighed,
  { batch, body, draft = null, errors = {} }: Begun,
): Promise<BulkPage> {
  const { operation, back, t } = asked;
  const action = 'action' in operation ? operation.action : null;
  const { fields, choices } = action === null ? { fields: {}, choices: {} } : await oneForm(db, action, possible, t);
  const facts = await bulkFacts(db, person, possible, batch);
  const explained = explainedForAll(choices, possible, facts, t);
  const typed = body ?? (draft === null ? undefined : bodyOfDraft(draft, fields));
  return {
    title: titled(asked, t('{{count}} ticket choisi', { count: possible.length })),
    current: 'tickets',
    errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
    operation: shown(asked),
    tickets: possible.map((situation) => kept(situation, body === undefined ? stillChosen(draft) : null, t)),
    impossible,
    fields: renderFields(fields, { body: typed, choices: explained, errors }),
    hasChoices: Object.values(fields).some(({ widget }) => widget === 'select'),
    acceptsFiles: action?.acceptsFiles ?? false,
    files: facts.files.map(draftFileView),
    fileLimits,
    writing: {
      draft: { href: '/tickets/bulk/draft', savedAt: body === undefined ? (draft?.savedAt ?? null) : null },
      canned: 'message' in fields ? cannedShown(facts.canned, '/tickets/bulk/canned-responses') : null,
      presence: null,
      readers: readersShown(explained, typed),
    },
    batch,
    list: listAddress(back),
    back,
  };
}

/** `again` is the address where what could not be done may be tried once more. */
export function reportModel(asked: Asked, deeds: readonly Deed[], again: string | null): BulkReportPage {
  const { back, t } = asked;
  const done = deeds.filter(({ reason }) => reason === null);
  return {
    title: titled(asked, t('{{done}} sur {{all}}', { done: done.length, all: deeds.length })),
    current: 'tickets',
    operation: shown(asked),
    summary: done.length === 0 ? null : t(asked.operation.done, { count: done.length }),
    done,
    left: deeds.filter(({ reason }) => reason !== null),
    again: again === null ? null : { href: again, count: deeds.filter((deed) => deed.again).length },
    list: listAddress(back),
  };
}
