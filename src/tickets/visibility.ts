import type { Standing } from './standing.ts';
import type { Ticket } from './ticket.ts';

const audiences = ['everyone', 'managers-owner-guests', 'managers-owner', 'managers-guests', 'managers'] as const;
export type Audience = (typeof audiences)[number];

export const visibilities = ['public', 'intranet', 'subject-only', 'private'] as const;
export type EffectiveVisibility = (typeof visibilities)[number];

/** Words of the guides for « Visibilité » of an entry or a file. */
export const audienceWords: Record<Audience, { label: string; icon: string }> = {
  everyone: { label: 'Publique', icon: 'globe2' },
  'managers-owner-guests': { label: 'Gestionnaires, propriétaire et invités', icon: 'eye' },
  'managers-owner': { label: 'Gestionnaires et propriétaire', icon: 'people' },
  'managers-guests': { label: 'Gestionnaires et invités', icon: 'people' },
  managers: { label: 'Gestionnaires', icon: 'lock-fill' },
};

export const visibilityWords: Record<EffectiveVisibility, string> = {
  public: 'Publique',
  intranet: 'Intranet',
  'subject-only': 'Sujet seulement',
  private: 'Privée',
};

const isOutward = (ticket: Pick<Ticket, 'effectiveVisibility'>, standing: Standing) =>
  ticket.effectiveVisibility === 'public' || (ticket.effectiveVisibility === 'intranet' && standing.kind === 'cas');

/** May this person open the ticket? The same rule as {@link visibleSql}, for one ticket already read. */
export function mayOpen(ticket: Ticket & { confidential: boolean }, standing: Standing): boolean {
  if (standing.owns || standing.invited || standing.kind === 'application') return true;
  if (ticket.confidential) return standing.member;
  return standing.admin || standing.manages || standing.managesSibling || isOutward(ticket, standing);
}

/** May this person, who may open the ticket, read an entry or a file written by `authorId` for `audience`? */
export function mayRead(
  entry: { audience: Audience; authorId: number | null },
  ticket: Pick<Ticket, 'effectiveVisibility'>,
  standing: Standing,
): boolean {
  if (standing.manages || standing.admin || (entry.authorId !== null && entry.authorId === standing.personId))
    return true;
  switch (entry.audience) {
    case 'everyone':
      return standing.owns || standing.invited || standing.managesSibling || isOutward(ticket, standing);
    case 'managers-owner-guests':
      return standing.owns || standing.invited || standing.managesSibling;
    case 'managers-owner':
      return standing.owns;
    case 'managers-guests':
      return standing.invited;
    case 'managers':
      return standing.managesSibling;
  }
}

/**
 * The visibility rule for lists, on tickets named `t`, for `:person`, `:admin` and `:cas` ({@link readerBindings}).
 * What depends on the person alone is worked out once per query, not once per ticket.
 */
export const visibleSql = `(
  t.owner_id = :person
  or exists (select 1 from ticket_guests g where g.ticket_id = t.id and g.person_id = :person)
  or (t.category_id <> all (array(select hidden_categories(:person)))
    and (:admin
      or t.service_id = any (array(select service_id from service_managers where person_id = :person))
      or t.service_id = any (array(
           select own.id from services own
           join services sibling on sibling.inter_service = own.inter_service and sibling.id <> own.id
           join service_managers m on m.service_id = sibling.id and m.person_id = :person
           where own.inter_service <> ''))
      or t.effective_visibility = 'public'
      or (t.effective_visibility = 'intranet' and :cas))))`;

/** What is left of {@link visibleSql} for who manages the service of the ticket: asking the rest would cost more than the list. */
export const managedVisibleSql = `(
  t.category_id <> all (array(select hidden_categories(:person)))
  or t.owner_id = :person
  or exists (select 1 from ticket_guests g where g.ticket_id = t.id and g.person_id = :person))`;

export const readerBindings = (person: { id: number; kind: 'cas' | 'external'; isAdmin: boolean }) => ({
  person: person.id,
  admin: person.isAdmin,
  cas: person.kind === 'cas',
});
