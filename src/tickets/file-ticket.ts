import { type Db, rows, type Transaction } from '../db/connection.ts';
import type { OpenCategory } from '../services/open-category.ts';
import type { InputOf } from '../web/fields.ts';
import { choice, richText, shortText } from '../web/fields.ts';
import { person } from '../web/person-fields.ts';
import { assignAutomatically } from './actions/assign-automatically.ts';
import type { Outcome } from './actions/define.ts';
import { file } from './actions/file.ts';
import { invite } from './actions/invite.ts';
import { automaticAssignment } from './assignment.ts';
import { lately } from './earlier-sending.ts';
import { changesBetween, type Entry, entryOf } from './record.ts';
import { origins, originWords, type Priority, priorities, priorityWords } from './ticket.ts';
import { type Audience, type EffectiveVisibility, visibilities, visibilityWords } from './visibility.ts';
import { announcedSql, attachedSql, enteredSql } from './write.ts';

export const requestFields = {
  subject: shortText('Sujet', { required: 'Indiquez le sujet de votre demande.' }),
  message: richText('Description', {
    required: 'Décrivez votre demande.',
    help: 'Indiquez tout ce qui aidera à vous répondre : ce que vous faisiez, le message affiché, un exemple.',
  }),
};

export const advancedFields = {
  visibility: choice(
    'Visibilité',
    [{ value: '', label: 'par défaut' }, ...visibilities.map((value) => ({ value, label: visibilityWords[value] }))],
    {
      required: false,
      help: 'Privée : seuls vous, vos invités et les gestionnaires verront ce ticket.',
    },
  ),
  priority: choice(
    'Priorité',
    [
      { value: '', label: 'par défaut' },
      ...priorities.map((value) => ({ value: String(value), label: priorityWords[value].label })),
    ],
    { required: false },
  ),
};

/** Only for managers of the service: a ticket taken on the phone, for somebody else. */
export const onBehalfFields = {
  origin: choice(
    'Origine',
    origins.map((value) => ({ value, label: originWords[value] })),
    { initial: 'web' },
  ),
  owner: person('Propriétaire', { help: 'Nom, identifiant ou adresse électronique, si ce n’est pas vous' }),
};

interface NewTicket extends InputOf<typeof requestFields & typeof advancedFields> {
  origin: string;
  ownerId: number;
}

interface Filing {
  category: OpenCategory;
  creatorId: number;
  input: NewTicket;
  batch: string;
  now: Date;
  /** The chance of automatic assignments. */
  random?: () => number;
}

const filesFor: Audience = 'managers-owner-guests';

/**
 * The number that this form has been given already: sent twice, or drawn anew by « Précédent » around the same request,
 * which somebody sends again though it has just been filed, and did nothing more to it.
 */
const filedSql = `coalesce(filed_under(:batch, :person), (
  select t.id from tickets t join ticket_events e on e.ticket_id = t.id and e.action = 'file' and e.message_text = :text
  where t.owner_id = :owner and t.last_action_at > :since and t.creator_id = :person and t.created_at > :since
    and t.category_id = :category and t.subject = :subject and t.origin = :origin
    and t.visibility is not distinct from :visibility and t.priority is not distinct from :priority
    and not exists (select 1 from attachments waiting where waiting.draft_id = :batch)
    and not exists (select 1 from ticket_events later
      where later.ticket_id = t.id and later.actor_id = :person and later.batch <> e.batch)
  order by t.id desc limit 1))`;

const saidIn = ({ batch, category, creatorId, input, now }: Filing) => ({
  batch,
  person: creatorId,
  owner: input.ownerId,
  category: category.id,
  subject: input.subject,
  text: input.message.text,
  origin: input.origin,
  priority: input.priority === '' ? null : (Number(input.priority) as Priority),
  visibility: (input.visibility || null) as EffectiveVisibility | null,
  since: new Date(now.getTime() - lately),
});

/**
 * One statement: the row, its entries of which the first takes the files, the guests, the news. Nothing is written under
 * an operation that has served already; `filed_under` makes two that arrive together wait for one another.
 */
const fileSql = `
  with already as materialized (select ${filedSql} as id),
  ticket as (
    insert into tickets (subject, service_id, category_id, creation_service_id, owner_id, creator_id, handler_id, status, origin,
      priority, visibility, effective_visibility, anonymous, version, created_at, last_action_at)
    select :subject, :service, :category, :service, :owner, :person, :handler, :status, :origin, :priority, :visibility,
      :effectiveVisibility, :anonymous, :version, :now, :now
    from already where already.id is null
    returning id
  ),
  entered as (${enteredSql('ticket.id', ', ticket')}),
  invited as (
    insert into ticket_guests (ticket_id, person_id, added_at)
    select ticket.id, guest, :now from ticket, unnest(cast(:guests as integer[])) guest
  ),
  attached as (${attachedSql('(select id from ticket)', '(select min(id) from entered)')} and exists (select 1 from ticket)),
  sent as (delete from drafts where person_id = :person and id = :draft and exists (select 1 from ticket))
  select coalesce(ticket.id, already.id) as id,
    case when ticket.id is not null then (${announcedSql('ticket.id')}).id end as job
  from already left join ticket on true`;

/**
 * Files a ticket: the row, its history, who is assigned, the permanent guests of the service, the files, and the news,
 * in one transaction. Sent twice, it files once and answers the same number.
 */
export const fileTicket = (db: Db, filing: Filing): Promise<number> =>
  filing.category.assignment === 'nobody'
    ? writeTicket(db, filing, null)
    : db.transaction(
        async (trx) => (await filedAlready(trx, filing)) ?? writeTicket(trx, filing, await assigned(trx, filing)),
      );

async function filedAlready(trx: Transaction, filing: Filing): Promise<number | null> {
  const [found] = await rows<{ id: number | null }>(trx, `select ${filedSql} as id`, saidIn(filing));
  return found?.id ?? null;
}

/** As it stands before anybody is assigned. */
const fresh = { status: 'free', handlerId: null } as const;

const assigned = (trx: Transaction, { category, random = Math.random }: Filing): Promise<Outcome | null> =>
  automaticAssignment(trx, { ...fresh, categoryId: category.id, serviceId: category.serviceId }, random);

async function writeTicket(db: Db, filing: Filing, assignment: Outcome | null): Promise<number> {
  const { category, input, batch, now } = filing;
  const guests = category.permanentGuests.filter((guest) => guest !== input.ownerId);
  const entries = entriesOf(filing, guests, assignment);
  const said = saidIn(filing);
  const [written] = await rows<{ id: number }>(db, fileSql, {
    ...said,
    ...{ now, draft: batch, service: category.serviceId, anonymous: category.anonymous },
    effectiveVisibility: said.visibility ?? category.defaultVisibility,
    version: entries.length,
    guests,
    handler: assignment?.ticket?.handlerId ?? fresh.handlerId,
    status: assignment?.ticket?.status ?? fresh.status,
    audience: filesFor,
    entries: JSON.stringify(entries),
  });
  if (written === undefined) throw new Error('The ticket could not be written');
  return written.id;
}

/** The filing itself first: the files are its. */
function entriesOf({ creatorId, input }: Filing, guests: readonly number[], assignment: Outcome | null): Entry[] {
  const details = input.ownerId === creatorId ? {} : { owner: { person: input.ownerId } };
  const filed = entryOf(file, { message: input.message, audience: filesFor, details }, { actor: creatorId });
  const changes = changesBetween(fresh, { ...fresh, ...assignment?.ticket });
  return [
    filed,
    ...(assignment === null ? [] : [entryOf(assignAutomatically, assignment, { actor: null, changes })]),
    ...guests.map((person) => entryOf(invite, { details: { who: { person } } }, { actor: null })),
  ];
}
