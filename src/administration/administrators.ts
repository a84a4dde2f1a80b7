import { type Db, rows, type Transaction } from '../db/connection.ts';
import { logChanges } from '../services/setting-changes.ts';
import { Refused } from '../web/errors.ts';

export interface AdministratorLine {
  id: number;
  name: string;
  login: string;
  lastSeenAt: Date | null;
  /** Who gave the right, and when; null when no log tells. */
  by: string | null;
  at: Date | null;
}

const setting = 'Administrateur';

export const administrators = (db: Db) =>
  rows<AdministratorLine>(
    db,
    `select p.id, p.display_name as name, coalesce(p.login, p.mail, '') as login, p.last_seen_at, given.by, given.at
     from people p left join lateral (
       select a.display_name as by, g.at from setting_changes g left join people a on a.id = g.actor_id
       where g.service_id is null and g.person_id = p.id and g.setting = :setting
       order by g.id desc limit 1
     ) given on true
     where p.is_admin order by p.display_name, p.id`,
    { setting },
  );

export interface RightChange {
  id: number;
  about: string;
  given: boolean;
  by: string | null;
  at: Date;
}

/** The last times that somebody was made an administrator, or ceased to be one. */
export const rightChanges = (db: Db) =>
  rows<RightChange>(
    db,
    `select g.id, g.about, g.after = 'oui' as given, a.display_name as by, g.at
     from setting_changes g left join people a on a.id = g.actor_id
     where g.service_id is null and g.setting = :setting order by g.id desc limit 20`,
    { setting },
  );

/** Locks the administrators, one of whom the actor must still be: two who remove each other leave one. */
async function lockAdministrators(trx: Transaction, actorId: number): Promise<Map<number, string>> {
  const found = await rows<{ id: number; name: string }>(
    trx,
    'select id, display_name as name from people where is_admin order by id for update',
  );
  const now = new Map(found.map(({ id, name }) => [id, name]));
  if (!now.has(actorId)) throw new Refused('Vous n’êtes plus administrateur.');
  return now;
}

interface Asked {
  personId: number;
  actorId: number;
  at: Date;
}

const log = (trx: Transaction, { personId, actorId, at }: Asked, about: string, given: boolean) =>
  logChanges(trx, { serviceId: null, personId, version: null, about, actorId, at }, [
    { setting, before: given ? 'non' : 'oui', after: given ? 'oui' : 'non' },
  ]);

export type Added = { kind: 'done'; name: string } | { kind: 'already' | 'external' | 'left'; name: string };

export const addAdministrator = (db: Db, asked: Asked): Promise<Added> =>
  db.transaction(async (trx) => {
    const present = await lockAdministrators(trx, asked.actorId);
    const person = await trx('people').where({ id: asked.personId }).first(['displayName as name', 'kind', 'leftAt']);
    const { name } = person;
    if (present.has(asked.personId)) return { kind: 'already', name };
    if (person.kind === 'external') return { kind: 'external', name };
    if (person.leftAt !== null) return { kind: 'left', name };
    await trx('people').where({ id: asked.personId }).update({ isAdmin: true });
    await log(trx, asked, name, true);
    return { kind: 'done', name };
  });

/** Answers the name of who ceased to be an administrator; null when it was not one. Nobody removes himself. */
export const removeAdministrator = (db: Db, asked: Asked): Promise<string | null> =>
  db.transaction(async (trx) => {
    const present = await lockAdministrators(trx, asked.actorId);
    if (asked.personId === asked.actorId)
      throw new Refused('On ne se retire pas soi-même : un autre administrateur doit le faire.');
    const name = present.get(asked.personId);
    if (name === undefined) return null;
    await trx('people').where({ id: asked.personId }).update({ isAdmin: false });
    await log(trx, asked, name, false);
    return name;
  });
