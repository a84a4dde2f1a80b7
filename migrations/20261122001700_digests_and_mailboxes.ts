import type { Knex } from 'knex';

const levels = (list: string) => `check (monitoring_level in (${list}))`;

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table emails
      alter column person_id drop not null,
      add column address text,
      add column granted_at timestamptz,
      add column held_at timestamptz,
      add column digest_id bigint references emails,
      add check ((person_id is null) <> (address is null));
    comment on column emails.address is 'an additional mailbox of a service or a category, which nobody of ours reads';
    comment on column emails.granted_at is 'counted in the mails of the hour';
    comment on column emails.held_at is 'one too many in its hour: it leaves with the others in digest_id';
    create index emails_held on emails (person_id) where held_at is not null and digest_id is null and sent_at is null;
    create index emails_digest on emails (digest_id) where digest_id is not null;

    create table mail_hours (
      person_id integer not null references people,
      hour timestamptz not null,
      granted integer not null,
      primary key (person_id, hour)
    );

    alter table services drop constraint services_monitoring_level_check,
      add ${levels("'never', 'creation', 'creation-or-release', 'always', 'creation-or-free'")};
    alter table categories drop constraint categories_monitoring_level_check,
      add ${levels("'never', 'creation', 'creation-or-release', 'always', 'creation-or-free'")};
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    alter table categories drop constraint categories_monitoring_level_check,
      add ${levels("'never', 'creation', 'always'")};
    alter table services drop constraint services_monitoring_level_check,
      add ${levels("'never', 'creation', 'always'")};
    drop table mail_hours;
    alter table emails drop column digest_id, drop column held_at, drop column granted_at, drop column address,
      alter column person_id set not null;
  `);
