import { randomUUID } from 'node:crypto';
import type { Db } from '../../src/db/connection.ts';
import { type Privilege, privileges } from '../../src/services/privileges.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';

let serial = 0;

export async function aPerson(
  db: Db,
  facts: { login?: string; name?: string; mail?: string | null; admin?: boolean } = {},
) {
  const login = facts.login ?? `person${++serial}`;
  const [row] = await db('people')
    .insert({
      login,
      displayName: facts.name ?? `Personne ${login}`,
      mail: facts.mail === undefined ? `${login}@univ.example` : facts.mail,
      isAdmin: facts.admin ?? false,
    })
    .returning(['id', 'login', 'displayName', 'mail']);
  return row as { id: number; login: string; displayName: string; mail: string };
}

export async function aService(db: Db, facts: Record<string, unknown> = {}): Promise<{ id: number; label: string }> {
  const label = `Service ${++serial}`;
  const [row] = await db('services')
    .insert({ label, longLabel: label, enabled: true, ...facts })
    .returning(['id', 'label']);
  return row;
}

export async function aCategory(
  db: Db,
  serviceId: number,
  facts: Record<string, unknown> = {},
): Promise<{ id: number; longLabel: string }> {
  const label = `Catégorie ${++serial}`;
  const [row] = await db('categories')
    .insert({ serviceId, label, longLabel: label, ...facts })
    .returning(['id', 'longLabel']);
  return row;
}

export const aManager = (
  db: Db,
  serviceId: number,
  personId: number,
  held: readonly Privilege[] = privileges,
  facts = {},
) => db('serviceManagers').insert({ serviceId, personId, privileges: [...held], ...facts });

/** A ticket with the entry of its creation. */
export async function aTicket(
  db: Db,
  facts: Partial<Ticket> & Pick<Ticket, 'serviceId' | 'categoryId' | 'ownerId'>,
): Promise<{ id: number }> {
  const now = facts.createdAt ?? new Date();
  const [ticket] = await db('tickets')
    .insert({
      subject: 'Connexion impossible',
      creationServiceId: facts.serviceId,
      creatorId: facts.ownerId,
      effectiveVisibility: 'private',
      createdAt: now,
      lastActionAt: now,
      ...facts,
    })
    .returning('id');
  await db('ticketEvents').insert({
    ticketId: ticket.id,
    batch: randomUUID(),
    action: 'file',
    actorId: facts.ownerId,
    at: now,
    messageHtml: '<p>Bonjour, je ne peux plus me connecter.</p>',
    messageText: 'Bonjour, je ne peux plus me connecter.',
  });
  return ticket;
}
