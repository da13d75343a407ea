-- record: search parameters that operators add, cut down to what search reads. Written in the transaction that writes the
-- resource (or loads the package); every process reads them again when the state's number has moved, and a write that was
-- prepared under another number is prepared anew. Decision 0021. No patients.
create table record.search_parameter (
  source     text collate "C" not null,  -- '' for resources, else name#version of a package
  name       text collate "C" not null,  -- logical id of the resource; of a package, the canonical url
  url        text not null,
  types      smallint[] not null,        -- resource types that it searches
  serial     integer not null,           -- names its stored values; another one when its meaning changes
  changed    bigint not null,            -- number of the state that brought it
  definition text,                       -- null: draft, retired, deleted or taken out
  ready      timestamptz,                -- since when its values are stored for all resources; null: not yet
  primary key (source, name)
);
create index search_parameter_changed on record.search_parameter (changed);
create sequence record.search_parameter_serial as integer;

create table record.search_parameter_state (
  one    boolean primary key default true check (one),
  number bigint not null
);
insert into record.search_parameter_state (number) values (0);

-- Runs over stored resources that compute their search values anew: with what they still have to do, so that any process goes on.
create table record.reindex (
  run       text collate "C" primary key,
  state     text not null check (state in ('waiting', 'running', 'done', 'failed')),
  requested timestamptz not null default clock_timestamp(),
  actor     text,                        -- who asked for it; null: a search parameter that came or changed
  xid       xid8 not null,               -- of the last request; the run begins when whatever may not know of it has ended
  types     smallint[] not null,
  serials   integer[] not null default '{}', -- of the search parameters that are ready when it is done
  type_at   integer not null default 1,  -- place in types
  updated   timestamptz not null default '-infinity', -- the last resource of that type that is done
  patient   bigint not null default 0,
  last_id   text collate "C" not null default '',
  until     timestamptz,                 -- what came in later knows the parameters already
  total     bigint,
  done      bigint not null default 0,
  changed   bigint not null default 0,   -- of these, got other search values
  failures  bigint not null default 0,   -- expressions that could not be evaluated over a resource
  failure   text,                        -- the last of them, or why the run failed
  started   timestamptz,
  finished  timestamptz
);

comment on column record.search_parameter.source is 'privacy: open';
comment on column record.search_parameter.name is 'privacy: open';
comment on column record.search_parameter.url is 'privacy: open';
comment on column record.search_parameter.types is 'privacy: open';
comment on column record.search_parameter.serial is 'privacy: open';
comment on column record.search_parameter.changed is 'privacy: open';
comment on column record.search_parameter.definition is 'privacy: open';
comment on column record.search_parameter.ready is 'privacy: open';
comment on column record.search_parameter_state.one is 'privacy: open';
comment on column record.search_parameter_state.number is 'privacy: open';
comment on column record.reindex.run is 'privacy: open';
comment on column record.reindex.state is 'privacy: open';
comment on column record.reindex.requested is 'privacy: open';
comment on column record.reindex.actor is 'privacy: identifying';
comment on column record.reindex.xid is 'privacy: open';
comment on column record.reindex.types is 'privacy: open';
comment on column record.reindex.serials is 'privacy: open';
comment on column record.reindex.type_at is 'privacy: open';
comment on column record.reindex.updated is 'privacy: pseudonymous';
comment on column record.reindex.patient is 'privacy: pseudonymous';
comment on column record.reindex.last_id is 'privacy: pseudonymous';
comment on column record.reindex.until is 'privacy: open';
comment on column record.reindex.total is 'privacy: open';
comment on column record.reindex.done is 'privacy: open';
comment on column record.reindex.changed is 'privacy: open';
comment on column record.reindex.failures is 'privacy: open';
comment on column record.reindex.failure is 'privacy: open';
comment on column record.reindex.started is 'privacy: open';
comment on column record.reindex.finished is 'privacy: open';
