import { type Db, rows } from '../db/connection.ts';
import { NotFound, Refused } from '../web/errors.ts';
import type { Privilege } from './privileges.ts';

export interface AdministeredService {
  id: number;
  label: string;
  longLabel: string;
  enabled: boolean;
  icon: string | null;
  version: number;
  /** What this person may administer there. */
  may: Record<'manage-properties' | 'manage-managers' | 'manage-categories', boolean>;
}

export interface Administrator {
  id: number;
  isAdmin: boolean;
}

const serviceSql = `
  select s.id, s.label, s.long_label, s.enabled, s.icon, s.version, m.privileges, m.person_id is not null as manages
  from services s left join service_managers m on m.service_id = s.id and m.person_id = :person
  where s.id = :id`;

type ServiceRow = Omit<AdministeredService, 'may'> & { privileges: Privilege[] | null; manages: boolean };

const unknown = () => new NotFound('Ce service n’existe pas, ou vous ne le gérez pas.');

/**
 * The only door to the administration of a service: an administrator passes, and so does a manager with the privilege
 * asked for (null: any manager). To others the service does not exist. `lock` keeps it as it is until the end.
 */
export async function administered(
  db: Db,
  person: Administrator,
  serviceId: number,
  privilege: keyof AdministeredService['may'] | null,
  { lock = false } = {},
): Promise<AdministeredService> {
  const bindings = { id: serviceId, person: person.id };
  const [row] = await rows<ServiceRow>(db, `${serviceSql}${lock ? ' for update of s' : ''}`, bindings);
  if (row === undefined || !(row.manages || person.isAdmin)) throw unknown();
  const { privileges, manages, ...service } = row;
  const has = (name: Privilege) => person.isAdmin || (privileges ?? []).includes(name);
  const may = {
    'manage-properties': has('manage-properties'),
    'manage-managers': has('manage-managers'),
    'manage-categories': has('manage-categories'),
  };
  if (privilege !== null && !may[privilege])
    throw new Refused('Vous gérez ce service, mais n’avez pas le privilège de faire cela.');
  return { ...service, may };
}
