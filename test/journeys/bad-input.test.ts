import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { TicketAction } from '../../src/tickets/actions/define.ts';
import { catalogue, offeredActions } from '../../src/tickets/actions/index.ts';
import { askedFields } from '../../src/tickets/asked-fields.ts';
import { performAction } from '../../src/tickets/perform.ts';
import type { Situation } from '../../src/tickets/situation.ts';
import { withTarget } from '../../src/tickets/target.ts';
import { type Field, parseFields } from '../../src/web/fields.ts';
import { translator } from '../../src/web/words.ts';
import {
  aCast,
  actorOf,
  aFullTicket,
  type Cast,
  concernedBy,
  everything,
  type FullTicket,
  situationFor,
} from '../support/cast.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const forged = {
  status: 'approved',
  handlerId: '1',
  ownerId: '1',
  id: '1',
  version: '99',
  archivedAt: '2001-01-01',
  'constructor[prototype][isAdmin]': 'true',
  '__proto__[isAdmin]': 'true',
};

/** What no field of this kind may hold. */
const badValues = ({ widget, lookup }: Field<unknown>): string[] => {
  switch (widget) {
    case 'rich-text':
      return ['a'.repeat(100_000), 'a'.repeat(1_000_000)];
    case 'text':
      return ['a'.repeat(1_000_000), ...(lookup === undefined ? [] : ['personne-de-ce-nom', '☃', '__proto__', '-1'])];
    case 'date':
      return ['2020-01-01', '2026-02-31', 'demain', '__proto__'];
    case 'checkbox':
      return [];
    default:
      return ['999999', '0', '-1', 'inconnu', '__proto__', 'constructor', '1 or 1=1', '\u0000'];
  }
};

interface Trial {
  action: TicketAction;
  login: keyof Cast['people'];
  ticket: FullTicket;
  situation: Situation;
}

describe('Une saisie fausse, dans chaque action du catalogue', () => {
  let world: World;
  let cast: Cast;
  let trials: Trial[];

  /** For each action somebody who is offered it, before a ticket where it is. */
  const findTrials = async (): Promise<Trial[]> => {
    const found = new Map<TicketAction, Trial>();
    const statuses = ['free', 'in-progress', 'incomplete', 'postponed', 'closed', 'approved'] as const;
    for (const status of statuses) {
      const ticket = await aFullTicket(world.db, cast, status);
      for (const login of ['lea', 'marc', 'nadia', 'gil'] as const) {
        const situation = await situationFor(world.db, cast.people[login], ticket);
        if (situation === null) continue;
        for (const action of catalogue.filter(({ personal }) => !personal)) {
          const situated = await withTarget(world.db, situation, action, concernedBy(action, ticket));
          if (!found.has(action) && offeredActions(situated).includes(action))
            found.set(action, { action, login, ticket, situation: situated });
        }
      }
    }
    return [...found.values()];
  };

  before(async () => {
    world = await aWorld();
    cast = await aCast(world.db);
    trials = await findTrials();
  });
  after(() => world.close());

  const attempt = async ({ action, login, ticket }: Trial, body: Record<string, string>) =>
    performAction(world.db, {
      ticketId: ticket.id,
      action: action.name,
      actor: await actorOf(world.db, cast.people[login]),
      body,
      version: null,
      batch: randomUUID(),
      now: new Date(),
      on: concernedBy(action, ticket),
      t: translator('fr'),
      timeZone: 'Europe/Paris',
    });

  const fieldsOf = ({ action, situation }: Trial) => Object.entries(askedFields(action.fields, situation));

  it('il y a quelqu’un pour essayer presque chacune', () => {
    assert.ok(trials.length >= 25, trials.map(({ action }) => action.name).join());
  });

  it('chaque valeur impossible est refusée avec sa raison à son champ, et rien n’est écrit', async () => {
    const before = await everything(world.db);
    for (const trial of trials) {
      for (const [name, field] of fieldsOf(trial)) {
        for (const value of badValues(field)) {
          const which = `${trial.action.name}, ${name} = ${value.slice(0, 20)}`;
          const result = await attempt(trial, { message: 'Texte', ...forged, [name]: value });
          assert.equal(result.kind, 'invalid', which);
          assert.ok(result.kind === 'invalid' && result.errors[name], `${which}: a reason at the field`);
        }
      }
    }
    assert.deepEqual(await everything(world.db), before);
  });

  it('un champ que l’action ne déclare pas n’est jamais lu', () => {
    for (const { action } of trials) {
      const parsed = parseFields(action.fields, JSON.parse(`{"__proto__":{"isAdmin":true},"status":"approved"}`));
      const names = parsed.ok ? Object.keys(parsed.input) : Object.keys(parsed.errors);
      assert.deepEqual(
        names.filter((name) => !Object.hasOwn(action.fields, name)),
        [],
      );
    }
    assert.equal(({} as { isAdmin?: unknown }).isAdmin, undefined);
  });

  it('par le formulaire : il revient rempli, 422, la raison à son champ ; un mégaoctet est refusé ; rien n’est écrit', async () => {
    const signedIn = [...new Set(trials.map(({ login }) => login))].map(
      async (login) => [login, await world.visitor(login)] as const,
    );
    const visitors = new Map<string, Visitor>(await Promise.all(signedIn));
    const before = await everything(world.db);
    for (const trial of trials) {
      const { action, login, ticket } = trial;
      // what a text stands for is looked up once every field is right by itself: one fault at a time
      const [name, field] = fieldsOf(trial).find(([, candidate]) => badValues(candidate).length > 0) ?? [];
      if (name === undefined || field === undefined) continue;
      const wrong = badValues(field).find((value) => value.length <= 100_000) ?? 'a'.repeat(300);
      const on = concernedBy(action, ticket);
      const address = `/tickets/${ticket.id}/actions/${action.name}${on === undefined ? '' : `?on=${on}`}`;
      const visitor = visitors.get(login) ?? assert.fail();
      const { fields } = (await visitor.get(address)).form('#action');
      const page = await visitor.post(address, { ...fields, ...forged, version: fields.version ?? '', [name]: wrong });
      assert.equal(page.status, 422, action.name);
      // an audience that is not asked of this person has no place on the page
      if (page.$(`[name="${name}"]`).length > 0) assert.notEqual(page.reason(name), '', `${action.name} ${name}`);
      const heavy = { ...fields, [name]: 'a'.repeat(1_000_001) };
      const refused = await visitor.post(address, heavy, { multipart: true });
      assert.ok([400, 413, 422].includes(refused.status), `${action.name}: ${refused.status}`);
    }
    assert.deepEqual(await everything(world.db), before);
  });
});
