-- accounts (SAZ): who may sign in, with which two factors, from which place of work; sessions and machine clients.
-- Secrets never stand here in clear: passwords are argon2id hashes made with a pepper, second-factor seeds, signing
-- keys and OpenID Connect artefacts are sealed (AES-256-GCM) with keys that lie outside the database, identifiers of
-- sessions and handles are SHA-256 hashes.
create schema accounts;

-- One natural person, one account. Rows are never deleted, so that a login is never given to somebody else.
create table accounts.account (
  id            uuid primary key,
  login         text collate "C" not null unique check (login ~ '^[a-z0-9][a-z0-9.-]{2,63}$'),
  name          text not null,
  patient       text collate "C" unique,
  practitioner  text collate "C" unique,
  password      text not null check (password like '$argon2id$%'),
  second_factor bytea not null,
  demonstration boolean not null,
  created_at    timestamptz not null,
  blocked_at    timestamptz
);
comment on column accounts.account.id is 'privacy: pseudonymous';
comment on column accounts.account.login is 'privacy: identifying';
comment on column accounts.account.name is 'privacy: identifying';
comment on column accounts.account.patient is 'privacy: pseudonymous';
comment on column accounts.account.practitioner is 'privacy: pseudonymous';
comment on column accounts.account.password is 'privacy: identifying';
comment on column accounts.account.second_factor is 'privacy: identifying';
comment on column accounts.account.demonstration is 'privacy: open';
comment on column accounts.account.created_at is 'privacy: pseudonymous';
comment on column accounts.account.blocked_at is 'privacy: pseudonymous';

-- In which role, and for a clinician at which facility, a person acts. One is active at a time in a session.
create table accounts.position (
  account       uuid not null references accounts.account,
  number        smallint not null,
  role          text not null check (role in ('patient', 'physician', 'operator')),
  facility      text collate "C",
  facility_name text,
  primary key (account, number),
  unique nulls not distinct (account, role, facility),
  check ((role = 'physician') = (facility is not null and facility_name is not null))
);
comment on column accounts.position.account is 'privacy: pseudonymous';
comment on column accounts.position.number is 'privacy: open';
comment on column accounts.position.role is 'privacy: pseudonymous';
comment on column accounts.position.facility is 'privacy: pseudonymous';
comment on column accounts.position.facility_name is 'privacy: pseudonymous';

-- A right password alone gives this, and nothing accepts it but the second factor.
create table accounts.handle (
  hash       bytea primary key,
  account    uuid not null references accounts.account,
  failures   smallint not null default 0,
  expires_at timestamptz not null
);
create index handle_expires on accounts.handle (expires_at);
comment on column accounts.handle.hash is 'privacy: pseudonymous';
comment on column accounts.handle.account is 'privacy: pseudonymous';
comment on column accounts.handle.failures is 'privacy: open';
comment on column accounts.handle.expires_at is 'privacy: open';

-- RFC 6238 section 5.2: a code is accepted once. The primary key is the judge when two use it at the same moment.
create table accounts.used_step (
  account uuid not null references accounts.account,
  step    bigint not null,
  primary key (account, step)
);
create index used_step_step on accounts.used_step (step);
comment on column accounts.used_step.account is 'privacy: pseudonymous';
comment on column accounts.used_step.step is 'privacy: open';

-- Failed attempts in a row, per subject (a keyed hash of a login, known or not, or of an account's second factor) and
-- source.
create table accounts.failure (
  subject      bytea not null,
  source       text collate "C" not null,
  failures     integer not null,
  locks        integer not null,
  last_at      timestamptz not null,
  locked_until timestamptz,
  primary key (subject, source)
);
create index failure_source on accounts.failure (source, last_at);
create index failure_last_at on accounts.failure (last_at);
comment on column accounts.failure.subject is 'privacy: pseudonymous';
comment on column accounts.failure.source is 'privacy: identifying';
comment on column accounts.failure.failures is 'privacy: open';
comment on column accounts.failure.locks is 'privacy: open';
comment on column accounts.failure.last_at is 'privacy: open';
comment on column accounts.failure.locked_until is 'privacy: open';

create table accounts.session (
  id           uuid primary key,
  hash         bytea not null unique,
  account      uuid not null references accounts.account,
  position     smallint not null,
  started_at   timestamptz not null,
  last_used_at timestamptz not null,
  ends_at      timestamptz not null,
  ended_at     timestamptz,
  source       text not null,
  device       text not null,
  foreign key (account, position) references accounts.position (account, number)
);
create index session_account on accounts.session (account) where ended_at is null;
create index session_ends_at on accounts.session (ends_at);
comment on column accounts.session.id is 'privacy: pseudonymous';
comment on column accounts.session.hash is 'privacy: pseudonymous';
comment on column accounts.session.account is 'privacy: pseudonymous';
comment on column accounts.session.position is 'privacy: open';
comment on column accounts.session.started_at is 'privacy: pseudonymous';
comment on column accounts.session.last_used_at is 'privacy: pseudonymous';
comment on column accounts.session.ends_at is 'privacy: pseudonymous';
comment on column accounts.session.ended_at is 'privacy: pseudonymous';
comment on column accounts.session.source is 'privacy: identifying';
comment on column accounts.session.device is 'privacy: identifying';

-- Machine clients and apps: what OpenID Connect calls client metadata, and the scopes they may be given at most.
create table accounts.client (
  id            text collate "C" primary key,
  name          text not null,
  metadata      jsonb not null,
  scopes        text[] not null,
  token_seconds integer not null check (token_seconds between 30 and 43200),
  demonstration boolean not null,
  created_at    timestamptz not null,
  disabled_at   timestamptz
);
comment on column accounts.client.id is 'privacy: open';
comment on column accounts.client.name is 'privacy: open';
comment on column accounts.client.metadata is 'privacy: open';
comment on column accounts.client.scopes is 'privacy: open';
comment on column accounts.client.token_seconds is 'privacy: open';
comment on column accounts.client.demonstration is 'privacy: open';
comment on column accounts.client.created_at is 'privacy: open';
comment on column accounts.client.disabled_at is 'privacy: open';

-- Keys that sign tokens: the private part sealed.
create table accounts.signing_key (
  kid        text collate "C" primary key,
  sealed     bytea not null,
  created_at timestamptz not null
);
comment on column accounts.signing_key.kid is 'privacy: open';
comment on column accounts.signing_key.sealed is 'privacy: open';
comment on column accounts.signing_key.created_at is 'privacy: open';

-- What oidc-provider keeps: codes, grants, interactions, its own sessions, used assertions. Identifiers hashed, content
-- sealed.
create table accounts.artefact (
  model       text collate "C" not null,
  hash        bytea not null,
  sealed      bytea not null,
  grant_hash  bytea,
  uid_hash    bytea,
  expires_at  timestamptz not null,
  consumed_at timestamptz,
  primary key (model, hash)
);
create index artefact_grant on accounts.artefact (grant_hash) where grant_hash is not null;
create index artefact_uid on accounts.artefact (uid_hash) where uid_hash is not null;
create index artefact_expires on accounts.artefact (expires_at);
comment on column accounts.artefact.model is 'privacy: open';
comment on column accounts.artefact.hash is 'privacy: pseudonymous';
comment on column accounts.artefact.sealed is 'privacy: identifying';
comment on column accounts.artefact.grant_hash is 'privacy: pseudonymous';
comment on column accounts.artefact.uid_hash is 'privacy: pseudonymous';
comment on column accounts.artefact.expires_at is 'privacy: open';
comment on column accounts.artefact.consumed_at is 'privacy: open';

-- Which browser session a grant to an app came from: when that session ends, the app's tokens end with it.
create table accounts.app_grant (
  grant_hash bytea primary key,
  session    uuid not null references accounts.session on delete cascade
);
create index app_grant_session on accounts.app_grant (session);
comment on column accounts.app_grant.grant_hash is 'privacy: pseudonymous';
comment on column accounts.app_grant.session is 'privacy: pseudonymous';
