import type { Db, Transaction } from '../db/connection.ts';
import { type OpenCategory, permanentGuests } from '../services/categories.ts';
import type { InputOf, RichText } from '../web/fields.ts';
import { choice, richText, shortText } from '../web/fields.ts';
import { person } from '../web/person-fields.ts';
import { assignAutomatically } from './actions/assign-automatically.ts';
import { file } from './actions/file.ts';
import { invite } from './actions/invite.ts';
import { automaticAssignment } from './assignment.ts';
import { attachDraft } from './attachments.ts';
import { announce } from './perform.ts';
import { changesBetween, record } from './record.ts';
import { origins, originWords, type Priority, priorities, priorityWords } from './ticket.ts';
import { type EffectiveVisibility, visibilities, visibilityWords } from './visibility.ts';

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

/**
 * Files a ticket: the row, its history, who is assigned, the permanent guests of the service, the files, and the news,
 * in one transaction. Sent twice with the same batch, it files once and answers the same number.
 */
export const fileTicket = (db: Db, request: Filing): Promise<number> =>
  db.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(:batch, 0))', { batch: request.batch });
    const already = await trx('ticketEvents')
      .where({ batch: request.batch, actorId: request.creatorId })
      .first('ticketId');
    return already === undefined ? insertTicket(trx, request) : already.ticketId;
  });

async function insertTicket(
  trx: Transaction,
  { category, creatorId, input, batch, now, random = Math.random }: Filing,
): Promise<number> {
  const fresh = { categoryId: category.id, serviceId: category.serviceId, status: 'free', handlerId: null } as const;
  const assigned = await automaticAssignment(trx, fresh, random);
  const visibility = (input.visibility || null) as EffectiveVisibility | null;
  const guests = (await permanentGuests(trx, category.serviceId)).filter((guest) => guest.id !== input.ownerId);
  const [ticket] = await trx('tickets')
    .insert({
      subject: input.subject,
      serviceId: category.serviceId,
      categoryId: category.id,
      creationServiceId: category.serviceId,
      ownerId: input.ownerId,
      creatorId,
      origin: input.origin,
      priority: input.priority === '' ? null : (Number(input.priority) as Priority),
      visibility,
      effectiveVisibility: visibility ?? category.defaultVisibility,
      anonymous: category.anonymous,
      version: 1 + guests.length + (assigned === null ? 0 : 1),
      createdAt: now,
      lastActionAt: now,
      ...assigned?.ticket,
    })
    .returning('id');
  const eventId = await recordFiling(trx, {
    ticketId: ticket.id,
    creatorId,
    ownerId: input.ownerId,
    message: input.message,
    batch,
    now,
  });
  if (assigned !== null) {
    const changes = changesBetween(fresh, { ...fresh, ...assigned.ticket });
    await record(trx, assignAutomatically, assigned, byApplication(ticket.id, now), { batch, changes });
  }
  await invitePermanentGuests(trx, { ticketId: ticket.id, guests, batch, now });
  await attachDraft(trx, {
    draftId: batch,
    personId: creatorId,
    ticketId: ticket.id,
    eventId,
    audience: 'managers-owner-guests',
  });
  await announce(trx, ticket.id, batch);
  return ticket.id;
}

const byApplication = (id: number, now: Date) => ({ ticket: { id }, standing: { personId: null }, now });

const recordFiling = (
  trx: Transaction,
  {
    ticketId,
    creatorId,
    ownerId,
    message,
    batch,
    now,
  }: { ticketId: number; creatorId: number; ownerId: number; message: RichText; batch: string; now: Date },
) =>
  record(
    trx,
    file,
    { message, details: ownerId === creatorId ? {} : { owner: { person: ownerId } } },
    { ticket: { id: ticketId }, standing: { personId: creatorId }, now },
    { batch },
  );

async function invitePermanentGuests(
  trx: Transaction,
  { ticketId, guests, batch, now }: { ticketId: number; guests: readonly { id: number }[]; batch: string; now: Date },
): Promise<void> {
  for (const guest of guests) {
    await trx('ticketGuests').insert({ ticketId, personId: guest.id, addedAt: now });
    const outcome = { details: { who: { person: guest.id } } };
    await record(trx, invite, outcome, byApplication(ticketId, now), { batch });
  }
}
