import type { RequestHandler } from 'express';
import { type Db, rows } from '../../db/connection.ts';
import type { Facts, Person, Shown } from '../../people/person.ts';
import { evaluate, type Ruled } from './evaluate.ts';
import { noRules, type Rules } from './rules.ts';

/** The rules in force, and what they are applied to. */
interface InForce {
  rules: Rules;
  ruled: Ruled;
  /** What was worked out already, by what is known of a person. */
  shown: Map<string, Shown>;
}

const inForceSql = `
  select v.version, latest.rules,
    (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'filter', s.filter) order by s.position, s.id), '[]')
       from services s) as services,
    (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'serviceId', c.service_id, 'above', array(
         with recursive up as (
           select p.id, p.parent_id from categories p where p.id = c.parent_id
           union all
           select p.id, p.parent_id from categories p join up on p.id = up.parent_id
         ) select id from up)) order by c.id), '[]')
       from categories c
       where c.id in (
         select cast(jsonb_array_elements_text(showing -> 'categories') as integer)
         from jsonb_array_elements(latest.rules -> 'rules' || jsonb_build_array(latest.rules -> 'otherwise')) showing)) as named
  from service_visibility v
  left join (select rules from visibility_versions order by id desc limit 1) latest on true`;

interface Row {
  version: string;
  rules: Rules | null;
  services: Ruled['services'];
  named: Ruled['named'];
}

// versions are unique to the whole world: one memory serves every database that this process reads
const known = new Map<string, InForce>();
const mostKnown = 8;

/** How many people in how many places are remembered. */
const mostShown = 5000;

async function readInForce(db: Db): Promise<InForce & { version: string }> {
  const [row] = await rows<Row>(db, inForceSql);
  if (row === undefined) throw new Error('The table service_visibility is empty');
  const { version, rules, services, named } = row;
  return { version, rules: rules ?? noRules, ruled: { services, named }, shown: new Map() };
}

/** The rules of that version, or of the newer one that took its place meanwhile: read once for each. */
async function inForceAt(db: Db, version: string): Promise<InForce> {
  const kept = known.get(version);
  if (kept !== undefined) return kept;
  const { version: current, ...read } = await readInForce(db);
  known.set(current, read);
  const [oldest] = known.keys();
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  return read;
}

type Seer = Facts & Pick<Person, 'visibilityVersion'>;

/** What is shown to somebody at an address, null where no rule restricts anything. Worked out once for each set of facts. */
async function shownTo(db: Db, person: Seer, address: string | null): Promise<Shown | null> {
  if (person.visibilityVersion === null) return null;
  const { rules, ruled, shown } = await inForceAt(db, person.visibilityVersion);
  const { kind, login, isAdmin, manages, affiliations, attributes } = person;
  const facts = { kind, login, isAdmin, manages, affiliations, attributes, address };
  const key = JSON.stringify(facts);
  const found = shown.get(key) ?? evaluate(rules, ruled, facts).shown;
  if (shown.size >= mostShown) shown.clear();
  shown.set(key, found);
  return found;
}

const seerColumns = `
  p.id, p.kind, p.login, p.is_admin, p.affiliations, p.attributes || p.directory_attributes as attributes,
  array(select service_id from service_managers where person_id = p.id) as manages,
  (select version from service_visibility where restricts) as visibility_version`;

const seersSql = `
  select ${seerColumns} from people p
  where p.id = any (:ids) and exists (select 1 from service_visibility where restricts)`;

/** What is shown to people wherever they are, for what they read elsewhere than on a page: mails. By person; none where no rule restricts anything. */
export async function shownToAll(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, Shown | null>> {
  const people = await rows<Seer & { id: number }>(db, seersSql, { ids });
  const shown = await Promise.all(people.map(async (person) => [person.id, await shownTo(db, person, null)] as const));
  return new Map(shown);
}

/** What the rules say of one person at an address, and why, whether or not they restrict anything. */
export async function explain(db: Db, personId: number, address: string | null) {
  const [seer] = await rows<Seer>(db, `select ${seerColumns} from people p where p.id = :personId`, { personId });
  if (seer === undefined) return null;
  const { rules, ruled } = await readInForce(db);
  return { rules, evaluation: evaluate(rules, ruled, { ...seer, address }) };
}

/** Works out, for each request, what is shown to who makes it, from where he makes it. */
export const workOutShown =
  (db: Db): RequestHandler =>
  async (req, res, next) => {
    const person = res.locals.person as Person | null;
    if (person !== null) person.shown = await shownTo(db, person, req.ip ?? null);
    next();
  };
