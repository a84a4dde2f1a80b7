import type { Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';

/** One of each kind: the table of who reads what is compared whole elsewhere. */
export const standings = [
  'une personne sans rapport avec le ticket',
  'un compte extérieur',
  'le propriétaire',
  'le créateur, pour le compte du propriétaire',
  'un invité',
  'un ancien invité',
  'un gestionnaire du service, invité',
  'le gestionnaire du ticket, membre de la catégorie',
  'un gestionnaire d’un service du même inter-service',
  'un ancien gestionnaire, en charge du ticket quand il a été clos',
  'un administrateur',
  'une personne à qui une règle cache le service',
  'un invité, à qui une règle cache le service',
];

/** All of them signed in. The CAS server knows no outsider: they sign in like the others, and are outsiders from then on. */
export async function visitors({ db, visitor }: World): Promise<Map<string, Visitor>> {
  const outsiders: { id: number }[] = await db('people')
    .where({ kind: 'external' })
    .update({ kind: 'cas' })
    .returning('id');
  const found = new Map<string, Visitor>();
  for (const [rank, who] of standings.entries()) found.set(who, await visitor(`znom${rank}z`));
  await db('people')
    .whereIn(
      'id',
      outsiders.map(({ id }) => id),
    )
    .update({ kind: 'external' });
  return found;
}
