import type { Db, Transaction } from '../db/connection.ts';
import { rows } from '../db/connection.ts';
import { type AdministeredService, type Administrator, administered } from '../services/administered.ts';
import { logChanges } from '../services/setting-changes.ts';
import { changedSince, labelsOf, mergedForm } from '../services/since.ts';
import { followDefaults } from '../tickets/follow-defaults.ts';
import { type Errors, type InputOf, type Option, parseFields } from '../web/fields.ts';
import { type ServiceSetting, serviceFields } from './service-fields.ts';
import { asSent, type Stored, stored, typed, worded } from './setting-values.ts';

export type ServiceRow = Record<ServiceSetting, Stored> & { id: number; version: number };

const settings = Object.keys(serviceFields) as ServiceSetting[];

export const serviceRow = (db: Db, id: number): Promise<ServiceRow> =>
  db('services')
    .where({ id })
    .first(['id', 'version', ...settings]);

export const formOf = (row: ServiceRow) =>
  Object.fromEntries(settings.map((name) => [name, typed(row[name])])) as Record<ServiceSetting, string>;

/** A number stands for a service only where a service is chosen. */
const linked = (name: ServiceSetting, services: readonly Option[]) => (name === 'redirectsTo' ? services : []);

/** The services to which one may redirect this one. */
export const redirectionChoices = (db: Db, id: number) =>
  rows<Option>(
    db,
    'select id::text as value, label from services where id <> :id and redirects_to is null order by position, label',
    { id },
  );

type Linked = Pick<InputOf<typeof serviceFields>, 'label' | 'redirectsTo' | 'confidentialAllowed'>;

/** What is right by itself and wrong beside the rest: a label taken, a redirection that cannot be. */
export async function faults(trx: Transaction, id: number, input: Linked): Promise<Errors> {
  const [found] = await rows<{ taken: boolean; holds: boolean; target: boolean; confidential: boolean }>(
    trx,
    `select exists (select 1 from services where label = :label and id <> :id) as taken,
       exists (select 1 from categories where service_id = :id) as holds,
       exists (select 1 from services where redirects_to = :id) as target,
       exists (select 1 from categories c join services s on s.id = c.service_id
         where s.id = :id and s.confidential_allowed and c.confidential) as confidential`,
    { id, label: input.label },
  );
  const errors: Errors = {};
  if (found?.taken) errors.label = 'Un autre service porte déjà ce label.';
  if (input.redirectsTo !== '' && found?.holds)
    errors.redirectsTo = 'Ce service a des catégories : déplacez-les ou supprimez-les d’abord.';
  if (input.redirectsTo !== '' && found?.target)
    errors.redirectsTo = 'Un autre service est redirigé vers celui-ci : une redirection ne mène pas à une autre.';
  if (!input.confidentialAllowed && found?.confidential)
    errors.confidentialAllowed = 'Ce service a des catégories confidentielles.';
  return errors;
}

export type SettingsResult =
  | { kind: 'done'; service: AdministeredService; changed: number }
  | { kind: 'invalid'; errors: Errors }
  | { kind: 'stale' };

export interface SettingsRequest {
  person: Administrator;
  id: number;
  /** The version that the form showed. */
  version: number;
  body: unknown;
  now: Date;
}

/** Changes the properties of a service, all or nothing, and writes each change in its log. */
export const changeSettings = (db: Db, request: SettingsRequest): Promise<SettingsResult> =>
  db.transaction(async (trx) => {
    const { person, id } = request;
    const service = await administered(trx, person, id, 'manage-properties', { lock: true });
    const services = await redirectionChoices(trx, id);
    const parsed = parseFields(serviceFields, request.body, { services });
    if (service.version !== request.version) return { kind: 'stale' };
    if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
    const errors = await faults(trx, id, parsed.input);
    if (Object.keys(errors).length > 0) return { kind: 'invalid', errors };
    const changed = await write(trx, await serviceRow(trx, id), parsed.input, { request, services });
    return { kind: 'done', service, changed };
  });

async function write(
  trx: Transaction,
  before: ServiceRow,
  input: InputOf<typeof serviceFields>,
  { request, services }: { request: SettingsRequest; services: readonly Option[] },
): Promise<number> {
  const after = Object.fromEntries(settings.map((name) => [name, stored(name, input[name])])) as ServiceRow;
  const changed = settings.filter((name) => after[name] !== before[name]);
  if (changed.length === 0) return 0;
  const version = before.version + 1;
  await trx('services')
    .where({ id: before.id })
    .update({ ...Object.fromEntries(changed.map((name) => [name, after[name]])), version });
  const about = { serviceId: before.id, about: String(before.label), actorId: request.person.id, at: request.now };
  await logChanges(
    trx,
    { ...about, version },
    changed.map((name) => ({
      setting: serviceFields[name].label,
      before: worded(serviceFields[name], before[name], linked(name, services)),
      after: worded(serviceFields[name], after[name], linked(name, services)),
    })),
  );
  if (changed.includes('defaultVisibility')) await followDefaults(trx, before.id);
  return changed.length;
}

/** What others changed since `version`, and the form with their values wherever this person had left the old ones. */
export async function merged(db: Db, id: number, version: number, body: Record<string, string>) {
  const services = await redirectionChoices(db, id);
  const current = await serviceRow(db, id);
  const since = await changedSince(db, { serviceId: id, version });
  const said = (name: string) => wordedOf(name as ServiceSetting, body[name], services);
  const form = mergedForm(body, { since, current: formOf(current), labels: labelsOf(serviceFields), said });
  return { form, since, version: current.version };
}

const wordedOf = (name: ServiceSetting, sent: string | undefined, services: readonly Option[]) =>
  worded(serviceFields[name], asSent(serviceFields[name], sent), linked(name, services));
