import { type Db, rows } from '../db/connection.ts';
import { creationTree, type ShownForFiling, type TreeNode } from '../services/categories.ts';
import { mayHandleSql, takesTicketsSql } from '../services/handling.ts';
import type { Choices, Fields, Option } from '../web/fields.ts';
import type { Translate } from '../web/words.ts';
import { personView } from './people-shown.ts';
import type { Situation } from './situation.ts';
import type { Standing } from './standing.ts';
import { isPublicLike } from './ticket.ts';
import { type Audience, audienceWords } from './visibility.ts';

/** The audiences that this person can tell apart: a guest has nothing to hide from the guests. */
const audiencesWithin = ({ ticket, standing }: Situation): Audience[] => [
  ...(isPublicLike(ticket) ? (['everyone'] as const) : []),
  'managers-owner-guests',
  ...(standing.manages || standing.owns ? (['managers-owner'] as const) : []),
  ...(standing.manages || standing.invited ? (['managers-guests'] as const) : []),
  ...(standing.manages ? (['managers'] as const) : []),
];

/** Only managers choose as they write; the others write to the people of the ticket. */
const audienceChoices = (situation: Situation) => (situation.standing.manages ? audiencesWithin(situation) : []);

/** For what is already written: what it has may stay. */
const newAudienceChoices = (situation: Situation): Audience[] => [
  ...new Set([...audiencesWithin(situation), ...(situation.target ? [situation.target.audience] : [])]),
];

async function colleagues(db: Db, { ticket, standing }: Situation, t: Translate): Promise<Option[]> {
  const found = await rows<{ id: number; name: string; login: string | null; member: boolean }>(
    db,
    `select p.id, p.display_name as name, p.login, is_category_member(:category, p.id) as member
     from service_managers m join people p on p.id = m.person_id
     where m.service_id = :service and ${takesTicketsSql('m')} and p.id <> :person and p.id is distinct from :handler
       and ${mayHandleSql(':category', 'p.id')}
     order by member desc, m.position, p.display_name, p.id`,
    { category: ticket.categoryId, service: ticket.serviceId, person: standing.personId, handler: ticket.handlerId },
  );
  return found.map(({ id, name, login, member }) => ({
    value: String(id),
    label: found.some((other) => other.id !== id && other.name === name) ? `${name} (${login})` : name,
    group: t(member ? 'Membres de la catégorie' : 'Membres du service'),
  }));
}

/** Besides the services shown to him, a manager moves tickets to those that he manages. */
const shownToMover = ({ shown }: Standing, managed: readonly number[]): ShownForFiling | null =>
  shown && { ...shown, creation: [...shown.creation, ...managed] };

/** Where the ticket may go: every open category, or those of one's own services without the privilege to go further. */
async function destinations(db: Db, { ticket, standing }: Situation, t: Translate): Promise<Option[]> {
  const managed = await rows<{ serviceId: number }>(
    db,
    'select service_id from service_managers where person_id = :person',
    { person: standing.personId },
  );
  const own = managed.map(({ serviceId }) => serviceId);
  const anywhere = standing.privileges.has('transfer-to-other-service');
  const options: Option[] = [];
  const recent = await recentDestinations(db, standing.personId);
  const visit = (node: TreeNode, group: string, path: string) => {
    const label = path === '' ? node.label : `${path} › ${node.label}`;
    if (node.categoryId !== null && node.acceptsTickets && node.categoryId !== ticket.categoryId) {
      options.push({ value: String(node.categoryId), label, group });
    }
    for (const child of node.children) visit(child, group, node.categoryId === null ? '' : label);
  };
  for (const service of await creationTree(db, shownToMover(standing, own))) {
    if (anywhere || own.includes(service.serviceId)) visit(service, service.label, '');
  }
  const again = recent.flatMap((id) => options.find(({ value }) => value === String(id)) ?? []);
  return [
    ...again.map(({ value, label, group }) => ({
      value,
      label: `${label} (${group})`,
      group: t('Déplacements récents'),
    })),
    ...options.filter((option) => !again.includes(option)),
  ];
}

/** Where this person last moved tickets to, the latest first. */
const recentDestinations = async (db: Db, personId: number | null, most = 5): Promise<number[]> =>
  (
    await rows<{ id: number }>(
      db,
      `select id from (
         select (details #>> '{to,category}')::integer as id, max(id) as latest
         from (select id, details from ticket_events where actor_id = :personId and action = 'transfer'
               order by id desc limit 50) moves
         group by 1) recent
       order by latest desc limit :most`,
      { personId, most },
    )
  ).map(({ id }) => id);

/** Services, and under each its categories, whose people can be invited together. */
const groups = async (db: Db, t: Translate): Promise<Option[]> =>
  (
    await rows<{ value: string; label: string; group: string }>(
      db,
      `select value, label, "group" from (
         select 'service:' || s.id as value, '' as label, s.long_label as "group", s.position as rank, s.id as service, -1 as place
         from services s where s.enabled and exists (select 1 from service_managers m where m.service_id = s.id)
         union all
         select 'category:' || c.id, c.long_label, s.long_label, s.position, s.id, c.position
         from categories c join services s on s.id = c.service_id where s.enabled and not c.hidden
       ) all_groups order by rank, service, place, label`,
    )
  ).map((option) => ({ ...option, label: option.label || t('Tous les gestionnaires du service') }));

const guests = ({ ticket, standing }: Situation, t: Translate): Option[] =>
  ticket.guests.map((guest) => ({ value: String(guest.id), label: personView(guest, { ticket, standing }, t).name }));

const audienceOptions = (audiences: readonly Audience[], t: Translate): Option[] =>
  audiences.map((value) => ({ value, label: t(audienceWords[value].label) }));

/** The options of the choices that these fields name: only what is offered here is accepted back. */
export async function choicesFor(db: Db, fields: Fields, situation: Situation, t: Translate): Promise<Choices> {
  const wanted = new Set(Object.values(fields).flatMap((field) => field.choices ?? []));
  return {
    audiences: audienceOptions(audienceChoices(situation), t),
    'new-audiences': audienceOptions(newAudienceChoices(situation), t),
    guests: guests(situation, t),
    previous:
      situation.lastMove === null
        ? []
        : [{ value: String(situation.lastMove.category), label: situation.lastMove.label }],
    links: situation.links.map(({ id, subject }) => ({ value: String(id), label: `n°${id} : ${subject}` })),
    ...(wanted.has('groups') ? { groups: await groups(db, t) } : {}),
    ...(wanted.has('colleagues') ? { colleagues: await colleagues(db, situation, t) } : {}),
    ...(wanted.has('destinations') ? { destinations: await destinations(db, situation, t) } : {}),
  };
}
