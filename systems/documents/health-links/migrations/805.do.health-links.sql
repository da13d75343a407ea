-- health links: what patients give away by SMART Health Links, who opened it, and locations good for one fetch.
create schema health_links;

create table health_links.link (
  patient    bigint not null,
  id         text collate "C" not null,        -- hash of the secret in the address
  person     text collate "C" not null,        -- Patient
  label      text not null check (length(label) <= 80),
  parts      text[] not null,
  language   text collate "C" not null check (language in ('pl', 'en')),
  created    timestamptz not null,
  ends       timestamptz not null,
  revoked    timestamptz,
  salt       bytea not null,
  pin        bytea,                            -- scrypt of the PIN, with the platform's secret
  tries_left int not null check (tries_left >= 0),
  content    text,                             -- JWE; its key is in the link alone
  primary key (patient, id)
) partition by hash (patient);

create table health_links.opening (
  patient   bigint not null,
  link      text collate "C" not null,
  at        timestamptz not null,
  outcome   text collate "C" not null check (outcome in ('opened', 'wrong-pin', 'locked', 'after-end')),
  recipient text not null
) partition by hash (patient);
create index opening_patient on health_links.opening (patient, at desc);

create table health_links.ticket (
  patient bigint not null,
  id      text collate "C" not null,           -- hash of the secret in the location
  link    text collate "C" not null,
  ends    timestamptz not null,
  primary key (patient, id)
) partition by hash (patient);

comment on column health_links.link.patient is 'privacy: pseudonymous';
comment on column health_links.link.id is 'privacy: pseudonymous';
comment on column health_links.link.person is 'privacy: pseudonymous';
comment on column health_links.link.label is 'privacy: identifying';
comment on column health_links.link.parts is 'privacy: pseudonymous';
comment on column health_links.link.language is 'privacy: pseudonymous';
comment on column health_links.link.created is 'privacy: pseudonymous';
comment on column health_links.link.ends is 'privacy: pseudonymous';
comment on column health_links.link.revoked is 'privacy: pseudonymous';
comment on column health_links.link.salt is 'privacy: open';
comment on column health_links.link.pin is 'privacy: identifying';
comment on column health_links.link.tries_left is 'privacy: pseudonymous';
comment on column health_links.link.content is 'privacy: clinical';
comment on column health_links.opening.patient is 'privacy: pseudonymous';
comment on column health_links.opening.link is 'privacy: pseudonymous';
comment on column health_links.opening.at is 'privacy: pseudonymous';
comment on column health_links.opening.outcome is 'privacy: pseudonymous';
comment on column health_links.opening.recipient is 'privacy: identifying';
comment on column health_links.ticket.patient is 'privacy: pseudonymous';
comment on column health_links.ticket.id is 'privacy: pseudonymous';
comment on column health_links.ticket.link is 'privacy: pseudonymous';
comment on column health_links.ticket.ends is 'privacy: pseudonymous';

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
  t text;
begin
  foreach t in array array['link', 'opening', 'ticket'] loop
    for i in 0 .. n - 1 loop
      execute format('create table health_links.%I partition of health_links.%I for values with (modulus %s, remainder %s)',
        t || '_p' || lpad(i::text, 3, '0'), t, n, i);
    end loop;
  end loop;
end $$;
