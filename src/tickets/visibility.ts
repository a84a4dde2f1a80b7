import type { Person, Shown } from '../people/person.ts';
import type { Standing } from './standing.ts';

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

interface Placed {
  effectiveVisibility: EffectiveVisibility;
  confidential: boolean;
}

/** Open to people who have nothing to do with it. */
const isOutward = ({ effectiveVisibility, confidential }: Placed, { kind, seesService }: Standing) =>
  !confidential &&
  seesService &&
  (effectiveVisibility === 'public' || (effectiveVisibility === 'intranet' && kind === 'cas'));

/**
 * May this person open the ticket? The same rule as {@link visibleSql}, for one ticket already read. Archiving a ticket
 * freezes it and changes nothing to who may read it.
 */
export function mayOpen(ticket: Placed, standing: Standing): boolean {
  if (standing.kind === 'mailbox') return !ticket.confidential || standing.member;
  if (standing.owns || standing.invited || standing.kind === 'application') return true;
  if (ticket.confidential) return standing.member;
  return standing.admin || standing.manages || standing.managesSibling || isOutward(ticket, standing);
}

/**
 * May this person, who may open the ticket, read an entry or a file written by `authorId` for `audience`?
 * The same rule as {@link readableEntrySql}.
 */
export function mayRead(
  entry: { audience: Audience; authorId: number | null },
  ticket: Placed,
  standing: Standing,
): boolean {
  // what the owner and the guests both read
  if (standing.kind === 'mailbox') return entry.audience === 'everyone' || entry.audience === 'managers-owner-guests';
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

// What depends on the person alone was read with his session ({@link readerBindings}): asked here, each use of it would be
// a part of the plan, and what a statement costs first is the size of its plan. It stands behind a `select`, so that one
// plan serves everybody and is kept: Postgres plans again, each time, what looks cheaper for who asks.
const bound = (name: keyof ReturnType<typeof readerBindings>, type: string) =>
  `cast((select cast(:${name} as ${type})) as ${type})`;

/** Whether a service is one of {@link visibleServicesSql}. */
export const serviceVisibleSql = (
  service: string,
) => `${service}.enabled and (${service}.id = any (${bound('sees', 'integer[]')})
    or (${bound('sees', 'integer[]')} is null and not (select restricts from service_visibility)))`;

/**
 * The services shown to `:person`, whose public tickets he may open without having anything to do with them. Rules of
 * visibility of the services (src/services/visibility) are worked out before, into `:sees`; without it, they show nothing.
 */
export const visibleServicesSql = `
  select shown.id from services shown where ${serviceVisibleSql('shown')}`;

const admin = bound('admin', 'boolean');
const cas = bound('cas', 'boolean');
const owned = 't.owner_id = :person';
const invited = 'exists (select 1 from ticket_guests g where g.ticket_id = t.id and g.person_id = :person)';
/** What is left of {@link managesSql} for who manages the service of the ticket. */
const unconcealed = `t.category_id <> all (${bound('concealed', 'integer[]')})`;
const ofOwnService = `t.service_id = any (${bound('manages', 'integer[]')})`;
const ofSiblingService = `t.service_id = any (${bound('siblings', 'integer[]')})`;
const outward = `t.service_id = any (array(${visibleServicesSql}))
    and (t.effective_visibility = 'public' or (t.effective_visibility = 'intranet' and ${cas}))`;

/** The visibility rule for lists, on tickets named `t`, for the person of {@link readerBindings}. */
export const visibleSql = `(${owned}
  or (${unconcealed} and (${admin} or ${ofOwnService} or ${ofSiblingService} or (${outward})))
  or ${invited})`;

/**
 * The tickets of others whose subject `:person` may see in a list: those that he may open without having anything to do
 * with them, and those of which the subject alone is shown, to whom « Intranet » would show the rest.
 */
export const subjectShownSql = `(${unconcealed} and t.service_id = any (array(${visibleServicesSql}))
  and (t.effective_visibility = 'public' or (t.effective_visibility in ('intranet', 'subject-only') and ${cas})))`;

/** What is left of {@link visibleSql} for who manages the service of the ticket: asking the rest would cost more than the list. */
export const managedVisibleSql = `(${unconcealed} or ${owned} or ${invited})`;

/** The same in the services of `:manages` alone: of all the concealed categories, a few are theirs, and each line is compared with them. */
export const ownServiceVisibleSql = `(t.category_id <> all (${bound('excluded', 'integer[]')}) or ${owned} or ${invited})`;

/** Whether `:person` knows the tickets `t` as their managers do: by {@link standingTo}, or as an administrator. */
export const managesSql = `(${unconcealed} and (${admin} or ${ofOwnService}))`;

/**
 * May `:person` read these entries or files of tickets named `t`? The whole rule, opening the ticket included; what a
 * list, a search, a feed or an export shows of a text goes through it. Each way to the ticket stands there once, with the
 * audiences that it opens, for the size of the plan: one's own texts are read by any of them.
 */
export const readableEntrySql = (entry: string, author: 'actor_id' | 'uploader_id') => {
  const reads = (...opened: readonly Audience[]) =>
    `(${entry}.audience in (${opened.map((audience) => `'${audience}'`).join(', ')}) or ${entry}.${author} = :person)`;
  return `((${owned} and ${reads('everyone', 'managers-owner-guests', 'managers-owner')})
  or (${unconcealed} and (${admin} or ${ofOwnService}
    or (${ofSiblingService} and ${reads('everyone', 'managers-owner-guests', 'managers')})
    or (${outward} and ${reads('everyone')})))
  or (${invited} and ${reads('everyone', 'managers-owner-guests', 'managers-guests')}))`;
};

/** Enough of somebody to judge one ticket. */
export interface Known extends Pick<Person, 'id' | 'kind' | 'isAdmin'> {
  /** What the rules of visibility show to him: see `workOutShown`. */
  shown?: Shown | null;
}

export interface Reader extends Known, Pick<Person, 'manages' | 'siblings' | 'concealed' | 'excluded'> {}

export const readerBindings = (person: Reader) => ({
  person: person.id,
  admin: person.isAdmin,
  cas: person.kind === 'cas',
  sees: person.shown?.view ?? null,
  manages: person.manages,
  siblings: person.siblings,
  concealed: person.concealed,
  excluded: person.excluded,
});
