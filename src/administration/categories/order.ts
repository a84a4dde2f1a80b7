import type { Db } from '../../db/connection.ts';
import type { Administrator } from '../../services/administered.ts';
import { logChanges } from '../../services/setting-changes.ts';
import { stepped } from '../../web/stepped.ts';
import { lockedCategory } from './category.ts';

interface Step {
  person: Administrator;
  at: { service: number; category: number };
  direction: 'up' | 'down';
  now: Date;
}

/** One place up or down among its sisters; at the end of the line, nothing. */
export const reorder = (db: Db, { person, at, direction, now }: Step) =>
  db.transaction(async (trx) => {
    const { service, category } = await lockedCategory(trx, person, at);
    const { parentId } = category;
    const sisters: { id: number; position: number }[] = await trx('categories')
      .where({ serviceId: service.id, parentId })
      .orderBy(['position', 'id'])
      .select(['id', 'position']);
    const isMoved = ({ id }: { id: number }) => id === category.id;
    const after = stepped(sisters, isMoved, direction === 'up' ? -1 : 1);
    const [from, to] = [sisters.findIndex(isMoved), after.findIndex(isMoved)];
    if (from === to) return;
    for (const [rank, { id, position }] of after.entries())
      if (position !== rank + 1)
        await trx('categories')
          .where({ id })
          .update({ position: rank + 1 });
    const about = { serviceId: service.id, categoryId: category.id, about: category.label, version: category.version };
    await logChanges(trx, { ...about, actorId: person.id, at: now }, [
      { setting: 'Ordre', before: String(from + 1), after: String(to + 1) },
    ]);
  });
