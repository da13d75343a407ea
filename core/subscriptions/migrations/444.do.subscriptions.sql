-- subscription: what the record's Subscriptions ask for, as followed by core/subscriptions, and what is to be sent.
create schema subscription;

create table subscription.state (
  id         text primary key,         -- logical id of the Subscription
  owner      text not null,            -- Actor.id of who last wrote it: events are sent by their rights
  status     text not null check (status in ('requested', 'active', 'error', 'off')),
  type       text not null,            -- what it listens to: Type?query
  query      text not null,
  topic      text,
  endpoint   text not null,
  content    text not null check (content in ('empty', 'id-only', 'full-resource')),
  headers    text[] not null,
  heartbeat  integer,                  -- seconds
  most       integer not null,         -- events in one notification
  ends       timestamptz,
  number     bigint not null default 0, -- last event
  delivered  bigint not null default 0,
  failures   integer not null default 0,
  sent       timestamptz,
  busy_until timestamptz,              -- one process sends at a time
  error      text
);

create table subscription.event (
  subscription text not null references subscription.state on delete cascade,
  number       bigint not null,
  patient      bigint not null,
  sequence     bigint not null,
  type         text not null,
  id           text not null,
  version      integer not null,
  at           timestamptz not null,
  primary key (subscription, number)
);
-- The feed may tell a change twice; it is one event.
create unique index event_once on subscription.event (subscription, patient, sequence, type, id);

do $$
declare
  c record;
begin
  for c in
    select attrelid::regclass as relation, attname as name from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'subscription'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
  loop
    execute format('comment on column %s.%I is %L', c.relation, c.name, case
      when c.name in ('query', 'endpoint', 'headers', 'error') then 'privacy: identifying'
      when c.name in ('patient', 'id') then 'privacy: pseudonymous' else 'privacy: open' end);
  end loop;
end $$;
