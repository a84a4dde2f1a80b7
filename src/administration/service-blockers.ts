import { type Db, rows } from '../db/connection.ts';
import { noRules, type Rules } from '../services/visibility/rules.ts';

/** What stands in the way of deleting a service, in words to translate, and where it is undone. */
export interface Blocker {
  text: string;
  values: Record<string, string | number>;
  href: string;
}

interface Held {
  categories: number;
  tickets: number;
  archived: number;
  redirected: string[];
  rules: Rules | null;
}

const heldSql = `
  select (select count(*) from categories where service_id = :id) as categories,
    (select count(*) from tickets where service_id = :id and archived_at is null) as tickets,
    (select count(*) from tickets where service_id = :id and archived_at is not null) as archived,
    array(select label from services where redirects_to = :id order by position, id)
    || array(select s.label || ' › ' || c.label from categories c join services s on s.id = c.service_id
       join categories own on own.id = c.redirects_to where own.service_id = :id and c.service_id <> :id
       order by s.position, c.position, c.id) as redirected,
    (select rules from visibility_versions order by id desc limit 1) as rules`;

/** The rules and named conditions of visibility that name a service. */
function naming({ rules, conditions, otherwise }: Rules, id: number): string[] {
  const asks = ({ groups }: Rules['conditions'][number]) =>
    groups.flat().some((test) => test.kind === 'manager' && test.service === id);
  return [
    ...rules.filter((rule) => rule.services.includes(id) || asks(rule)).map(({ name }) => name),
    ...conditions.filter(asks).map(({ name }) => name),
    ...(otherwise.services.includes(id) ? ['par défaut'] : []),
  ];
}

export async function blockersOf(db: Db, id: number): Promise<Blocker[]> {
  const [held] = await rows<Held>(db, heldSql, { id });
  if (held === undefined) return [];
  const { categories, tickets, archived, redirected } = held;
  const rules = naming({ ...noRules, ...held.rules }, id);
  const own = `/services/${id}`;
  return [
    ...(tickets + archived > 0
      ? [
          {
            text: 'Il a des tickets : {{tickets}}, et {{archived}} archivés. Supprimer une catégorie demande où déplacer les siens.',
            values: { tickets, archived },
            href: `${own}/categories`,
          },
        ]
      : []),
    ...(categories > 0
      ? [
          {
            text: 'Il a des catégories : {{categories}}. Déplacez-les dans un autre service, ou supprimez-les.',
            values: { categories },
            href: `${own}/categories`,
          },
        ]
      : []),
    ...(redirected.length > 0
      ? [
          {
            text: 'Des redirections y mènent : {{names}}.',
            values: { names: redirected.join(', ') },
            href: `${own}/redirections`,
          },
        ]
      : []),
    ...(rules.length > 0
      ? [
          {
            text: 'Des règles de visibilité le nomment : {{names}}.',
            values: { names: rules.join(', ') },
            href: '/administration/service-visibility',
          },
        ]
      : []),
  ];
}
