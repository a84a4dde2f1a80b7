import { type Db, rows } from '../../db/connection.ts';
import type { Directory } from './directory.ts';

/** The attributes that rules of visibility ask about, in lower case. No other is read, none is kept. */
async function askedAttributes(db: Db): Promise<readonly string[]> {
  const [row] = await rows<{ attributes: string[] }>(db, 'select attributes from service_visibility', {});
  return row?.attributes ?? [];
}

// what neither server gives is known to be absent; what the CAS server alone gives stays
const keepSql = `
  update people p set directory_attributes = found.value,
    attributes = (select coalesce(jsonb_object_agg(name, coalesce(p.attributes -> name, '[]')), '{}') from unnest(:names::text[]) name)
  from jsonb_each(cast(:found as jsonb)) found
  where p.login = found.key and p.kind = 'cas'`;

/** Reads and keeps what the rules ask about these accounts: nobody reads the directory to know what a page shows. */
export async function readAttributes(db: Db, directory: Directory, logins: readonly string[]): Promise<number> {
  const names = await askedAttributes(db);
  if (names.length === 0 || logins.length === 0) return 0;
  const read = await directory.attributes(logins, names);
  const found = JSON.stringify(Object.fromEntries(logins.map((login) => [login, read.get(login) ?? {}])));
  await rows(db, keepSql, { names: [...names], found });
  return read.size;
}

const batch = 100;

/** The same of all the accounts of the institution, each night and when rules ask about something new. */
export async function readAllAttributes(db: Db, directory: Directory): Promise<void> {
  if ((await askedAttributes(db)).length === 0) return;
  for (let last = 0, more = true; more; ) {
    const accounts = await rows<{ id: number; login: string }>(
      db,
      `select id, login from people where kind = 'cas' and left_at is null and id > :last order by id limit :batch`,
      { last, batch },
    );
    await readAttributes(
      db,
      directory,
      accounts.map(({ login }) => login),
    );
    last = accounts.at(-1)?.id ?? last;
    more = accounts.length === batch;
  }
}
