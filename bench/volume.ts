import { type Db, rows } from '../src/db/connection.ts';
import { privileges } from '../src/services/privileges.ts';
import { noteWordShares } from '../src/tickets/search/word-shares.ts';
import { withoutIndexes } from './bulk-load.ts';
import { names, phrases, rareWord } from './vocabulary.ts';

/** People with a part to play; the others only own tickets. */
export const people = { manager: 1, small: 290, requester: 400, first: 401, count: 50_000 };

const services = 60;
const managedByTheBusy = [1, 2, 3, 6, 9, 12];
/** Managed by `people.small`, who has nothing else to do. */
const smallService = 57;

const held = `array['${privileges.join("','")}']`;
const pieces = 40_000;
const firstId = 50_001;

const housekeeping = `
  insert into services (label, long_label, enabled, position, inter_service)
  select 'Service ' || i, 'Service de la vie universitaire n° ' || i, true, i, case when i % 20 = 0 then 'campus' else '' end
  from generate_series(1, ${services}) i order by i;

  insert into categories (service_id, parent_id, label, long_label, help, position, accepts_tickets, confidential, inherits_members, default_priority)
  select s, case when k > 3 then (s - 1) * 10 + k - 3 end, 'Catégorie ' || k, 'Service ' || s || ' - Catégorie ' || k,
    'Pour une demande de ce genre, dites où et quand cela se produit, et joignez une copie de l’écran.', k, k > 3,
    k = 3 and s % 3 = 0, not (k = 3 and s % 3 = 0), case when k = 5 then 4 end
  from generate_series(1, ${services}) s, generate_series(1, 10) k order by s, k;

  insert into service_managers (service_id, person_id, position, privileges)
  select s, 1 + ((s - 1) * 8 + j) % 280, j, ${held}
  from generate_series(1, ${services}) s, generate_series(1, 8) j;
  insert into service_managers (service_id, person_id, privileges, monitors_category)
  select unnest(array[${managedByTheBusy}]), ${people.manager}, ${held}, 'never' on conflict do nothing;
  insert into service_managers (service_id, person_id, privileges) values (${smallService}, ${people.small}, ${held});

  insert into category_members (category_id, person_id)
  select c.id, m.person_id from categories c join service_managers m on m.service_id = c.service_id and m.position = 3
  where not c.inherits_members;`;

const inhabitants = `
  insert into people (login, display_name, mail, last_seen_at)
  select 'p' || i, name, 'p' || i || '@univ.example', now() from unnest(:names::text[]) with ordinality n(name, i) order by i`;

/** The subjects are made of the second half, which is shorter. */
const words = `
  create table bench_phrases as
  select (i - 1)::integer as id, text from unnest(:phrases::text[]) with ordinality p(text, i)`;

// a few services have most of the tickets, and what is open is recent
const tickets = (count: number) => `
  select setseed(0.42);
  insert into tickets (subject, status, service_id, category_id, creation_service_id, owner_id, creator_id, handler_id,
    origin, priority, effective_visibility, version, created_at, last_action_at, closed_at)
  select upper(left(subject, 1)) || substr(subject, 2), status, service, (service - 1) * 10 + category, service, owner, owner,
    case when status <> 'free' then case when service in (${managedByTheBusy}) and i % 5 = 0 then ${people.manager}
      else 1 + ((service - 1) * 8 + 1 + i % 8) % 280 end end,
    'web', case when i % 9 = 0 then 5 end, visibility, 4, made, made + stays,
    case when status in ('closed', 'approved') then made + stays end
  from (
    select i, p.text || case when i % ${Math.ceil(count / 20)} = 7 then ' ${rareWord}' else '' end || ' ' || i as subject,
      1 + floor(${services} * power(random(), 2))::int as service, 4 + floor(7 * random())::int as category,
      case when i % ${Math.ceil(count / 40)} = 0 then ${people.requester}
        else ${people.first} + floor((${people.count - people.first}) * random())::int end as owner,
      case when random() < case when i > 0.9 * ${count} then 0.41 else 0.01 end
        then (array['free','free','free','free','in-progress','in-progress','in-progress','incomplete','postponed'])[1 + floor(9 * random())::int]
        else (array['approved','approved','approved','approved','approved','approved','approved','closed','cancelled','expired'])[1 + floor(10 * random())::int]
      end as status,
      (array['private','private','private','private','private','private','subject-only','intranet'])[1 + floor(8 * random())::int] as visibility,
      now() - interval '40 days' - interval '5 years' * ((${count} - i)::float8 / ${count}) as made, interval '30 days' * random() as stays
    from generate_series(1, ${count}) i join bench_phrases p on p.id = (i::bigint * 7919) % ${pieces} + ${pieces}
  ) drawn order by i;`;

/** The history of a slice of the tickets: one of its parts is written by each connection. */
const events = (count: number, from: number, to: number) => `
  insert into ticket_events (ticket_id, service_id, batch, action, actor_id, at, audience, message_html, message_text)
  select ticket_id, service_id, uuidv7(at - now()), action, actor, at,
    case when step = 3 and ticket_id % 8 = 0 then 'managers' when step = 4 and ticket_id % 50 = 0 then 'everyone'
      else 'managers-owner-guests' end,
    '<p>' || text || '.</p>', text
  from (
    select t.id as ticket_id, t.service_id, step, (array['file','take-charge','comment','comment'])[step] as action,
      case when step in (1, 4) then t.owner_id else coalesce(t.handler_id, ${people.manager}) end as actor,
      t.created_at + (t.last_action_at - t.created_at) * ((step - 1) / 3.0) as at,
      'Bonjour, ' || a.text || '. ' || b.text || '. ' || c.text
        || case when step = 1 and t.id % ${Math.ceil(count / 200)} = 3 then ' ${rareWord}' else '' end as text
    from tickets t cross join generate_series(1, 4) step
    left join bench_phrases a on a.id = (t.id * 31 + step * 17 + t.id / 977) % ${pieces} and step <> 2
    left join bench_phrases b on b.id = (t.id * 101 + step * 29 + t.id / 1013) % ${pieces} and step <> 2
    left join bench_phrases c on c.id = (t.id * 211 + step * 43 + t.id / 1999) % ${pieces} and step <> 2
    where t.id >= ${from} and t.id < ${to}
  ) written order by ticket_id, step;`;

const around = `
  insert into ticket_guests (ticket_id, person_id)
  select id, 1 + (id * 7) % ${people.count} from tickets where id % 10 = 0;

  insert into ticket_watches (ticket_id, person_id)
  select id, owner_id from tickets where id % 20 = 0;

  insert into bookmarks (ticket_id, person_id, created_at)
  select id, case when id % 400 = 0 then ${people.manager} else owner_id end, created_at from tickets where id % 50 = 0;

  insert into ticket_views (person_id, ticket_id, seen_at)
  select owner_id, id, case when id % 4 = 0 then created_at else last_action_at end from tickets where id % 5 < 4
  union all
  select handler_id, id, last_action_at from tickets where handler_id is not null and id % 5 < 4;

  insert into attachments (id, ticket_id, event_id, uploader_id, name, size, type, checksum)
  select uuidv7(at - now()), ticket_id, id, actor_id, 'copie-d-écran.png', 184000, 'image/png', md5(id::text)
  from ticket_events where action = 'file' and ticket_id % 15 = 0;`;

const forTheFloor = `
  create table bench_floor (
    id bigint generated always as identity primary key,
    ticket_id bigint not null references tickets,
    person_id integer not null references people,
    text text not null
  );
  create index bench_floor_ticket on bench_floor (ticket_id)`;

const slices = 8;

/** Two connections at a time: working out what full-text search will look for takes most of the time. */
async function fillEvents(db: Db, count: number): Promise<void> {
  const size = Math.ceil(count / slices);
  const left = Array.from({ length: slices }, (_, n) => firstId + n * size).values();
  const lane = async () => {
    for (const from of left) await db.raw(events(count, from, from + size));
  };
  await Promise.all([lane(), lane()]);
}

/** A university of this many tickets, the same at each run. */
export async function fill(db: Db, count: number): Promise<void> {
  await rows(db, inhabitants, { names: names(people.count) });
  await db.raw(housekeeping);
  await rows(db, words, { phrases: [...phrases(pieces, 9), ...phrases(pieces, 5)] });
  await withoutIndexes(db, async () => {
    await db.raw(tickets(count));
    await fillEvents(db, count);
    await db.raw(around);
  });
  await db.raw('drop table bench_phrases');
  await db.raw(forTheFloor);
  await db.raw('vacuum analyze');
  await noteWordShares(db);
  await db.raw('checkpoint');
}
