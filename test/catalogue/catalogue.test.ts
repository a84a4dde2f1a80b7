import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { defineAction } from '../../src/tickets/actions/define.ts';
import { catalogue, offeredActions } from '../../src/tickets/actions/index.ts';
import { menusFor } from '../../src/tickets/menus.ts';
import { statuses } from '../../src/tickets/ticket.ts';
import { matrix, situation, standings } from './matrix.ts';

const expected = await readFile(new URL('expected.md', import.meta.url), 'utf8');

describe('The catalogue of actions', () => {
  it('offers to each person, in each status, what the table of the guides says', () => {
    assert.equal(matrix().trim(), expected.slice(expected.indexOf('## ')).trim());
  });

  const forOneself = ['Imprimer', 'Je veux recevoir des alertes par mail', 'Ajouter un signet'];

  it('offers on an archived ticket only what leaves it as it is', () => {
    for (const standing of Object.values(standings)) {
      const archived = situation('approved', standing);
      archived.ticket.archivedAt = new Date();
      assert.deepEqual(
        offeredActions(archived).map(({ label }) => label),
        forOneself,
      );
    }
  });

  it('offers to whoever has the ticket open to print it, to follow it and to keep it at hand, or no longer', () => {
    for (const standing of Object.values(standings)) {
      for (const status of statuses) {
        const labels = (facts = {}) =>
          offeredActions({ ...situation(status, standing), ...facts })
            .filter(({ personal }) => personal)
            .map(({ label }) => label);
        assert.deepEqual(labels(), forOneself);
        assert.deepEqual(labels({ watched: true, bookmarked: true }), [
          'Imprimer',
          'Ne plus recevoir d’alertes par mail',
          'Supprimer le signet',
        ]);
      }
    }
  });

  it('names each action once, for ever', () => {
    assert.equal(new Set(catalogue.map(({ name }) => name)).size, catalogue.length);
  });

  it('hangs every offered action under at least one menu, and draws no other', () => {
    for (const standing of Object.values(standings)) {
      for (const status of statuses) {
        const offered = offeredActions(situation(status, standing));
        const drawn = new Set(
          Object.values(menusFor(offered, 42, (text) => text))
            .flat()
            .map(({ name }) => name),
        );
        assert.deepEqual([...drawn].sort(), offered.map(({ name }) => name).sort());
      }
    }
  });

  it('closes at once the ticket that its owner closes, and asks him to approve when a manager does', () => {
    const close = catalogue.find(({ name }) => name === 'close');
    const decided = (who: string) =>
      close?.decide(situation('in-progress', standings[who] ?? assert.fail()), {}).ticket?.status;
    assert.equal(decided('Le propriétaire'), 'approved');
    assert.equal(decided('Le gestionnaire du ticket'), 'closed');
  });

  it('sends a refused closure back to its handler, or among the free tickets when nobody handles it', () => {
    const refuse = catalogue.find(({ name }) => name === 'refuse-closure');
    const owner = standings['Le propriétaire'] ?? assert.fail();
    const handled = situation('closed', owner);
    const released = { ...handled, ticket: { ...handled.ticket, handlerId: null } };
    const input = { message: { html: '<p>Non</p>', text: 'Non' }, audience: 'managers-owner-guests' };
    assert.equal(refuse?.decide(handled, input).ticket?.status, 'in-progress');
    assert.equal(refuse?.decide(released, input).ticket?.status, 'free');
  });

  it('keeps an incomplete ticket incomplete when it is released or when a guest answers', () => {
    const incomplete = (who: string) => situation('incomplete', standings[who] ?? assert.fail());
    const named = (name: string) => catalogue.find((action) => action.name === name) ?? assert.fail();
    assert.deepEqual(named('release').decide(incomplete('Le gestionnaire du ticket'), { message: null }).ticket, {
      handlerId: null,
    });
    const answer = { message: { html: '<p>Voici</p>', text: 'Voici' }, audience: 'managers-owner-guests' };
    assert.equal(named('comment').decide(incomplete('Un invité'), answer).ticket, undefined);
    assert.equal(named('comment').decide(incomplete('Le propriétaire'), answer).ticket?.status, 'in-progress');
  });

  it('takes a new action in one file and one line', () => {
    const wave = defineAction({
      name: 'wave',
      menus: ['ticket'],
      label: 'Saluer',
      icon: 'circle',
      button: 'Saluer',
      done: 'Salué.',
      offeredWhen: ({ standing }) => standing.owns,
      fields: {},
      acceptsFiles: false,
      decide: () => ({}),
      sentence: () => 'a salué',
      news: 'other',
      subjectWord: 'alerte',
      tells: {},
    });
    const offered = [...catalogue, wave].filter((action) =>
      action.offeredWhen(situation('free', standings['Le propriétaire'] ?? assert.fail())),
    );
    assert.equal(menusFor(offered, 42, (text) => text).ticket.at(-1)?.label, 'Saluer');
  });
});
