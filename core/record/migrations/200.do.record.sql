-- record: FHIR R4 resources. Decision 0003 says why it is laid out this way.
create schema record;

-- The current version of every living resource. Rows of one patient share the key `patient` and so one partition.
create table record.resource (
  patient     bigint not null,            -- compartment key: of the patient, or of the resource itself when it is no patient's
  type        smallint not null,          -- number of the resource type (libs/fhir/resource-types.ts)
  id          text collate "C" not null,  -- logical id
  version     integer not null,           -- meta.versionId
  updated     timestamptz not null,       -- meta.lastUpdated
  starts      float8 not null,            -- clinical time: seconds since 1970 at which it starts; '-infinity' when it has none
  ends        float8 not null,            -- and ends; 'infinity' while it lasts; = starts for a moment
  tokens      bigint[] not null,          -- hashes of what is searched by equality (libs/fhir/search)
  strings     text[],                     -- "<parameter>:<folded text>" for string and uri parameters
  range_keys  bigint[],                   -- dates, numbers, quantities and composites with them: the parameter (and unit or code) hashed,
  range_lows  float8[],                   -- and the closed range that the value spans
  range_highs float8[],
  content     text not null,              -- the resource as JSON, with id and meta, sent out untouched
  primary key (patient, type, id)
) partition by hash (patient);

-- Every former version, and the tombstones of deleted resources (content null).
create table record.history (
  patient bigint not null,
  type    smallint not null,
  id      text collate "C" not null,
  version integer not null,
  updated timestamptz not null,           -- when this version came in
  method  "char" not null,                -- C created, U updated, D deleted
  content text,
  primary key (patient, type, id, version)
) partition by hash (patient);

-- Search across patients, only where people do that: codes, identifiers, references to what is no patient's.
create table record.lookup (
  patient bigint not null,
  token   bigint not null,                -- as in resource.tokens
  starts  float8 not null,                -- resource.starts: newest first without sorting
  type    smallint not null,
  id      text collate "C" not null,
  primary key (token, type, starts, patient, id)
) partition by hash (patient);

-- Search across patients by words: names of people and institutions, addresses, telecom.
create table record.word (
  patient bigint not null,
  type    smallint not null,
  word    text collate "C" not null,      -- as in resource.strings: "<parameter>:<folded text>"
  id      text collate "C" not null,
  primary key (type, word, patient, id)
) partition by hash (patient);

-- One row per transaction and compartment: the change feed, and the history of types and of the system.
create table record.change (
  patient  bigint not null,
  sequence bigint generated always as identity,
  xid      xid8 not null default pg_current_xact_id(), -- a reader is safe below pg_snapshot_xmin(pg_current_snapshot())
  at       timestamptz not null,
  actor    text not null,
  types    smallint[] not null,
  ids      text[] not null,
  versions integer[] not null,
  methods  "char"[] not null,
  primary key (patient, sequence)
) partition by hash (patient);

-- Where a resource lies when its id does not tell: ids chosen by clients (of types that may be about a patient), and resources
-- that moved to another patient. The key is also the last judge when two clients choose one id at once.
create table record.alias (
  type    smallint not null,
  id      text collate "C" not null,
  patient bigint not null,
  former  bigint[] not null default '{}', -- compartments it has left, where its older versions still lie
  primary key (type, id)
) partition by hash (type, id);

-- The end of every change: all rows that should change did, or nothing does (somebody else was faster).
create function record.demand(done bigint, wanted bigint) returns bigint language plpgsql as $$
begin
  if done <> wanted then
    raise exception 'the record changed meanwhile: % of % rows', done, wanted using errcode = 'EZ409';
  end if;
  return done;
end $$;

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
  t text;
begin
  foreach t in array array['resource', 'history', 'lookup', 'word', 'change', 'alias'] loop
    for i in 0 .. n - 1 loop
      execute format('create table record.%s_p%s partition of record.%s for values with (modulus %s, remainder %s)',
        t, lpad(i::text, 3, '0'), t, n, i);
    end loop;
  end loop;
end $$;

-- Everything of a type, by time: lists of shared resources, _lastUpdated, work without other criteria.
create index resource_type on record.resource (type, updated, id);
-- History of a type and of the system, newest first.
create index change_at on record.change (at, sequence);

comment on column record.resource.patient is 'privacy: pseudonymous';
comment on column record.resource.type is 'privacy: open';
comment on column record.resource.id is 'privacy: pseudonymous';
comment on column record.resource.version is 'privacy: open';
comment on column record.resource.updated is 'privacy: pseudonymous';
comment on column record.resource.starts is 'privacy: clinical';
comment on column record.resource.ends is 'privacy: clinical';
comment on column record.resource.tokens is 'privacy: clinical';
comment on column record.resource.strings is 'privacy: identifying';
comment on column record.resource.range_keys is 'privacy: clinical';
comment on column record.resource.range_lows is 'privacy: clinical';
comment on column record.resource.range_highs is 'privacy: clinical';
comment on column record.resource.content is 'privacy: clinical';
comment on column record.history.patient is 'privacy: pseudonymous';
comment on column record.history.type is 'privacy: open';
comment on column record.history.id is 'privacy: pseudonymous';
comment on column record.history.version is 'privacy: open';
comment on column record.history.updated is 'privacy: pseudonymous';
comment on column record.history.method is 'privacy: open';
comment on column record.history.content is 'privacy: clinical';
comment on column record.lookup.patient is 'privacy: pseudonymous';
comment on column record.lookup.token is 'privacy: clinical';
comment on column record.lookup.starts is 'privacy: clinical';
comment on column record.lookup.type is 'privacy: open';
comment on column record.lookup.id is 'privacy: pseudonymous';
comment on column record.word.patient is 'privacy: pseudonymous';
comment on column record.word.type is 'privacy: open';
comment on column record.word.word is 'privacy: identifying';
comment on column record.word.id is 'privacy: pseudonymous';
comment on column record.change.patient is 'privacy: pseudonymous';
comment on column record.change.sequence is 'privacy: open';
comment on column record.change.xid is 'privacy: open';
comment on column record.change.at is 'privacy: pseudonymous';
comment on column record.change.actor is 'privacy: identifying';
comment on column record.change.types is 'privacy: open';
comment on column record.change.ids is 'privacy: pseudonymous';
comment on column record.change.versions is 'privacy: open';
comment on column record.change.methods is 'privacy: open';
comment on column record.alias.type is 'privacy: open';
comment on column record.alias.id is 'privacy: pseudonymous';
comment on column record.alias.patient is 'privacy: pseudonymous';
comment on column record.alias.former is 'privacy: pseudonymous';
