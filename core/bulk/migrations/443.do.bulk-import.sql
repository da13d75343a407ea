-- bulk: uploads that are being read into the record, until they expire.
create table bulk.import (
  id       text primary key,
  client   text not null,
  actor    jsonb not null,  -- who sent it, with the scopes of then
  packed   boolean not null,
  size     bigint not null,
  state    text not null check (state in ('waiting', 'running', 'done', 'failed')),
  progress text not null default '',
  summary  jsonb,           -- how many were loaded and refused
  failure  text,
  created  timestamptz not null,
  expires  timestamptz not null
);
create index import_client on bulk.import (client, created);
comment on column bulk.import.id is 'privacy: open';
comment on column bulk.import.client is 'privacy: open';
comment on column bulk.import.actor is 'privacy: open';
comment on column bulk.import.packed is 'privacy: open';
comment on column bulk.import.size is 'privacy: open';
comment on column bulk.import.state is 'privacy: open';
comment on column bulk.import.progress is 'privacy: open';
comment on column bulk.import.summary is 'privacy: open';
comment on column bulk.import.failure is 'privacy: open';
comment on column bulk.import.created is 'privacy: open';
comment on column bulk.import.expires is 'privacy: open';
