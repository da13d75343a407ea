-- subscription: topics that clients publish, several types and filters in one Subscription, the WebSocket channel.
create table subscription.topic (
  id         text primary key,          -- logical id of the Basic that holds it
  url        text not null unique,      -- what Subscriptions name
  definition jsonb not null             -- as core/subscriptions/topics understands it
);

alter table subscription.state
  add column channel text not null default 'rest-hook' check (channel in ('rest-hook', 'websocket')),
  add column types text[] not null default '{}',   -- what it listens to; Resource: all
  add column filters jsonb not null default '[]',  -- [{ type, query }]
  alter column endpoint drop not null;
update subscription.state set types = array[type], filters = jsonb_build_array(jsonb_build_object('type', type, 'query', query));
alter table subscription.state drop column type, drop column query;

alter table subscription.event
  add column method text not null default 'update' check (method in ('create', 'update', 'delete'));
update subscription.event set method = 'create' where version = 1;

-- What a client may bind a WebSocket with: once, and soon.
create table subscription.binding (
  token         bytea primary key,      -- SHA-256 of it
  owner         text not null,          -- Actor.id
  subscriptions text[] not null,
  until         timestamptz not null,   -- the socket hears nothing after this
  expires       timestamptz not null
);
create index binding_owner on subscription.binding (owner);
create index binding_expires on subscription.binding (expires);

do $$
declare
  c record;
begin
  for c in
    select attrelid::regclass as relation, attname as name from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'subscription'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
      and col_description(attrelid, attnum) is null
  loop
    execute format('comment on column %s.%I is %L', c.relation, c.name, case
      when c.name = 'filters' then 'privacy: identifying' else 'privacy: open' end);
  end loop;
end $$;
