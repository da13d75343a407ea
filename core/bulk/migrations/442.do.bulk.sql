-- bulk: exports that clients asked for, until they expire.
create schema bulk;

create table bulk.export (
  id               text primary key,
  client           text not null,
  actor            jsonb not null,  -- who asked, with the scopes of then
  request          text not null,   -- the address as asked, for the manifest
  asked            jsonb not null,
  state            text not null check (state in ('waiting', 'running', 'done', 'failed')),
  progress         text not null default '',
  transaction_time timestamptz,
  failure          text,
  created          timestamptz not null,
  expires          timestamptz not null
);
create index export_client on bulk.export (client, created);

create table bulk.export_file (
  export text not null references bulk.export on delete cascade,
  number smallint not null,
  kind   text not null check (kind in ('output', 'deleted', 'error')),
  type   text not null,
  lines  integer not null,
  size   bigint not null,
  hash   text not null,
  primary key (export, number)
);

do $$
declare
  c record;
begin
  for c in
    select attrelid::regclass as relation, attname as name from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'bulk'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
  loop
    execute format('comment on column %s.%I is %L', c.relation, c.name,
      case when c.name in ('request', 'asked') then 'privacy: identifying' else 'privacy: open' end);
  end loop;
end $$;
