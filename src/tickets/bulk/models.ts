import { randomUUID } from 'node:crypto';
import type { Db } from '../../db/connection.ts';
import { type Errors, renderFields } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';
import { personView } from '../people-shown.ts';
import type { Situation } from '../situation.ts';
import type { Deed } from './act.ts';
import { listAddress } from './list-address.ts';
import { oneForm } from './one-form.ts';
import type { Operation } from './operations.ts';
import type { BulkPage, BulkReportPage } from './pages.ts';
import type { Weighed } from './weigh.ts';

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

const kept = (situation: Situation, t: Translate) => {
  const { id, version, subject, status, service, category, handler } = situation.ticket;
  const name = handler === null ? null : personView(handler, situation, t).name;
  const place = category.startsWith(service) ? category : `${service} - ${category}`;
  return { id, version, subject, status, category: place, handler: name };
};

/** The page that confirms: which tickets, what is asked, and with which it cannot be done. */
export async function bulkModel(
  db: Db,
  asked: Asked,
  { possible, impossible }: Weighed,
  { body, errors = {}, batch = randomUUID() }: { body?: unknown; errors?: Errors; batch?: string },
): Promise<BulkPage> {
  const { operation, back, t } = asked;
  const { fields, choices } =
    'action' in operation ? await oneForm(db, operation.action, possible, t) : { fields: {}, choices: {} };
  const faults = Object.entries(errors).map(([field, message]) => ({ field, message }));
  return {
    title: titled(asked, t('{{count}} ticket choisi', { count: possible.length })),
    current: 'tickets',
    errors: faults,
    operation: shown(asked),
    tickets: possible.map((situation) => kept(situation, t)),
    impossible,
    fields: renderFields(fields, { body, choices, errors }),
    hasChoices: Object.values(fields).some(({ widget }) => widget === 'select'),
    batch,
    list: listAddress(back),
    back,
  };
}

/** What was typed in the fields of an operation, to be sent once more. */
const typedIn = ({ operation }: Asked, body: unknown) =>
  Object.keys('action' in operation ? operation.action.fields : {}).flatMap((name) => {
    const value = (body as Record<string, unknown>)[name];
    return typeof value === 'string' ? [{ name, value }] : [];
  });

export function reportModel(asked: Asked, deeds: readonly Deed[], body: unknown): BulkReportPage {
  const { back, t } = asked;
  const done = deeds.filter(({ reason }) => reason === null);
  const again = deeds.filter((deed) => deed.again).map(({ id }) => id);
  return {
    title: titled(asked, t('{{done}} sur {{all}}', { done: done.length, all: deeds.length })),
    current: 'tickets',
    operation: shown(asked),
    done,
    left: deeds.filter(({ reason }) => reason !== null),
    again: again.length === 0 ? null : { tickets: again, typed: typedIn(asked, body) },
    list: listAddress(back),
    back,
  };
}
