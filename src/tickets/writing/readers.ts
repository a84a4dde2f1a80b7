import { type Db, rows } from '../../db/connection.ts';
import type { Translate } from '../../web/words.ts';
import { hidesNames } from '../people-shown.ts';
import type { Situation } from '../situation.ts';
import { type Standing, standingTo } from '../standing.ts';
import { type Audience, mayOpen, mayRead } from '../visibility.ts';

/** Somebody who has something to do with a ticket, and what. */
export interface Candidate {
  id: number;
  name: string;
  kind: 'cas' | 'external';
  admin: boolean;
  invited: boolean;
  manages: boolean;
  member: boolean;
  sibling: boolean;
}

/** What there is to know of a ticket, and of who writes, to say who will read. */
export interface Place {
  ticket: Pick<
    Situation['ticket'],
    'ownerId' | 'handlerId' | 'service' | 'anonymous' | 'confidential' | 'effectiveVisibility'
  >;
  standing: Pick<Standing, 'personId' | 'manages' | 'admin' | 'owns' | 'seesService'>;
  target?: { authorId: number | null };
}

/** Everybody whom the visibility rule could let read what `:owner` has in `:category` of `:service`, to which `guests` are invited. */
const candidatesAmong = (guests: string, confidential: string) => `
  with invited as (select g.person_id from ${guests}),
  managers as (select person_id from service_managers where service_id = :service),
  siblings as (
    select sm.person_id from services own
    join services other on other.inter_service = own.inter_service and other.id <> own.id
    join service_managers sm on sm.service_id = other.id
    where own.id = :service and own.inter_service <> ''
  ), who as (
    select cast(:owner as integer) as id union select id from people where is_admin
    union select person_id from invited union select person_id from managers union select person_id from siblings
  )
  select p.id, p.display_name as name, p.kind, p.is_admin as admin, p.id in (select person_id from invited) as invited,
    p.id in (select person_id from managers) as manages,
    p.id in (select person_id from managers) and (not ${confidential} or is_category_member(:category, p.id)) as member,
    p.id in (select person_id from siblings) as sibling
  from people p where p.id = any (array(select id from who))
  order by p.display_name, p.id`;

export const candidatesSql = candidatesAmong('ticket_guests g where g.ticket_id = :ticket', ':confidential');

const filingSql = `select c.*, category_is_confidential(:category) as confidential from (${candidatesAmong(
  'permanent_guests g where g.service_id = :service',
  'category_is_confidential(:category)',
)}) c`;

/** The same for a ticket that is not filed yet: the permanent guests of the service will be invited. */
export const candidatesForFiling = (db: Db, place: { owner: number; service: number; category: number }) =>
  rows<Candidate & { confidential: boolean }>(db, filingSql, place);

export const candidatesOf = (db: Db, { ticket }: Situation) =>
  rows<Candidate>(db, candidatesSql, {
    ticket: ticket.id,
    owner: ticket.ownerId,
    service: ticket.serviceId,
    category: ticket.categoryId,
    confidential: ticket.confidential,
  });

export const standingOf = (candidate: Candidate, { ticket, standing }: Place): Standing =>
  standingTo(ticket, {
    personId: candidate.id,
    kind: candidate.kind,
    admin: candidate.admin,
    owns: candidate.id === ticket.ownerId,
    handles: candidate.id === ticket.handlerId,
    manages: candidate.manages,
    member: candidate.member,
    invited: candidate.invited,
    managesSibling: candidate.sibling,
    seesService: standing.seesService,
    shown: null,
    privileges: new Set(),
  });

/** Somebody who has nothing to do with the ticket. */
export const passerBy = (kind: 'cas' | 'external', situation: Place): Standing =>
  standingOf(
    { id: 0, name: '', kind, admin: false, invited: false, manages: false, member: false, sibling: false },
    situation,
  );

type Part = 'owner' | 'guests' | 'managers' | 'siblings' | 'admins' | 'others';

const partOf = (standing: Standing): Part => {
  if (standing.owns) return 'owner';
  if (standing.invited) return 'guests';
  if (standing.manages) return 'managers';
  if (standing.managesSibling) return 'siblings';
  return standing.admin ? 'admins' : 'others';
};

interface Read {
  candidate: Candidate;
  part: Part;
}

const weighed = new WeakMap<readonly Candidate[], { place: Place; standings: readonly Standing[] }>();

/** A form says of each audience who would read: what each person is to the ticket is worked out once. */
function standingsOf(candidates: readonly Candidate[], place: Place): readonly Standing[] {
  const known = weighed.get(candidates);
  if (known?.place === place) return known.standings;
  const standings = candidates.map((candidate) => standingOf(candidate, place));
  weighed.set(candidates, { place, standings });
  return standings;
}

/** Who else than the one who writes will be able to read what he writes for `audience`, by the visibility rule itself. */
function readersOf(candidates: readonly Candidate[], situation: Place, audience: Audience): Read[] {
  const { ticket, standing: writer, target } = situation;
  const entry = { audience, authorId: target ? target.authorId : writer.personId };
  const standings = standingsOf(candidates, situation);
  return candidates.flatMap((candidate, at) => {
    const standing = standings[at] as Standing;
    const reads = mayOpen(ticket, standing) && mayRead(entry, ticket, standing);
    return reads && candidate.id !== writer.personId ? [{ candidate, part: partOf(standing) }] : [];
  });
}

const mostNames = 6;

function partWords(readers: readonly Read[], situation: Place, t: Translate): string[] {
  const { ticket, standing } = situation;
  const hidden = hidesNames(ticket, standing);
  const named = (part: Part) => readers.filter((reader) => reader.part === part).map(({ candidate }) => candidate.name);
  const [owner] = named('owner');
  const guests = named('guests');
  const counted = (part: Part, words: string, values: Record<string, string> = {}) => {
    const { length } = named(part);
    return length === 0 ? [] : [t(words, { count: length, ...values })];
  };
  const managers = ticket.confidential
    ? counted('managers', 'le seul autre membre de la catégorie confidentielle')
    : standing.manages
      ? counted('managers', 'l’autre gestionnaire du service {{service}}', { service: ticket.service })
      : counted('managers', 'le gestionnaire du service {{service}}', { service: ticket.service });
  return [
    ...(owner === undefined ? [] : [hidden ? t('le propriétaire') : t('{{name}} (propriétaire)', { name: owner })]),
    ...(guests.length === 0
      ? []
      : hidden || guests.length > mostNames
        ? counted('guests', '{{count}} invité')
        : counted('guests', '{{count}} invité ({{names}})', { names: guests.join(', ') })),
    ...managers,
    ...counted('siblings', '{{count}} gestionnaire d’un service associé'),
    ...counted('admins', '{{count}} administrateur de l’application'),
  ];
}

/** In words: whom the service invites to each of its tickets; null when it is nobody else than who writes. */
export function invitedSentence(candidates: readonly Candidate[], { ticket, standing }: Place, t: Translate) {
  const guests = candidates.filter(({ invited, id }) => invited && id !== standing.personId);
  if (guests.length === 0) return null;
  const values = { count: guests.length, names: guests.map(({ name }) => name).join(', ') };
  return hidesNames(ticket, standing) || guests.length > mostNames
    ? t('{{count}} invité permanent du service sera invité.', values)
    : t('Sera invité : {{names}}.', values);
}

/** In words: who will be able to read a text written for `audience` by the person of this situation. */
export function readersSentence(
  candidates: readonly Candidate[],
  situation: Place,
  audience: Audience,
  t: Translate,
): string {
  const { ticket } = situation;
  const open = (kind: 'cas' | 'external') => {
    const standing = passerBy(kind, situation);
    return mayOpen(ticket, standing) && mayRead({ audience, authorId: null }, ticket, standing);
  };
  if (open('external')) return t('Pourra lire : toute personne connectée à qui ce service est montré.');
  const inHouse = open('cas');
  const readers = readersOf(candidates, situation, audience).filter(
    ({ candidate }) => !inHouse || candidate.kind === 'external',
  );
  const words = [
    ...(inHouse ? [t('toute personne de l’établissement à qui ce service est montré')] : []),
    ...partWords(readers, situation, t),
  ];
  if (words.length === 0) return t('Personne d’autre que vous ne pourra lire ce texte.');
  const several = readers.length + Number(inHouse) > 1;
  return t(several ? 'Pourront lire : {{readers}}.' : 'Pourra lire : {{readers}}.', { readers: words.join(', ') });
}

/** What the owner does not read. */
export const inside: readonly Audience[] = ['managers', 'managers-guests'];

/** A text of the managers for the owner, just after one that he does not read: easily a mistake. */
export function readersWarning({ standing }: Place, audience: Audience, lastAudience: Audience | null): string | null {
  if (!standing.manages || standing.owns || lastAudience === null || !inside.includes(lastAudience)) return null;
  return inside.includes(audience)
    ? null
    : 'La dernière note est réservée aux gestionnaires ; ce message sera lu par le propriétaire.';
}

/** Who may open the ticket without having anything to do with it, hence read its subject; null when nobody may. */
export function subjectSentence(place: Place, t: Translate): string | null {
  const opens = (kind: 'cas' | 'external') => mayOpen(place.ticket, passerBy(kind, place));
  if (opens('external')) return t('Le sujet sera visible de toute personne connectée à qui ce service est montré.');
  return opens('cas')
    ? t('Le sujet sera visible de toute personne de l’établissement à qui ce service est montré.')
    : null;
}
