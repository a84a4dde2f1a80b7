import { type Db, rows, type Transaction } from '../../db/connection.ts';
import { attributesAsked, noRules, type Rule, type Rules, rulesSchema } from './rules.ts';

/** What was done to the rules. */
export const deeds = {
  added: { label: 'Ajout de la règle « {{about}} »' },
  changed: { label: 'Modification de la règle « {{about}} »' },
  deleted: { label: 'Suppression de la règle « {{about}} »' },
  moved: { label: 'Déplacement de la règle « {{about}} »' },
  otherwise: { label: 'Modification de ce qui est montré à défaut' },
  returned: { label: 'Retour à la version {{about}}' },
} as const;
type Deed = keyof typeof deeds;

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

/** What is edited is what holds when it is written, whatever the page showed; null leaves all as it is. */
export const editRules = (db: Db, edit: Edit, change: (current: Current) => Rules | null): Promise<boolean> =>
  db.transaction(async (trx) => {
    await rows(trx, 'select version from service_visibility for update');
    const changed = change(await currentRules(trx));
    if (changed === null) return false;
    await store(trx, edit, rulesSchema.parse(changed));
    return true;
  });

const restricts = ({ rules, otherwise }: Rules) => otherwise === 'nothing' || rules.some(({ enabled }) => enabled);

async function store(trx: Transaction, { actorId, ...edit }: Edit, rules: Rules): Promise<void> {
  await trx('visibilityVersions').insert({ ...edit, authorId: actorId, rules: JSON.stringify(rules) });
  await trx('serviceVisibility').update({
    version: trx.raw('gen_random_uuid()'),
    restricts: restricts(rules),
    attributes: attributesAsked(rules),
  });
}

export const withRule = ({ rules, otherwise }: Rules, rule: Rule): Rules => ({
  otherwise,
  rules: rules.some(({ id }) => id === rule.id)
    ? rules.map((one) => (one.id === rule.id ? rule : one))
    : [...rules, rule],
});

export const withoutRule = ({ rules, otherwise }: Rules, id: string): Rules => ({
  otherwise,
  rules: rules.filter((rule) => rule.id !== id),
});

/** One place up or down; null where there is none. */
export function withRuleMoved({ rules, otherwise }: Rules, id: string, by: -1 | 1): Rules | null {
  const from = rules.findIndex((rule) => rule.id === id);
  const [moved, other] = [rules[from], rules[from + by]];
  if (moved === undefined || other === undefined) return null;
  return { otherwise, rules: rules.map((rule) => (rule === moved ? other : rule === other ? moved : rule)) };
}
