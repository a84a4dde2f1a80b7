import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { durationWords, parseDuration } from '../../src/tickets/spent-time.ts';

describe('Le temps passé', () => {
  it('s’écrit comme on le dit, un jour comptant huit heures', () => {
    const said = {
      45: 45,
      '1 h 30': 90,
      '1h30': 90,
      '1 h': 60,
      '1,5 h': 90,
      '0,5 j': 240,
      '1 j 2 h 15 mn': 615,
      '2 jours': 960,
      '10 min': 10,
      '3 heures 5 minutes': 185,
      '1\u00a0h\u00a030': 90,
      0: 0,
    };
    for (const [text, minutes] of Object.entries(said)) assert.equal(parseDuration(text), minutes, text);
  });

  it('refuse ce qui n’est pas un temps', () => {
    for (const text of ['', '  ', 'longtemps', '1:30', '-5', '1 h 30 j', 'h', '1 2'])
      assert.equal(parseDuration(text), null, text);
  });

  it('se relit tel qu’il est montré', () => {
    for (const minutes of [0, 1, 59, 60, 90, 479, 480, 615, 5000])
      assert.equal(parseDuration(durationWords(minutes)), minutes);
    assert.equal(durationWords(615), '1 j 2 h 15 mn');
  });
});
