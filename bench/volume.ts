import type { Db } from '../src/db/connection.ts';
import { privileges } from '../src/services/privileges.ts';

/** People with a part to play; the others only own tickets. */
export const people = { manager: 1, requester: 400, first: 401, count: 50_000 };

const services = 60;
const managedByTheBusy = [1, 2, 3, 6, 9, 12];

const held = `array['${privileges.join("','")}']`;

const housekeeping = `
  insert into people (login, display_name, mail, last_seen_at)
  select 'p' || i,
    (array['Éloïse','Marc','Zoé','Paul','Inès','Jean','Anaïs','Hugo','Léa','Noé'])[1 + i % 10] || ' ' ||
    (array['Martin','Lefèvre','Durand','Moreau','Garçon','Petit','Roux','Blanc','Faure','Noël','Colin'])[1 + i % 11] || ' ' || i,
    'p' || i || '@univ.example', now()
  from generate_series(1, ${people.count}) i order by i;

  insert into services (label, long_label, enabled, position, inter_service)
  select 'Service ' || i, 'Service de la vie universitaire n° ' || i, true, i, case when i % 20 = 0 then 'campus' else '' end
  from generate_series(1, ${services}) i order by i;

  insert into categories (service_id, parent_id, label, long_label, help, position, accepts_tickets, confidential, inherits_members, default_priority)
  select s, case when k > 3 then (s - 1) * 10 + k - 3 end, 'Catégorie ' || k, 'Service ' || s || ' - Catégorie ' || k,
    'Pour une demande de ce genre, dites où et quand cela se produit, et joignez une copie de l’écran.', k, k > 3,
    k = 3 and s % 3 = 0, not (k = 3 and s % 3 = 0), case when k = 5 then 4 end
  from generate_series(1, ${services}) s, generate_series(1, 10) k order by s, k;

  insert into service_managers (service_id, person_id, position, privileges)
  select s, 1 + ((s - 1) * 8 + j) % 300, j, ${held}
  from generate_series(1, ${services}) s, generate_series(1, 8) j;
  insert into service_managers (service_id, person_id, privileges, monitors_category)
  select unnest(array[${managedByTheBusy}]), ${people.manager}, ${held}, 'never' on conflict do nothing;

  insert into category_members (category_id, person_id)
  select c.id, m.person_id from categories c join service_managers m on m.service_id = c.service_id and m.position = 3
  where not c.inherits_members;`;

// a few services have most of the tickets, and what is open is recent
const tickets = (count: number) => `
  insert into tickets (subject, status, service_id, category_id, creation_service_id, owner_id, creator_id, handler_id,
    origin, priority, effective_visibility, version, created_at, last_action_at, closed_at)
  select subject, status, service, (service - 1) * 10 + category, service, owner, owner,
    case when status <> 'free' then case when service in (${managedByTheBusy}) and i % 5 = 0 then ${people.manager}
      else 1 + ((service - 1) * 8 + 1 + i % 8) % 300 end end,
    'web', case when i % 9 = 0 then 5 end, visibility, 4, made, made + stays,
    case when status in ('closed', 'approved') then made + stays end
  from (
    select i, 'La connexion au réseau échoue depuis la salle ' || i as subject,
      1 + floor(${services} * power(random(), 2))::int as service, 4 + floor(7 * random())::int as category,
      case when i % ${Math.ceil(count / 40)} = 0 then ${people.requester}
        else ${people.first} + floor((${people.count - people.first}) * random())::int end as owner,
      case when random() < case when i > 0.9 * ${count} then 0.41 else 0.01 end
        then (array['free','free','free','free','in-progress','in-progress','in-progress','incomplete','postponed'])[1 + floor(9 * random())::int]
        else (array['approved','approved','approved','approved','approved','approved','approved','closed','cancelled','expired'])[1 + floor(10 * random())::int]
      end as status,
      (array['private','private','private','subject-only','intranet'])[1 + floor(5 * random())::int] as visibility,
      now() - interval '40 days' - interval '5 years' * ((${count} - i)::float8 / ${count}) as made, interval '30 days' * random() as stays
    from generate_series(1, ${count}) i
  ) drawn order by i;`;

const events = `
  insert into ticket_events (ticket_id, service_id, batch, action, actor_id, at, message_html, message_text)
  select t.id, t.service_id, gen_random_uuid(), (array['file','take-charge','comment','comment'])[step],
    case when step in (1, 4) then t.owner_id else coalesce(t.handler_id, ${people.manager}) end,
    t.created_at + (t.last_action_at - t.created_at) * ((step - 1) / 3.0),
    case when step <> 2 then '<p>Bonjour,</p><p>' || repeat('Depuis ce matin, la page reste blanche. ', 5) || step || '</p>' end,
    case when step <> 2 then 'Bonjour, ' || repeat('Depuis ce matin, la page reste blanche. ', 5) || step end
  from tickets t cross join generate_series(1, 4) step order by t.id, step;

  insert into ticket_guests (ticket_id, person_id)
  select id, 1 + (id * 7) % ${people.count} from tickets where id % 10 = 0;

  insert into attachments (id, ticket_id, event_id, uploader_id, name, size, type, checksum)
  select gen_random_uuid(), ticket_id, id, actor_id, 'copie-d-écran.png', 184000, 'image/png', md5(id::text)
  from ticket_events where action = 'file' and ticket_id % 15 = 0;`;

const constraintsOf = `
  select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
  from pg_constraint where contype = 'f' and conrelid in
    ('tickets'::regclass, 'ticket_events'::regclass, 'ticket_guests'::regclass, 'attachments'::regclass)`;

const indexesOf = `
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
  from pg_index where indrelid in ('tickets'::regclass, 'ticket_events'::regclass) and not indisprimary`;

/** Rows first, indexes after: filling them one row at a time would take most of the time of the benchmark. */
async function withoutIndexes(db: Db, fill: () => Promise<void>): Promise<void> {
  const constraints = (await db.raw(constraintsOf)).rows;
  const indexes = (await db.raw(indexesOf)).rows;
  for (const { table, name } of constraints) await db.raw(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await db.raw(`drop index ${name}`);
  await fill();
  for (const { definition } of indexes) await db.raw(definition);
  for (const { table, name, definition } of constraints)
    await db.raw(`alter table ${table} add constraint ${name} ${definition} not valid`);
}

/** A university of this many tickets, the same at each run. */
export async function fill(db: Db, count: number): Promise<void> {
  await withoutIndexes(db, () =>
    db.transaction(async (trx) => {
      await trx.raw('select setseed(0.42)');
      await trx.raw(housekeeping);
      await trx.raw(tickets(count));
      await trx.raw(events);
    }),
  );
  await db.raw('vacuum analyze');
  await db.raw('checkpoint');
}
