-- vault: keys that seal values and files, themselves sealed by a root key that lies outside of the database.
create schema vault;

-- Which root keys there were. One is current: it seals every data key. A retired one only opens what old backups hold.
create table vault.root_key (
  id         text collate "C" primary key check (id ~ '^[0-9a-f]{16}$'),
  -- The order in which they were made: clocks of two machines may differ.
  number     integer generated always as identity unique,
  kind       text not null check (kind in ('file', 'pkcs11')),
  created_at timestamptz not null,
  retired_at timestamptz
);
comment on column vault.root_key.id is 'privacy: open';
comment on column vault.root_key.number is 'privacy: open';
comment on column vault.root_key.kind is 'privacy: open';
comment on column vault.root_key.created_at is 'privacy: open';
comment on column vault.root_key.retired_at is 'privacy: open';

-- A data key per column that is sealed, and per area of files. `wrapped`: sealed by the root key, bound to id and purpose.
create table vault.data_key (
  id         uuid primary key,
  purpose    text collate "C" not null,
  root       text collate "C" not null references vault.root_key,
  wrapped    bytea not null,
  created_at timestamptz not null,
  -- From then on it seals nothing more, and opens what it has sealed.
  retired_at timestamptz
);
-- The judge between two processes that make the first key of a purpose at once.
create unique index data_key_current on vault.data_key (purpose) where retired_at is null;
create index data_key_root on vault.data_key (root);
comment on column vault.data_key.id is 'privacy: open';
comment on column vault.data_key.purpose is 'privacy: open';
comment on column vault.data_key.root is 'privacy: open';
comment on column vault.data_key.wrapped is 'privacy: open';
comment on column vault.data_key.created_at is 'privacy: open';
comment on column vault.data_key.retired_at is 'privacy: open';
