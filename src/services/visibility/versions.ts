import { type Db, rows, type Transaction } from '../../db/connection.ts';
import { attributesAsked, noRules, type Rules, rulesSchema } from './rules.ts';

/** What was done to the rules. */
export const deeds = {
  added: { label: 'Ajout de la règle « {{about}} »' },
  changed: { label: 'Modification de la règle « {{about}} »' },
  deleted: { label: 'Suppression de la règle « {{about}} »' },
  moved: { label: 'Déplacement de la règle « {{about}} »' },
  'condition-added': { label: 'Ajout de la condition « {{about}} »' },
  'condition-changed': { label: 'Modification de la condition « {{about}} »' },
  'condition-deleted': { label: 'Suppression de la condition « {{about}} »' },
  otherwise: { label: 'Modification de ce qui est montré à défaut' },
  imported: { label: 'Import d’un fichier de règles' },
  returned: { label: 'Retour à la version {{about}}' },
} as const;
export type Deed = keyof typeof deeds;

export interface Version {
  id: number;
  done: Deed;
  about: string;
  by: string;
  at: Date;
  rules: Rules;
}

const columns = 'v.id, v.done, v.about, p.display_name as by, v.at, v.rules';

/** The newest first; the first of them holds. */
export const versions = (db: Db, { limit, before = null }: { limit: number; before?: number | null }) =>
  rows<Version>(
    db,
    `select ${columns} from visibility_versions v join people p on p.id = v.author_id
     where :before::integer is null or v.id < :before::integer order by v.id desc limit :limit`,
    { limit, before },
  );

export async function versionOf(db: Db, id: number): Promise<Version | null> {
  const sql = `select ${columns} from visibility_versions v join people p on p.id = v.author_id where v.id = :id`;
  return (await rows<Version>(db, sql, { id }))[0] ?? null;
}

export interface Current {
  /** Number of the version, 0 before the first one. */
  number: number;
  rules: Rules;
}

export async function currentRules(db: Db): Promise<Current> {
  const [last] = await versions(db, { limit: 1 });
  return { number: last?.id ?? 0, rules: last?.rules ?? noRules };
}

interface Edit {
  done: Deed;
  about: string;
  actorId: number;
  at: Date;
}

/** Where the rules would not hold together, and why. */
export interface Fault {
  path: readonly PropertyKey[];
  message: string;
}

/**
 * What is edited is what holds when it is written, whatever the page showed; `change` answers null to leave all as it is.
 * Rules that do not hold together are not kept.
 */
export const editRules = (
  db: Db,
  edit: Edit,
  change: (current: Current) => Rules | null,
): Promise<{ done: boolean; faults: readonly Fault[] }> =>
  db.transaction(async (trx) => {
    await rows(trx, 'select version from service_visibility for update');
    const changed = change(await currentRules(trx));
    if (changed === null) return { done: false, faults: [] };
    const parsed = rulesSchema.safeParse(changed);
    if (!parsed.success) return { done: false, faults: parsed.error.issues };
    await store(trx, edit, parsed.data);
    return { done: true, faults: [] };
  });

const restricts = ({ rules, otherwise }: Rules) => !otherwise.everything || rules.some(({ enabled }) => enabled);

/** Attributes that no rule asked about before are read of everybody, once, by the worker. */
const newlyAsked = `
  select graphile_worker.add_job('read-attributes', job_key := 'read-attributes', max_attempts := 5)
  from service_visibility where not attributes @> :asked::text[]`;

async function store(trx: Transaction, { actorId, ...edit }: Edit, rules: Rules): Promise<void> {
  await rows(trx, newlyAsked, { asked: attributesAsked(rules) });
  await trx('visibilityVersions').insert({ ...edit, authorId: actorId, rules: JSON.stringify(rules) });
  await trx('serviceVisibility').update({
    version: trx.raw('gen_random_uuid()'),
    restricts: restricts(rules),
    attributes: attributesAsked(rules),
  });
}

/** A list with this one in the place of the former, or at the end. */
export const withOne = <T extends { id: string }>(all: readonly T[], one: T): T[] =>
  all.some(({ id }) => id === one.id) ? all.map((other) => (other.id === one.id ? one : other)) : [...all, one];

/** One place up or down; null where there is none. */
export function withRuleMoved(all: Rules, id: string, by: -1 | 1): Rules | null {
  const from = all.rules.findIndex((rule) => rule.id === id);
  const [moved, other] = [all.rules[from], all.rules[from + by]];
  if (moved === undefined || other === undefined) return null;
  return { ...all, rules: all.rules.map((rule) => (rule === moved ? other : rule === other ? moved : rule)) };
}
