import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { referencesToPeople } from '../src/people/accounts/references.ts';
import { fates } from '../src/people/fates.ts';
import { aDatabase, type Database } from './support/databases.ts';

describe('Ce qui se rapporte aux personnes', () => {
  let database: Database;

  before(async () => {
    database = await aDatabase();
  });
  after(() => database.close());

  it('dit dans src/people/fates.ts ce qu’il devient quand un compte en rejoint un autre, et quand on l’anonymise', async () => {
    const references = await referencesToPeople(database.db);
    const unknown = references.map(({ table, column }) => `${table}.${column}`).filter((name) => !(name in fates));
    assert.deepEqual(unknown, []);
  });
});
