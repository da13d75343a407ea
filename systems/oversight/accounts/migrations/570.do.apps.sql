-- accounts: apps that act for people. What each was given, until when and how it ended; launches from a clinician's
-- portal; tokens that were revoked before their time.

-- Grants from before have neither a client nor scopes here, and none lives longer than twelve hours: apps ask again.
delete from accounts.app_grant;
alter table accounts.app_grant
  add column id            uuid not null unique,
  add column client        text collate "C" not null references accounts.client,
  add column scopes        text[] not null,
  -- The patient in whose record a clinician opened the app.
  add column patient       text collate "C",
  add column granted_at    timestamptz not null,
  add column used_at       timestamptz not null,
  -- Until then the app may go on after the session: with a refresh token that is bound to a key.
  add column offline_until timestamptz,
  add column ended_at      timestamptz;
comment on column accounts.app_grant.id is 'privacy: pseudonymous';
comment on column accounts.app_grant.client is 'privacy: open';
comment on column accounts.app_grant.scopes is 'privacy: pseudonymous';
comment on column accounts.app_grant.patient is 'privacy: pseudonymous';
comment on column accounts.app_grant.granted_at is 'privacy: pseudonymous';
comment on column accounts.app_grant.used_at is 'privacy: pseudonymous';
comment on column accounts.app_grant.offline_until is 'privacy: open';
comment on column accounts.app_grant.ended_at is 'privacy: open';

-- Where an app is opened from a portal; null: it cannot be.
alter table accounts.client
  add column launch_uri text;
comment on column accounts.client.launch_uri is 'privacy: open';

-- A launch: which app, from whose session, for which patient. Once, within five minutes.
create table accounts.launch (
  hash       bytea primary key,
  client     text collate "C" not null references accounts.client,
  session    uuid not null references accounts.session on delete cascade,
  patient    text collate "C" not null,
  expires_at timestamptz not null
);
create index launch_expires on accounts.launch (expires_at);
create index launch_session on accounts.launch (session);
comment on column accounts.launch.hash is 'privacy: open';
comment on column accounts.launch.client is 'privacy: open';
comment on column accounts.launch.session is 'privacy: pseudonymous';
comment on column accounts.launch.patient is 'privacy: pseudonymous';
comment on column accounts.launch.expires_at is 'privacy: open';

-- Access tokens of machines that were revoked, until they would have ended by themselves.
create table accounts.revoked_token (
  hash       bytea primary key,
  expires_at timestamptz not null
);
create index revoked_token_expires on accounts.revoked_token (expires_at);
comment on column accounts.revoked_token.hash is 'privacy: open';
comment on column accounts.revoked_token.expires_at is 'privacy: open';
