import { createHash } from 'node:crypto';
import type { Db, Transaction } from '../../db/connection.ts';
import { iconsOf } from '../../services/icons.ts';
import { followDefaults } from '../../tickets/follow-defaults.ts';
import { plainText, sanitised } from '../../web/rich-text.ts';
import type { Fault } from '../json-file.ts';
import { faults as settingFaults } from '../service-settings.ts';
import { holdsConfidential, importCategories, redirectCategories } from './categories.ts';
import { type ServiceFile, settingFields } from './format.ts';
import { accounts, importGuests, importManagers, importMembers, type PeopleOfFile } from './people.ts';
import { addLine, difference, type Importing, type Line, noteChanged, noteCreated, withKnownIcon } from './report.ts';

export interface ImportRequest {
  file: ServiceFile;
  people: PeopleOfFile;
  /** Null: the operator, by the command. */
  actorId: number | null;
  at: Date;
  /** Whether to keep what is done. With the digest of a trial, only if the same is still to be done. */
  apply: boolean;
  expected?: string;
}

export interface ImportResult {
  lines: readonly Line[];
  /** Of what is to be done; given back to do just that. */
  digest: string;
  applied: boolean;
  serviceId: number | null;
  faults: readonly Fault[];
}

class Undone extends Error {}

const digestOf = (lines: readonly Line[]) => createHash('sha256').update(JSON.stringify(lines)).digest('hex');

const what = 'Service';

async function serviceOf(trx: Transaction, { file, actorId, at }: ImportRequest, lines: Line[]): Promise<Importing> {
  const { label } = file.settings;
  const icons = await iconsOf(trx);
  const settings = withKnownIcon({ icons, lines }, file.settings, { about: label, what });
  const row = await trx('services')
    .where({ label })
    .forUpdate()
    .first(['id', 'version', ...Object.keys(settingFields.service)]);
  if (row === undefined) {
    const last = await trx('services').max('position as position').first();
    const position = (last?.position ?? 0) + 1;
    const [made] = await trx('services')
      .insert({ ...settings, position })
      .returning('id');
    const importing = { trx, serviceId: made.id, actorId, at, lines, icons };
    await noteCreated(importing, { about: label, what, version: 1 });
    return importing;
  }
  const importing = { trx, serviceId: row.id, actorId, at, lines, icons };
  const { values, changes } = difference(settingFields.service, row, settings);
  if (changes.length > 0) {
    const version = row.version + 1;
    await trx('services')
      .where({ id: row.id })
      .update({ ...values, version });
    await noteChanged(importing, { about: label, what, version }, changes);
  }
  return importing;
}

/** The redirection of the service, by label; one that is not there yet blocks nothing. */
async function redirectService(importing: Importing, { settings, redirectsTo }: ServiceFile): Promise<void> {
  if (redirectsTo === undefined) return;
  const { trx, serviceId, lines } = importing;
  const about = settings.label;
  const current = await trx('services').where({ id: serviceId }).first('redirectsTo', 'version');
  const target =
    redirectsTo === null ? null : await trx('services').where({ label: redirectsTo, redirectsTo: null }).first('id');
  const skip = (reason: string) =>
    addLine(lines, { kind: 'skipped', about, what, setting: 'Redirection', after: redirectsTo, reason });
  if (target === undefined) return void skip('Cette destination n’existe pas encore.');
  if ((target?.id ?? null) === current.redirectsTo) return;
  const linked = { label: about, redirectsTo: target === null ? '' : String(target.id), confidentialAllowed: true };
  const errors = await settingFaults(trx, serviceId, linked);
  if (errors.redirectsTo !== undefined || target?.id === serviceId)
    return void skip(errors.redirectsTo ?? 'Boucle de redirection détectée.');
  const version = current.version + 1;
  await trx('services')
    .where({ id: serviceId })
    .update({ redirectsTo: target?.id ?? null, version });
  await noteChanged(importing, { about, what, version }, [
    { setting: 'Redirection', before: null, after: redirectsTo },
  ]);
}

async function importResponses(importing: Importing, { cannedResponses }: ServiceFile): Promise<void> {
  const { trx, serviceId, lines, at } = importing;
  const kind = 'Réponse enregistrée';
  const present = await trx('cannedResponses')
    .where({ serviceId })
    .orderBy(['position', 'id'])
    .select(['id', 'title', 'messageHtml', 'position']);
  let position = Math.max(0, ...present.map((one) => one.position));
  const named = new Set<number>();
  for (const { title, message } of cannedResponses) {
    const row = present.find((one) => one.title === title && !named.has(one.id));
    const subject = { about: title, what: kind, version: null };
    if (row === undefined) {
      await trx('cannedResponses').insert({ serviceId, title, messageHtml: message, position: ++position });
      await noteCreated(importing, subject);
      continue;
    }
    named.add(row.id);
    if (sanitised(row.messageHtml) === message) continue;
    await trx('cannedResponses').where({ id: row.id }).update({ messageHtml: message, updatedAt: at });
    const change = { setting: 'Message', before: plainText(row.messageHtml), after: plainText(message) };
    await noteChanged(importing, subject, [change]);
  }
  for (const one of present) if (!named.has(one.id)) addLine(lines, { kind: 'left', about: one.title, what: kind });
}

/** What the file alone cannot show to be wrong. */
async function faultsNow({ trx, serviceId }: Importing, { categories }: ServiceFile): Promise<Fault[]> {
  const service = await trx('services').where({ id: serviceId }).first('confidentialAllowed');
  const confidential = await trx('categories').where({ serviceId, confidential: true }).first('id');
  if (service.confidentialAllowed || (confidential === undefined && !holdsConfidential(categories))) return [];
  const message = 'Ce service a des catégories confidentielles.';
  return [{ path: 'service.confidentialAllowed', message, values: {} }];
}

async function everything(trx: Transaction, request: ImportRequest, lines: Line[]) {
  const { file, people } = request;
  const importing = await serviceOf(trx, request, lines);
  const account = accounts(importing, people);
  const above = { parentId: null, above: file.settings.label };
  const placed = await importCategories(importing, file.categories, above);
  await redirectService(importing, file);
  await redirectCategories(importing, placed);
  await importManagers(importing, file.managers, account);
  await importMembers(importing, placed, account);
  await importGuests(importing, file.permanentGuests, account);
  await importResponses(importing, file);
  if (lines.some(({ kind }) => kind === 'changed')) await followDefaults(trx, importing.serviceId);
  return { serviceId: importing.serviceId, faults: await faultsNow(importing, file) };
}

/**
 * Brings a service as its file has it: adds and changes, takes nothing away. A trial does the very same and undoes it,
 * so that what it tells is what will be done.
 */
export async function importService(db: Db, request: ImportRequest): Promise<ImportResult> {
  const lines: Line[] = [];
  let result: ImportResult = { lines, digest: '', applied: false, serviceId: null, faults: [] };
  try {
    await db.transaction(async (trx) => {
      const { serviceId, faults } = await everything(trx, request, lines);
      const digest = digestOf(lines);
      const applied =
        request.apply && faults.length === 0 && (request.expected === undefined || request.expected === digest);
      result = { lines, digest, applied, serviceId: applied ? serviceId : null, faults };
      if (!applied) throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return result;
}
