import { type Db, rows } from '../db/connection.ts';
import { shownToAll } from '../services/visibility/shown.ts';

/** All that the application knows of an account, for administrators. */
export interface KnownOfPerson {
  id: number;
  name: string;
  login: string | null;
  mail: string | null;
  kind: 'cas' | 'external';
  isAdmin: boolean;
  language: string;
  entity: string | null;
  affiliations: string[];
  createdAt: Date;
  lastSeenAt: Date | null;
  leftAt: Date | null;
  manages: string[];
  memberOf: string[];
  guestOf: string[];
  /** Services where he may file a ticket, from an address that nobody knows. */
  visible: string[];
  /** « name: values », of those that rules of visibility ask about. */
  attributes: string[];
  owned: number;
  handled: number;
  mailsWaiting: number;
  mailsFailed: number;
  lastMailAt: Date | null;
  lastError: string | null;
}

/** The accounts of an identifier or an address: several may share an address. */
export async function knownOf(db: Db, typed: string): Promise<KnownOfPerson[]> {
  const found = await rows<KnownOfPerson & { services: { id: number; label: string }[] }>(db, knownSql, { typed });
  const shown = await shownToAll(
    db,
    found.map(({ id }) => id),
  );
  return found.map(({ services, ...person }) => {
    const creation = shown.get(person.id)?.creation;
    return { ...person, visible: services.flatMap(({ id, label }) => (creation?.includes(id) === false ? [] : label)) };
  });
}

const knownSql = `
    select p.id, p.display_name as name, p.login, p.mail, p.kind, p.is_admin, p.language, p.entity, p.affiliations,
       p.created_at, p.last_seen_at, p.left_at,
       array(select s.label from service_managers m join services s on s.id = m.service_id
         where m.person_id = p.id order by s.label) as manages,
       array(select s.label || ' › ' || c.label from category_members m join categories c on c.id = m.category_id
         join services s on s.id = c.service_id where m.person_id = p.id order by 1) as member_of,
       array(select s.label from permanent_guests g join services s on s.id = g.service_id
         where g.person_id = p.id order by s.label) as guest_of,
       (select coalesce(json_agg(json_build_object('id', s.id, 'label', s.label) order by s.position, s.label), '[]')
          from services s where s.enabled and not s.hidden
            and not (s.hidden_from_externals and p.kind = 'external')) as services,
       array(select concat(a.key, ' : ', (select string_agg(v, ', ') from jsonb_array_elements_text(a.value) v))
         from jsonb_each(p.attributes || p.directory_attributes) a order by a.key) as attributes,
       (select count(*) from tickets t where t.owner_id = p.id) as owned,
       (select count(*) from tickets t where t.handler_id = p.id) as handled,
       (select count(*) from emails e where e.person_id = p.id and e.sent_at is null and e.failed_at is null
         and e.dropped_because is null) as mails_waiting,
       (select count(*) from emails e where e.person_id = p.id and e.failed_at is not null) as mails_failed,
       (select max(e.sent_at) from emails e where e.person_id = p.id) as last_mail_at,
       (select e.last_error from emails e where e.person_id = p.id and e.last_error is not null
         order by e.id desc limit 1) as last_error
     from people p where p.login = lower(:typed) or lower(p.mail) = lower(:typed)
     order by p.login is null, p.id limit 5`;

export interface QueueState {
  waiting: number;
  oldest: Date | null;
  running: number;
  failing: number;
  lastError: string | null;
}

/** How the queue of jobs goes: what is due and not done, what is under way, what is being tried again. */
export async function queueState(db: Db): Promise<QueueState> {
  const [state] = await rows<QueueState>(
    db,
    `select count(*) filter (where run_at <= now() and locked_at is null and attempts < max_attempts) as waiting,
       min(run_at) filter (where run_at <= now() and locked_at is null and attempts < max_attempts) as oldest,
       count(*) filter (where locked_at is not null) as running,
       count(*) filter (where last_error is not null) as failing,
       (array_agg(last_error order by updated_at desc) filter (where last_error is not null))[1] as last_error
     from graphile_worker.jobs`,
  );
  if (state === undefined) throw new Error('The queue has no state');
  return state;
}
