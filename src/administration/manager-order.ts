import { type Db, rows } from '../db/connection.ts';
import { type Administrator, administered } from '../services/administered.ts';
import { logChanges } from '../services/setting-changes.ts';
import { stepped } from '../web/stepped.ts';

export type Move = 'up' | 'down' | 'by-name' | 'reverse';

interface Placed {
  personId: number;
  name: string;
}

const names = (order: readonly Placed[]) => order.map(({ name }) => name).join(', ');

const moved: Record<Move, (order: readonly Placed[], personId: number | null) => Placed[]> = {
  up: (order, personId) => stepped(order, (one) => one.personId === personId, -1),
  down: (order, personId) => stepped(order, (one) => one.personId === personId, 1),
  'by-name': (order) => order.toSorted((one, other) => one.name.localeCompare(other.name, 'fr')),
  reverse: (order) => order.toReversed(),
};

/** The order of the managers: of the list, and of « le premier gestionnaire disponible ». */
export const orderManagers = (
  db: Db,
  { person, id, move, of, now }: { person: Administrator; id: number; move: Move; of: number | null; now: Date },
): Promise<void> =>
  db.transaction(async (trx) => {
    const service = await administered(trx, person, id, 'manage-managers', { lock: true });
    const before = await rows<Placed>(
      trx,
      `select m.person_id, p.display_name as name from service_managers m join people p on p.id = m.person_id
       where m.service_id = :id order by m.position, p.display_name, p.id`,
      { id },
    );
    const after = moved[move](before, of);
    if (names(after) === names(before)) return;
    await rows(
      trx,
      `update service_managers m set position = o.place - 1
       from unnest(cast(:order as integer[])) with ordinality o(person_id, place)
       where m.service_id = :id and m.person_id = o.person_id`,
      { id, order: after.map(({ personId }) => personId) },
    );
    const what = { serviceId: id, version: service.version, about: service.label, actorId: person.id, at: now };
    await logChanges(trx, what, [{ setting: 'Ordre des gestionnaires', before: names(before), after: names(after) }]);
  });
