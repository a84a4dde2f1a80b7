import { type Db, rows } from '../../db/connection.ts';
import type { Groups, Rules, Showing, Test } from '../../services/visibility/rules.ts';

export const format = 'guichet-visibility';

/** How a file names services and categories, whose numbers differ from an installation to another: by their labels. */
export interface Labels {
  service: ReadonlyMap<number, string>;
  /** From the service down, joined. */
  category: ReadonlyMap<number, string>;
}

const joint = ' › ';

const pathsSql = `
  with recursive tree as (
    select c.id, concat(s.label, '${joint}', c.label) as path from categories c join services s on s.id = c.service_id
    where c.parent_id is null
    union all
    select c.id, concat(tree.path, '${joint}', c.label) from tree join categories c on c.parent_id = tree.id
  )
  select tree.id, tree.path as label from tree join categories c on c.id = tree.id where c.hidden order by tree.id`;

export async function labelsOf(db: Db): Promise<Labels> {
  type Labelled = { id: number; label: string };
  const [services, categories] = [
    await rows<Labelled>(db, 'select id, label from services order by id', {}),
    await rows<Labelled>(db, pathsSql, {}),
  ];
  const map = (all: Labelled[]) => new Map(all.map(({ id, label }) => [id, label]));
  return { service: map(services), category: map(categories) };
}

const lost = (id: number | string) => `#${id}`;

const testOut = (test: Test, { service }: Labels, { conditions }: Rules) => {
  switch (test.kind) {
    case 'manager':
      return { ...test, service: test.service === null ? null : (service.get(test.service) ?? lost(test.service)) };
    case 'named':
      return { ...test, condition: conditions.find(({ id }) => id === test.condition)?.name ?? lost(test.condition) };
    default:
      return test;
  }
};

const showingOut = ({ everything, services, filters, categories }: Showing, labels: Labels) => ({
  everything,
  services: services.flatMap((id) => labels.service.get(id) ?? []),
  filters,
  categories: categories.flatMap((id) => labels.category.get(id) ?? []),
});

/** The rules as the object of their file. What names a service that is gone is left out. */
export function rulesFile(all: Rules, labels: Labels) {
  const groupsOut = (groups: Groups) => groups.map((group) => group.map((test) => testOut(test, labels, all)));
  return {
    format,
    version: 1,
    conditions: all.conditions.map(({ name, description, groups }) => ({
      name,
      description,
      groups: groupsOut(groups),
    })),
    rules: all.rules.map(({ id: _, groups, ...rule }) => ({
      ...rule,
      groups: groupsOut(groups),
      ...showingOut(rule, labels),
    })),
    otherwise: showingOut(all.otherwise, labels),
  };
}
