import { type Db, rows, type Transaction } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { type Change, logChanges } from '../../services/setting-changes.ts';
import { plainText } from '../../web/rich-text.ts';

export interface CannedResponse {
  id: number;
  serviceId: number | null;
  personId: number | null;
  service: string | null;
  title: string;
  messageHtml: string;
  position: number;
  version: number;
}

/** Whose a response is: « personal », « all », or the number of a service. */
export type Family = 'personal' | 'all' | number;

export const familyOf = ({ personId, serviceId }: Pick<CannedResponse, 'personId' | 'serviceId'>): Family =>
  personId !== null ? 'personal' : (serviceId ?? 'all');

/** Those that this person may change: his own, those of the services that he manages, those of all for an administrator. */
const mineSql = `(r.person_id = :person or r.service_id = any (:manages) or (:admin and r.person_id is null))`;
const bindings = ({ id, manages, isAdmin }: Person) => ({ person: id, manages, admin: isAdmin });

const columns = `r.id, r.person_id, r.service_id, s.label as service, r.title, r.message_html, r.position, r.version`;
const order = `r.person_id is null, r.service_id is null, s.position, s.label, s.id, r.position, r.id`;

export const cannedResponses = (db: Db, person: Person) =>
  rows<CannedResponse>(
    db,
    `select ${columns} from canned_responses r left join services s on s.id = r.service_id
     where ${mineSql} order by ${order}`,
    bindings(person),
  );

/** Null when there is none of this number that this person may change. */
export async function cannedResponse(db: Db, person: Person, id: number, { lock = false } = {}) {
  const [found] = await rows<CannedResponse>(
    db,
    `select ${columns} from canned_responses r left join services s on s.id = r.service_id
     where r.id = :id and ${mineSql} ${lock ? 'for update of r' : ''}`,
    { id, ...bindings(person) },
  );
  return found ?? null;
}

interface CannedInput {
  family: Family;
  title: string;
  messageHtml: string;
}

const places = (person: Person, family: Family) => ({
  personId: family === 'personal' ? person.id : null,
  serviceId: typeof family === 'number' ? family : null,
});

const setting = 'Réponse enregistrée';

/** In the log of the service or of the installation; what is personal is nobody else’s affair. */
const log = async (
  trx: Transaction,
  { person, at }: { person: Person; at: Date },
  { family, title }: { family: Family; title: string },
  changes: readonly Change[],
) => {
  if (family === 'personal') return;
  const what = { serviceId: typeof family === 'number' ? family : null, version: null, about: title };
  await logChanges(trx, { ...what, actorId: person.id, at }, changes);
};

/** Last of its family. */
export const addCanned = (db: Db, person: Person, { family, title, messageHtml }: CannedInput, at: Date) =>
  db.transaction(async (trx) => {
    const place = places(person, family);
    const last = await trx('cannedResponses').where(place).max('position as position').first();
    const row = { ...place, title, messageHtml, position: (last?.position ?? -1) + 1, createdAt: at, updatedAt: at };
    await trx('cannedResponses').insert(row);
    await log(trx, { person, at }, { family, title }, [{ setting, before: null, after: title }]);
  });

/** What leaves a family for another is told to both. */
async function logChange(
  trx: Transaction,
  by: { person: Person; at: Date },
  before: CannedResponse,
  after: CannedInput,
) {
  const [from, { family, title }] = [familyOf(before), after];
  if (from !== family) {
    await log(trx, by, { family: from, title: before.title }, [{ setting, before: before.title, after: null }]);
    return log(trx, by, { family, title }, [{ setting, before: null, after: title }]);
  }
  const text = { before: plainText(before.messageHtml), after: plainText(after.messageHtml) };
  const changes = [
    { setting: 'Titre', before: before.title, after: title },
    { setting: 'Message', ...text },
  ];
  await log(
    trx,
    by,
    { family, title },
    changes.filter((change) => change.before !== change.after),
  );
}

/** « stale » when somebody changed it since `version`. */
export const changeCanned = (
  db: Db,
  person: Person,
  { id, version, input, at }: { id: number; version: number; input: CannedInput; at: Date },
): Promise<'done' | 'stale' | 'gone'> =>
  db.transaction(async (trx) => {
    const before = await cannedResponse(trx, person, id, { lock: true });
    if (before === null) return 'gone';
    if (before.version !== version) return 'stale';
    const { title, messageHtml, family } = input;
    const change = { ...places(person, family), title, messageHtml, version: version + 1, updatedAt: at };
    await trx('cannedResponses').where({ id }).update(change);
    await logChange(trx, { person, at }, before, input);
    return 'done';
  });

export const deleteCanned = (db: Db, person: Person, id: number, at: Date): Promise<string | null> =>
  db.transaction(async (trx) => {
    const found = await cannedResponse(trx, person, id, { lock: true });
    if (found === null) return null;
    await trx('cannedResponses').where({ id }).delete();
    const { title } = found;
    await log(trx, { person, at }, { family: familyOf(found), title }, [{ setting, before: title, after: null }]);
    return title;
  });

/** One place up or down among those of its family. */
export const moveCanned = (db: Db, person: Person, id: number, by: -1 | 1): Promise<boolean> =>
  db.transaction(async (trx) => {
    const found = await cannedResponse(trx, person, id, { lock: true });
    if (found === null) return false;
    const { personId, serviceId } = found;
    const family = await trx('cannedResponses')
      .where({ personId, serviceId })
      .orderBy(['position', 'id'])
      .select('id')
      .forUpdate();
    const ids: number[] = family.map((row: { id: number }) => row.id);
    const from = ids.indexOf(id);
    const other = ids[from + by];
    if (other === undefined) return true;
    ids.splice(from, 1);
    ids.splice(from + by, 0, id);
    for (const [position, one] of ids.entries()) await trx('cannedResponses').where({ id: one }).update({ position });
    return true;
  });
