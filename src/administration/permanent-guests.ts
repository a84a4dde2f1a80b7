import { type Db, rows } from '../db/connection.ts';
import { type Administrator, administered } from '../services/administered.ts';
import { logChanges } from '../services/setting-changes.ts';

interface GuestRequest {
  person: Administrator;
  id: number;
  now: Date;
}

/** Who is invited to every ticket of a service from now on, at its creation and when it is moved there. */
export const addGuest = (
  db: Db,
  { person, id, who, now }: GuestRequest & { who: { id: number; name: string } },
): Promise<{ added: boolean }> =>
  db.transaction(async (trx) => {
    const { version } = await administered(trx, person, id, 'manage-managers', { lock: true });
    const added = await rows(
      trx,
      'insert into permanent_guests (service_id, person_id) values (:id, :who) on conflict do nothing returning person_id',
      { id, who: who.id },
    );
    if (added.length === 0) return { added: false };
    const what = { serviceId: id, version, about: who.name, actorId: person.id, at: now };
    await logChanges(trx, what, [{ setting: 'Invité permanent', before: null, after: 'oui' }]);
    return { added: true };
  });

/** Who is no longer invited to new tickets; he stays where he is invited. Answers his name, or null when he was not. */
export const removeGuest = (db: Db, { person, id, who, now }: GuestRequest & { who: number }): Promise<string | null> =>
  db.transaction(async (trx) => {
    const { version } = await administered(trx, person, id, 'manage-managers', { lock: true });
    const [removed] = await rows<{ name: string }>(
      trx,
      `delete from permanent_guests g using people p
       where g.service_id = :id and g.person_id = :who and p.id = g.person_id returning p.display_name as name`,
      { id, who },
    );
    if (removed === undefined) return null;
    const what = { serviceId: id, version, about: removed.name, actorId: person.id, at: now };
    await logChanges(trx, what, [{ setting: 'Invité permanent', before: 'oui', after: null }]);
    return removed.name;
  });
