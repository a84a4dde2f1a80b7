import type { Db, Transaction } from '../db/connection.ts';
import { rows } from '../db/connection.ts';
import { type Administrator, administered } from '../services/administered.ts';
import { iconsOf } from '../services/icons.ts';
import { followDefaults } from '../tickets/follow-defaults.ts';
import type { Errors, InputOf, Option } from '../web/fields.ts';
import { iconChoices } from './icons/options.ts';
import { serviceFields } from './settings/fields.ts';
import { type Form, type Request, type Settled, type Subject, settle } from './settings/settle.ts';

export type ServiceFields = typeof serviceFields;

export const serviceSubject = (id: number): Subject => ({ table: 'services', id, serviceId: id });

/** The services to which one may redirect this one. */
const redirectionChoices = (db: Db, id: number) =>
  rows<Option>(
    db,
    'select id::text as value, label from services where id <> :id and redirects_to is null order by position, label',
    { id },
  );

/** What may be set of a service. */
export async function serviceForm(db: Db, id: number): Promise<Form<ServiceFields>> {
  const icons = await iconsOf(db);
  const services = [{ value: '', label: 'aucune' }, ...(await redirectionChoices(db, id))];
  return { fields: serviceFields, choices: { services, icons: iconChoices(icons, icons.pictureOf('service')) } };
}

type Linked = Pick<InputOf<ServiceFields>, 'label' | 'redirectsTo' | 'confidentialAllowed'>;

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

/** Changes the properties of a service, for who has the privilege. */
export const settleService = (
  db: Db,
  id: number,
  request: Request & { person: Administrator },
): Promise<Settled<ServiceFields>> =>
  db.transaction(async (trx) => {
    await administered(trx, request.person, id, 'manage-properties', { lock: true });
    const form = await serviceForm(trx, id);
    const settled = await settle(trx, serviceSubject(id), form, request, (input) => faults(trx, id, input));
    if (settled.kind === 'done' && settled.changed.includes('defaultVisibility')) await followDefaults(trx, id);
    return settled;
  });
