import { type Db, rows } from '../db/connection.ts';

// counted once for each mail, however often it is tried
const grantSql = `
  with granted as (
    insert into mail_hours (person_id, hour, granted)
    select person_id, date_trunc('hour', cast(:now as timestamptz)), 1 from emails
    where id = :id and granted_at is null and person_id is not null
    on conflict (person_id, hour) do update set granted = mail_hours.granted + 1 where mail_hours.granted < :cap
    returning person_id
  )
  update emails set granted_at = :now
  where id = :id and (granted_at is not null or person_id is null or exists (select 1 from granted))
  returning id`;

/** Whether this mail is among those that its reader may get in this hour. */
export async function isGranted(db: Db, id: number, cap: number, now: Date): Promise<boolean> {
  if (cap === 0) return true;
  return (await rows(db, grantSql, { id, cap, now })).length > 0;
}

// held, and the digest of its reader asked for, together; one that is already asked for keeps its hour
const holdSql = `
  with held as (update emails set held_at = :now where id = :id and held_at is null returning person_id)
  select graphile_worker.add_job('digest', json_build_object('personId', person_id),
    job_key := concat('digest:', person_id), job_key_mode := 'preserve_run_at', max_attempts := 25,
    run_at := date_trunc('hour', cast(:now as timestamptz)) + interval '1 hour')
  from held`;

/** Keeps a mail for the digest that its reader gets at the end of the hour. */
export const hold = (db: Db, id: number, now: Date) => rows(db, holdSql, { id, now });

// one statement: the digest, what is in it, and its job exist together or not at all
const gatherSql = `
  with held as (
    select id from emails where person_id = :person and held_at is not null and digest_id is null
      and sent_at is null and failed_at is null and dropped_because is null for update
  ), digest as (
    insert into emails (key, name, reason, person_id)
    select concat('digest:', min(id)), 'digest', 'digest', cast(:person as integer) from held having count(*) > 0
    returning id
  ), gathered as (
    update emails set digest_id = digest.id from digest where emails.id in (select id from held) returning emails.id
  )
  select graphile_worker.add_job('deliver', json_build_object('emailId', id), job_key := concat('email:', id),
    max_attempts := :tries) from digest`;

/** Turns all that was held for this person into one mail. Done twice, it does nothing more. */
export const gatherDigest = (db: Db, person: number, tries: number) => rows(db, gatherSql, { person, tries });
