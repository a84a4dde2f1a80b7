import { type Db, rows, type Transaction } from '../../db/connection.ts';
import { fateOf } from '../fates.ts';
import { endSessions } from './account.ts';
import { voidLinks } from './links.ts';
import { type Reference, referencesToPeople } from './references.ts';

/** The address that the directory, and not the CAS server, has for a login. Null: unknown. */
export type DirectoryMail = (login: string) => Promise<string | null>;

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Where both had a row, such as an invitation to the same ticket, the one of the account that stays is enough. */
async function dropDoubles(trx: Transaction, { table, column, keys }: Reference, ids: Ids): Promise<void> {
  for (const others of keys) {
    const same = (others ?? []).map(
      (name) => `and theirs.${identifier(name)} is not distinct from ours.${identifier(name)}`,
    );
    await trx.raw(
      `delete from ${identifier(table)} theirs using ${identifier(table)} ours
       where theirs.${identifier(column)} = :from and ours.${identifier(column)} = :into ${same.join(' ')}`,
      { ...ids },
    );
  }
}

interface Ids {
  from: number;
  into: number;
}

async function move(trx: Transaction, reference: Reference, ids: Ids): Promise<number> {
  await dropDoubles(trx, reference, ids);
  const [table, column] = [identifier(reference.table), identifier(reference.column)];
  const { rowCount } = await trx.raw(`update ${table} set ${column} = :into where ${column} = :from`, { ...ids });
  return rowCount ?? 0;
}

/** Nobody is a guest of his own ticket. */
const ownedUninvited = (trx: Transaction, { into }: Ids) =>
  rows(
    trx,
    `delete from ticket_guests g using tickets t where g.ticket_id = t.id and g.person_id = t.owner_id and t.owner_id = :into`,
    { into },
  );

async function moveEverything(trx: Transaction, ids: Ids): Promise<Record<string, number>> {
  const moved: Record<string, number> = {};
  for (const reference of (await referencesToPeople(trx)).filter((one) => fateOf(one).merged === 'move')) {
    const count = await move(trx, reference, ids);
    if (count > 0) moved[`${reference.table}.${reference.column}`] = count;
  }
  await ownedUninvited(trx, ids);
  return moved;
}

async function retire(trx: Transaction, { from, into }: Ids, mail: string, now: Date): Promise<void> {
  await trx('passwords').where({ personId: from }).delete();
  await endSessions(trx, from);
  await voidLinks(trx, mail, now);
  await trx('people').where({ id: from }).update({ mail: null, mailVerifiedAt: null, mergedInto: into });
}

/**
 * Gives the account of an institution all that the outsider of the same address had: tickets, invitations, watches,
 * entries, drafts. The address must come from the directory: what a CAS server releases is not enough to be somebody else.
 * Answers the outsider's id, or null when there was none.
 */
export const mergeOutsider = (
  db: Db,
  { personId, mail }: { personId: number; mail: string },
  now: Date,
): Promise<number | null> =>
  db.transaction(async (trx) => {
    const [outsider] = await rows<{ id: number }>(
      trx,
      `select id from people where kind = 'external' and lower(mail) = lower(:mail) and id <> :personId for update`,
      { mail, personId },
    );
    if (outsider === undefined) return null;
    const ids = { from: outsider.id, into: personId };
    const moved = await moveEverything(trx, ids);
    await retire(trx, ids, mail, now);
    await trx('personMerges').insert({
      fromId: ids.from,
      intoId: ids.into,
      mail,
      at: now,
      moved: JSON.stringify(moved),
    });
    return outsider.id;
  });
