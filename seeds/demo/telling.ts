import type { Details } from '../../src/tickets/actions/define.ts';
import { type Changes, changesBetween } from '../../src/tickets/record.ts';
import { isOpen, type Origin, type Priority, type Status } from '../../src/tickets/ticket.ts';
import type { Audience, EffectiveVisibility } from '../../src/tickets/visibility.ts';
import { isoDay } from './calendar.ts';
import type { Category, Person, Service, World } from './world.ts';

interface FileTold {
  id: string;
  name: string;
  /** When its content was erased. */
  deletedAt?: Date;
}

export interface Entry {
  batch: string;
  action: string;
  actor: Person | null;
  at: Date;
  audience: Audience;
  says: string | null;
  details: Details;
  changes: Changes;
  files: readonly FileTold[];
}

/** A ticket being told: its present state, and the history that led there. */
export interface Tale {
  world: World;
  subject: string;
  status: Status;
  category: Category;
  creationService: Service;
  owner: Person;
  creator: Person;
  handler: Person | null;
  origin: Origin;
  priority: Priority | null;
  visibility: EffectiveVisibility | null;
  anonymous: boolean;
  closedAt: Date | null;
  spentMinutes: number | null;
  firstReactionAt: Date | null;
  entries: Entry[];
  guests: Map<Person, Date>;
}

export interface Saying {
  says?: string;
  audience?: Audience;
  files?: readonly string[];
  batch?: string;
}

interface Doing extends Saying {
  details?: Details;
}

const must = (condition: boolean, tale: Tale, action: string) => {
  if (!condition) throw new Error(`« ${tale.subject} »: cannot ${action} a ticket that is ${tale.status}`);
};

const told = new WeakMap<Tale, ReturnType<typeof stateOf>>();

const stateOf = (tale: Tale) => ({
  subject: tale.subject,
  status: tale.status,
  serviceId: tale.category.service.id,
  categoryId: tale.category.id,
  handlerId: tale.handler?.id ?? null,
  closedAt: tale.closedAt,
  spentMinutes: tale.spentMinutes,
  firstReactionAt: tale.firstReactionAt,
});

/** What changed since the entry before, as the history of the product keeps it. */
function changesOf(tale: Tale, actor: Person | null, at: Date): Changes {
  const before = told.get(tale) ?? stateOf(tale);
  const { handlerId, categoryId } = changesBetween(before, stateOf(tale));
  const reacts =
    actor !== null && (before.handlerId === actor.id || handlerId !== undefined || categoryId !== undefined);
  if (reacts) tale.firstReactionAt ??= at;
  const now = stateOf(tale);
  told.set(tale, now);
  return changesBetween(before, now);
}

function add(tale: Tale, action: string, actor: Person | null, at: Date, doing: Doing = {}): string {
  const { random } = tale.world;
  const batch = doing.batch ?? random.uuid();
  tale.entries.push({
    batch,
    action,
    actor,
    at,
    audience: doing.audience ?? 'managers-owner-guests',
    says: doing.says ?? null,
    details: doing.details ?? {},
    changes: changesOf(tale, actor, at),
    files: (doing.files ?? []).map((name) => ({ id: random.uuid(), name })),
  });
  return batch;
}

export interface Filing extends Saying {
  in: Category;
  owner: Person;
  creator?: Person;
  subject: string;
  says: string;
  at: Date;
  origin?: Origin;
  priority?: Priority | null;
  visibility?: EffectiveVisibility | null;
}

export function file(world: World, filing: Filing): Tale {
  const creator = filing.creator ?? filing.owner;
  const tale: Tale = {
    world,
    subject: filing.subject,
    status: 'free',
    category: filing.in,
    creationService: filing.in.service,
    owner: filing.owner,
    creator,
    handler: null,
    origin: filing.origin ?? 'web',
    priority: filing.priority ?? null,
    visibility: filing.visibility ?? null,
    anonymous: filing.in.service.anonymous,
    closedAt: null,
    spentMinutes: null,
    firstReactionAt: null,
    entries: [],
    guests: new Map(),
  };
  const details: Details = creator === filing.owner ? {} : { owner: { person: filing.owner.id } };
  const batch = add(tale, 'file', creator, filing.at, { ...filing, details });
  invitePermanentGuests(tale, filing.at, batch);
  return tale;
}

const invitePermanentGuests = (tale: Tale, at: Date, batch: string) => {
  for (const guest of tale.category.service.permanentGuests) {
    if (guest !== tale.owner && !tale.guests.has(guest)) invite(tale, null, at, guest, { batch });
  }
};

export function invite(tale: Tale, by: Person | null, at: Date, guest: Person, saying: Saying = {}): void {
  tale.guests.set(guest, at);
  add(tale, 'invite', by, at, { ...saying, details: { who: { person: guest.id } } });
}

const previously = (tale: Tale): Details => (tale.handler === null ? {} : { from: { person: tale.handler.id } });
const inCharge = (tale: Tale, handler: Person) => {
  tale.handler = handler;
  if (tale.status === 'free') tale.status = 'in-progress';
};

export function takeCharge(tale: Tale, by: Person, at: Date, saying: Saying = {}): string {
  must(isOpen(tale) && tale.handler !== by, tale, 'take');
  const details: Details = { ...previously(tale), to: { person: by.id } };
  inCharge(tale, by);
  return add(tale, 'take-charge', by, at, { ...saying, details });
}

export function assign(tale: Tale, by: Person, at: Date, to: Person, saying: Saying = {}): void {
  must(isOpen(tale) && tale.handler !== to, tale, 'assign');
  const details: Details = { ...previously(tale), to: { person: to.id } };
  inCharge(tale, to);
  add(tale, 'assign', by, at, { ...saying, details });
}

export function release(tale: Tale, by: Person | null, at: Date, saying: Saying = {}): void {
  must(isOpen(tale) && tale.handler !== null, tale, 'release');
  tale.handler = null;
  if (tale.status === 'in-progress') tale.status = 'free';
  add(tale, 'release', by, at, saying);
}

export function comment(tale: Tale, by: Person, at: Date, saying: Saying & { says: string }): void {
  if (tale.status === 'incomplete' && (by === tale.owner || by === tale.handler)) tale.status = 'in-progress';
  add(tale, 'comment', by, at, saying);
}

/** Between managers; a question that waits for the owner goes on waiting. */
export function note(tale: Tale, by: Person, at: Date, says: string): void {
  must(!(tale.status === 'incomplete' && by === tale.handler), tale, 'note');
  add(tale, 'comment', by, at, { says, audience: 'managers' });
}

export function addFile(tale: Tale, by: Person, at: Date, name: string): void {
  add(tale, 'add-file', by, at, { files: [name] });
}

/** Erased for good; its name stays. */
export function deleteFile(tale: Tale, by: Person, at: Date, name: string, saying: Saying = {}): void {
  const file = tale.entries.flatMap(({ files }) => files).find((one) => one.name === name);
  if (file === undefined) throw new Error(`« ${tale.subject} » has no ${name}`);
  file.deletedAt = at;
  add(tale, 'delete-file', by, at, { ...saying, details: { name: { file: file.id } } });
}

export function ask(tale: Tale, by: Person, at: Date, saying: Saying & { says: string }): void {
  must(isOpen(tale) && tale.handler === by, tale, 'ask');
  tale.status = 'incomplete';
  add(tale, 'request-information', by, at, saying);
}

const usualTimes = [10, 20, 30, 45, 60, 90, 150, 240] as const;

export function close(tale: Tale, by: Person, at: Date, saying: Saying = {}): void {
  must(isOpen(tale) && (by === tale.handler || by === tale.owner), tale, 'close');
  tale.status = by === tale.owner ? 'approved' : 'closed';
  tale.closedAt = at;
  if (tale.category.service.spentTimeRequired && by !== tale.owner)
    tale.spentMinutes = tale.world.random.pick(usualTimes);
  add(tale, 'close', by, at, saying);
}

export function approve(tale: Tale, at: Date, saying: Saying = {}): void {
  must(tale.status === 'closed', tale, 'approve');
  tale.status = 'approved';
  add(tale, 'approve-closure', tale.owner, at, saying);
}

export function refuseClosure(tale: Tale, at: Date, saying: Saying & { says: string }): void {
  must(tale.status === 'closed', tale, 'refuse the closure of');
  tale.status = tale.handler === null ? 'free' : 'in-progress';
  tale.closedAt = null;
  add(tale, 'refuse-closure', tale.owner, at, saying);
}

export function reopen(tale: Tale, by: Person, at: Date, saying: Saying = {}): void {
  must(!isOpen(tale), tale, 'reopen');
  tale.status = tale.handler === null ? 'free' : 'in-progress';
  tale.closedAt = null;
  add(tale, 'reopen', by, at, saying);
}

export function cancel(tale: Tale, at: Date, saying: Saying = {}): void {
  must(isOpen(tale), tale, 'cancel');
  tale.status = 'cancelled';
  tale.closedAt = at;
  add(tale, 'cancel', tale.owner, at, saying);
}

export function refuse(tale: Tale, by: Person, at: Date, saying: Saying & { says: string }): void {
  must(isOpen(tale) && tale.handler === by, tale, 'refuse');
  tale.status = 'refused';
  tale.closedAt = at;
  add(tale, 'refuse', by, at, saying);
}

export function postpone(tale: Tale, by: Person, at: Date, until: Date | null, saying: Saying = {}): void {
  must(isOpen(tale) && tale.handler === by, tale, 'postpone');
  tale.status = 'postponed';
  add(tale, 'postpone', by, at, { ...saying, details: until === null ? {} : { until: { date: isoDay(until) } } });
}

export function recall(tale: Tale, at: Date): void {
  must(tale.status === 'postponed', tale, 'recall');
  tale.status = 'in-progress';
  add(tale, 'recall', null, at);
}

export function expire(tale: Tale, at: Date): void {
  must(tale.status === 'closed', tale, 'expire');
  tale.status = 'expired';
  add(tale, 'expire', null, at);
}

/** The guests of the new service come in; who has it in charge leaves it, unless he manages the new service too. */
export function transfer(tale: Tale, by: Person, at: Date, to: Category, saying: Saying = {}): void {
  const from = tale.category;
  tale.category = to;
  const batch = add(tale, 'transfer', by, at, {
    ...saying,
    details: { from: { category: from.id }, to: { category: to.id } },
  });
  if (to.service === from.service) return;
  if (isOpen(tale) && tale.handler !== null && !to.service.managers.some(({ person }) => person === tale.handler)) {
    release(tale, null, at, { batch });
  }
  invitePermanentGuests(tale, at, batch);
}

export function changeSubject(tale: Tale, by: Person, at: Date, subject: string): void {
  const from = tale.subject;
  tale.subject = subject;
  add(tale, 'change-subject', by, at, { details: { from: { text: from }, to: { text: subject } } });
}

export const lastAt = (tale: Tale): Date => tale.entries.at(-1)?.at ?? tale.world.now;
