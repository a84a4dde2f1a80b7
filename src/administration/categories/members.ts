import { type Db, rows, type Transaction } from '../../db/connection.ts';
import type { Administrator } from '../../services/administered.ts';
import { logChanges } from '../../services/setting-changes.ts';
import { categoryFields } from '../settings/fields.ts';
import { lockedCategory } from './category.ts';

export interface Member {
  id: number;
  name: string;
}

/** Its own members, in order. */
export const ownMembers = (db: Db, category: number) =>
  rows<Member>(
    db,
    `select p.id, p.display_name as name from category_members m join people p on p.id = m.person_id
     where m.category_id = :category order by m.position, p.display_name, p.id`,
    { category },
  );

/** Those who are members, by inheritance too. */
export const effectiveMembers = (db: Db, category: number) =>
  rows<Member>(
    db,
    `select p.id, p.display_name as name
     from category_effective_members(:category) m join people p on p.id = m.person_id order by m.place, p.id`,
    { category },
  );

/** The managers of the service. */
export const managersIn = (db: Db, service: number) =>
  rows<Member>(
    db,
    `select p.id, p.display_name as name from service_managers m join people p on p.id = m.person_id
     where m.service_id = :service order by m.position, p.display_name, p.id`,
    { service },
  );

export type MemberAct =
  | { kind: 'inherit' | 'own' | 'all' }
  | { kind: 'add' | 'remove' | 'up' | 'down'; person: number };

const swapped = (members: readonly Member[], person: number, by: 1 | -1): Member[] => {
  const changed = [...members];
  const from = changed.findIndex(({ id }) => id === person);
  const [one, other] = [changed[from], changed[from + by]];
  if (one !== undefined && other !== undefined) {
    changed[from] = other;
    changed[from + by] = one;
  }
  return changed;
};

/** The members once it is done; only managers of the service are added. */
function membersAfter(act: MemberAct, members: readonly Member[], managers: readonly Member[]): readonly Member[] {
  const missing = managers.filter(({ id }) => !members.some((member) => member.id === id));
  if (act.kind === 'all') return [...members, ...missing];
  if (!('person' in act)) return [];
  if (act.kind === 'add') return [...members, ...missing.filter(({ id }) => id === act.person)];
  if (act.kind === 'remove') return members.filter(({ id }) => id !== act.person);
  return swapped(members, act.person, act.kind === 'up' ? -1 : 1);
}

interface Changing {
  person: Administrator;
  at: { service: number; category: number };
  act: MemberAct;
  now: Date;
}

/** Inheritance switched off starts with nobody; switched on, its own members are forgotten. */
export const changeMembers = (db: Db, { person, at, act, now }: Changing) =>
  db.transaction(async (trx) => {
    const { category } = await lockedCategory(trx, person, at);
    const inherits = act.kind === 'inherit' || (act.kind !== 'own' && category.inheritsMembers);
    // who inherits has no members of its own, and « own » said twice forgets nobody
    if (act.kind === 'own' ? !category.inheritsMembers : act.kind !== 'inherit' && inherits) return;
    const before = await ownMembers(trx, category.id);
    const after = membersAfter(act, before, await managersIn(trx, at.service));
    const names = (members: readonly Member[]) => members.map(({ name }) => name).join(', ') || null;
    await keep(trx, category.id, after);
    const version = category.version + 1;
    await trx('categories').where({ id: category.id }).update({ inheritsMembers: inherits, version });
    const what = { serviceId: at.service, categoryId: category.id, about: category.label, actorId: person.id, at: now };
    const words = (value: boolean) => (value ? 'oui' : 'non');
    await logChanges(trx, { ...what, version }, [
      ...(inherits === category.inheritsMembers
        ? []
        : [
            {
              setting: categoryFields.inheritsMembers.label,
              before: words(category.inheritsMembers),
              after: words(inherits),
            },
          ]),
      ...(names(before) === names(after) ? [] : [{ setting: 'Membres', before: names(before), after: names(after) }]),
    ]);
  });

async function keep(trx: Transaction, categoryId: number, members: readonly Member[]): Promise<void> {
  await trx('categoryMembers').where({ categoryId }).delete();
  if (members.length > 0)
    await trx('categoryMembers').insert(
      members.map(({ id: personId }, rank) => ({ categoryId, personId, position: rank + 1 })),
    );
}
