import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Candidate, chosen } from '../../src/tickets/assignment.ts';

const members: readonly Candidate[] = [
  { personId: 1, rate: 0 },
  { personId: 2, rate: 100 },
  { personId: 3, rate: 50 },
];
const at = (value: number) => ({ state: -1, random: () => value });

describe('L’assignation automatique', () => {
  it('« personne » n’assigne personne', () => {
    assert.equal(chosen('nobody', members, at(0)).personId, null);
  });

  it('« le premier gestionnaire disponible » prend le premier, quel que soit son taux', () => {
    assert.equal(chosen('first', members, at(0)).personId, 1);
    assert.equal(chosen('first', [], at(0)).personId, null);
  });

  it('« aléatoirement » tire au sort parmi ceux dont le taux n’est pas nul', () => {
    assert.deepEqual(
      [0, 0.49, 0.5, 0.999].map((drawn) => chosen('random', members, at(drawn)).personId),
      [2, 2, 3, 3],
    );
    assert.equal(chosen('random', [{ personId: 1, rate: 0 }], at(0.5)).personId, null);
  });

  it('« cycliquement » va de l’un à l’autre, du premier au dernier, puis recommence', () => {
    let state = -1;
    const turns = Array.from({ length: 5 }, () => {
      const turn = chosen('cyclic', members, { state, random: () => 0 });
      state = turn.state;
      return turn.personId;
    });
    assert.deepEqual(turns, [2, 3, 2, 3, 2]);
  });

  it('« cycliquement » garde son tour quand il n’y a personne, et ne se perd pas quand la liste raccourcit', () => {
    assert.deepEqual(chosen('cyclic', [], { state: 1, random: () => 0 }), { personId: null, state: 1 });
    assert.equal(chosen('cyclic', members, { state: 7, random: () => 0 }).personId, 2);
  });
});
