import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, rows } from '../../src/db/connection.ts';
import { selectPerson } from '../../src/people/person.ts';
import { performAction } from '../../src/tickets/perform.ts';
import { aDatabase } from '../support/databases.ts';
import { aCategory, aManager, aPerson, aService, aTicket } from '../support/rows.ts';
import { aBadRelay, type BadRelay } from './bad-relay.ts';
import { mortalWorkers, type Workers } from './workers.ts';

interface Wanted {
  acts: number;
  kills: number;
  workers: number;
  outages: number;
}

export interface Figures {
  acts: number;
  kills: number;
  expected: number;
  received: number;
  lost: number;
  repeated: number;
  /** The same mail, at most this many times. */
  mostTimes: number;
  /** Mails that came under more than one Message-ID, or ids that two mails share. */
  wrongIds: number;
  /** Rows of the address that does not exist, kept with what the relay said. */
  refusedAndVisible: number;
  /** Rows that are neither sent nor failed nor dropped. */
  forgotten: number;
  refusals: number;
  slow: number;
  outages: number;
  seconds: number;
}

/** Marc comments tickets of Léa, which a guest and two other managers follow, one of them without a true address. */
async function aStage(db: Db) {
  const service = await aService(db);
  const category = await aCategory(db, service.id);
  const [lea, gil] = [await aPerson(db, { login: 'lea' }), await aPerson(db, { login: 'gil' })];
  const marc = await aPerson(db, { login: 'marc' });
  await aManager(db, service.id, marc.id);
  for (const login of ['nadia', 'inconnu']) {
    const { id } = await aPerson(db, { login });
    await aManager(db, service.id, id, [], { monitorsAny: 'always', monitorsCategory: 'always' });
  }
  const tickets: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    const facts = { serviceId: service.id, categoryId: category.id, ownerId: lea.id, handlerId: marc.id };
    const { id } = await aTicket(db, { ...facts, status: 'in-progress' });
    await db('ticketGuests').insert({ ticketId: id, personId: gil.id });
    tickets.push(id);
  }
  const told = [lea, gil].map(({ mail }) => mail).concat('nadia@univ.example');
  return { tickets, marc: await selectPerson(db, marc.id), told };
}

type Stage = Awaited<ReturnType<typeof aStage>>;

async function act(db: Db, { tickets, marc }: Stage, n: number): Promise<void> {
  const result = await performAction(db, {
    ticketId: tickets[n % tickets.length] ?? 0,
    action: 'comment',
    actor: marc,
    body: { message: `acte-${n}` },
    version: null,
    batch: randomUUID(),
    now: new Date(),
    t: (text) => text,
  });
  if (result.kind !== 'done') throw new Error(`Act ${n}: ${result.kind}`);
}

/** As if the time of the next try had come, and of the look at who is gone. */
const hasten = (db: Db) =>
  db.raw(`update graphile_worker._private_jobs set run_at = now() where run_at > now() and locked_at is null`);

const left = async (db: Db) => {
  const [count] = await rows<{ jobs: number }>(
    db,
    `select count(*)::int as jobs from graphile_worker.jobs
     where task_identifier in ('announce', 'deliver') and attempts < max_attempts`,
  );
  return count?.jobs ?? 0;
};

/** The acts are spread over all the deaths, and the outages among them. */
async function actAmong(db: Db, stage: Stage, relay: BadRelay, workers: Workers, wanted: Wanted) {
  const outageEvery = Math.ceil(wanted.acts / (wanted.outages + 1));
  for (let n = 0; n < wanted.acts; n += 1) {
    while (workers.kills < wanted.kills && workers.kills < Math.floor((n * wanted.kills) / wanted.acts))
      await sleep(20);
    await act(db, stage, n);
    if (n > 0 && n % outageEvery === 0) void relay.goDown(1500);
  }
}

async function figuresOf(db: Db, stage: Stage, { taken, refusals, slow, outages }: BadRelay, acts: number) {
  const times = new Map<string, number>();
  const ids = new Map<string, Set<string>>();
  for (const { to, act: told, messageId } of taken) {
    const mail = `${told} ${to}`;
    times.set(mail, (times.get(mail) ?? 0) + 1);
    ids.set(mail, (ids.get(mail) ?? new Set()).add(messageId));
  }
  const expected = Array.from({ length: acts }, (_, n) => stage.told.map((to) => `acte-${n} ${to}`)).flat();
  const received = expected.filter((mail) => times.has(mail)).length;
  const distinct = new Set([...ids.values()].flatMap((set) => [...set]));
  const [row] = await rows<{ refused: number; forgotten: number }>(
    db,
    `select count(*) filter (where failed_at is not null and last_error like '%No such user%')::int as refused,
       count(*) filter (where sent_at is null and failed_at is null and dropped_because is null)::int as forgotten
     from emails`,
  );
  return {
    expected: expected.length,
    received,
    lost: expected.length - received,
    repeated: taken.length - times.size,
    mostTimes: Math.max(...times.values()),
    wrongIds: [...ids.values()].filter(({ size }) => size > 1).length + Math.abs(times.size - distinct.size),
    refusedAndVisible: row?.refused ?? 0,
    forgotten: row?.forgotten ?? 0,
    refusals,
    slow,
    outages,
  };
}

/** Workers are killed at random while people act and the relay has a bad day; then everything is counted. */
export async function trial(wanted: Wanted): Promise<Figures> {
  const begun = performance.now();
  const database = await aDatabase();
  const { db } = database;
  const dir = await mkdtemp(path.join(os.tmpdir(), 'guichet-faults-'));
  const relay = await aBadRelay();
  const stage = await aStage(db);
  const env = { DATABASE_URL: database.url, SMTP_URL: relay.url, DATA_DIR: dir, MAIL_HOURLY_CAP: '0' };
  const workers = mortalWorkers(wanted.workers, wanted.kills, env);
  const hurry = setInterval(() => void hasten(db).catch(() => {}), 1000);
  await Promise.all([actAmong(db, stage, relay, workers, wanted), workers.allKilled]);
  while ((await left(db)) > 0) await sleep(200);
  clearInterval(hurry);
  await workers.stop();
  const figures = await figuresOf(db, stage, relay, wanted.acts);
  await Promise.all([relay.close(), database.close(), rm(dir, { recursive: true, force: true })]);
  const seconds = Math.round((performance.now() - begun) / 1000);
  return { acts: wanted.acts, kills: workers.kills, ...figures, seconds };
}
