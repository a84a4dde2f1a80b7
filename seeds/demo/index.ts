import { type Db, rows } from '../../src/db/connection.ts';
import { insertCannedResponses } from './canned.ts';
import { followSome } from './followed.ts';
import { showcase } from './people.ts';
import { seeded } from './random.ts';
import { insertRules } from './rules.ts';
import { showcaseTales } from './showcase.ts';
import { insertTales } from './store.ts';
import { manyTales } from './tickets.ts';
import { insertWorld } from './world.ts';

/** Fills an empty database with the Université de Vaucanson, its people, services and five months of tickets. */
export const seedDemo = (db: Db, now: Date, filesDir: string): Promise<void> =>
  db.transaction(async (trx) => {
    const world = await insertWorld(trx, now, seeded(1709));
    await insertTales(trx, [...showcaseTales(world), ...manyTales(world)], filesDir);
    await insertCannedResponses(trx, world);
    await insertRules(trx, world);
    await followSome(trx);
    await trx.raw('analyze people, services, categories, tickets, ticket_events, ticket_guests, attachments');
  });

/** Whom to sign in as, and what there is to see; only those who are still there. */
export async function demoPeople(db: Db): Promise<{ login: string; name: string; canDo: string }[]> {
  const found = await rows<{ login: string; name: string }>(
    db,
    'select login, display_name as name from people where login = any(:logins)',
    { logins: Object.keys(showcase) },
  );
  const names = new Map(found.map(({ login, name }) => [login, name]));
  return Object.entries(showcase).flatMap(([login, canDo]) => {
    const name = names.get(login);
    return name === undefined ? [] : [{ login, name, canDo }];
  });
}
