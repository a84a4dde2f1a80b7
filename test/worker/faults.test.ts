import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trial } from '../faults/trial.ts';

// `npm run faults` is the same with 100 deaths over 1,000 acts
describe('Workers killed while they send', () => {
  it('lose no mail, repeat at most one for each death, and always under the same Message-ID', async () => {
    const figures = await trial({ acts: 50, kills: 5, workers: 2, outages: 1 });
    const { kills, lost, wrongIds, forgotten, refusedAndVisible, repeated } = figures;
    assert.deepEqual(
      { kills, lost, wrongIds, forgotten, refusedAndVisible },
      { kills: 5, lost: 0, wrongIds: 0, forgotten: 0, refusedAndVisible: 50 },
    );
    assert.ok(repeated <= kills, JSON.stringify(figures));
  });
});
