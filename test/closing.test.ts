import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rows } from '../src/db/connection.ts';
import { aDatabase } from './support/databases.ts';

it('les connexions qui se ferment laissent finir ce qui est en cours, et refusent aussitôt le reste', async () => {
  const { db, close } = await aDatabase();
  const one = 'select 1 as one';
  const underWay = await db.transaction();
  const closed = close();
  const refused = { message: 'The connections to the database are closed' };
  await assert.rejects(rows(db, one), refused);
  await assert.rejects(
    db.transaction((trx) => rows(trx, one)),
    refused,
  );
  assert.deepEqual(await rows(underWay, one), [{ one: 1 }]);
  await underWay.commit();
  await closed;
  await assert.rejects(rows(db, one), refused);
});
