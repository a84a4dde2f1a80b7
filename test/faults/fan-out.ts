import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../src/db/connection.ts';
import { selectPerson } from '../../src/people/person.ts';
import { performAction } from '../../src/tickets/perform.ts';
import { aDatabase } from '../support/databases.ts';
import { aPostOffice } from '../support/post-office.ts';
import { aCategory, aManager, aPerson, aService, aTicket } from '../support/rows.ts';
import { mortalWorkers } from './workers.ts';

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function aServiceOf(db: Db, managers: number) {
  const service = await aService(db);
  const category = await aCategory(db, service.id);
  for (let n = 0; n < managers; n += 1) {
    const { id } = await aPerson(db);
    await aManager(db, service.id, id, [], { monitorsAny: 'always', monitorsCategory: 'always' });
  }
  const owner = await aPerson(db);
  const ticket = await aTicket(db, { serviceId: service.id, categoryId: category.id, ownerId: owner.id });
  return { ticketId: ticket.id, actor: await selectPerson(db, owner.id) };
}

async function timed(db: Db, scene: Awaited<ReturnType<typeof aServiceOf>>): Promise<number> {
  const begun = performance.now();
  const batch = randomUUID();
  // the same text said again is one sending
  const request = { ...scene, action: 'comment', body: { message: `Bonjour ${batch}` }, version: null, batch };
  await performAction(db, { ...request, now: new Date(), t: (text) => text });
  return performance.now() - begun;
}

export interface FanOut {
  managers: number;
  /** Milliseconds of one act, before its mails, with one manager and with all of them. */
  actAlone: number;
  actAmongAll: number;
  /** Seconds from the act to the last mail taken by the relay, by one worker. */
  seconds: number;
}

/** What an act costs on a service of so many managers who hear everything, and how soon they are all told. */
export async function fanOut(managers: number): Promise<FanOut> {
  const database = await aDatabase();
  const { db } = database;
  const dir = await mkdtemp(path.join(os.tmpdir(), 'guichet-fan-out-'));
  const office = await aPostOffice();
  const [few, many] = [await aServiceOf(db, 1), await aServiceOf(db, managers)];
  const [alone, amongAll]: [number[], number[]] = [[], []];
  for (let n = 0; n < 20; n += 1) {
    alone.push(await timed(db, few));
    amongAll.push(await timed(db, many));
  }
  await db.raw('delete from graphile_worker._private_jobs');
  const env = { DATABASE_URL: database.url, SMTP_URL: office.url, DATA_DIR: dir, MAIL_HOURLY_CAP: '0' };
  const workers = mortalWorkers(1, 0, env);
  await workers.allKilled;
  const begun = performance.now();
  await timed(db, many);
  while (office.handed.length < managers) await sleep(5);
  const seconds = (performance.now() - begun) / 1000;
  await workers.stop();
  await Promise.all([office.close(), database.close(), rm(dir, { recursive: true, force: true })]);
  return { managers, actAlone: median(alone), actAmongAll: median(amongAll), seconds };
}
