import { type Db, rows } from '../db/connection.ts';

const pages = {
  home: '/',
  tickets: '/tickets',
  'new-ticket': '/tickets/new',
  search: '/search',
  bookmarks: '/bookmarks',
  journal: '/journal',
} as const;

/** Where somebody who has just signed in goes: the page that was wanted, else the « page de démarrage » of the preferences. */
export async function pageAfterSignIn(db: Db, personId: number, wanted = '/'): Promise<string> {
  if (wanted !== '/') return wanted;
  const [person] = await rows<{ startPage: keyof typeof pages }>(
    db,
    `select case when start_page <> 'journal'
         or exists (select 1 from service_managers where person_id = :personId) then start_page else 'home' end as start_page
     from people where id = :personId`,
    { personId },
  );
  return pages[person?.startPage ?? 'home'];
}
