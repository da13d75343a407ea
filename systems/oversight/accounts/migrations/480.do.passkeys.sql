-- accounts: passkeys as the first choice of signing in, recovery codes as the way back, fresh proof before risky acts.

-- A WebAuthn credential. The public key and the counter are all that the platform ever knows of it.
create table accounts.passkey (
  id           uuid primary key,
  account      uuid not null references accounts.account,
  credential   bytea not null unique check (length(credential) between 16 and 1023),
  public_key   bytea not null,
  counter      bigint not null,
  transports   text[] not null,
  -- False for a passkey that its owner's devices share (synced): good, but not for those who can harm.
  device_bound boolean not null,
  name         text not null,
  created_at   timestamptz not null,
  last_used_at timestamptz
);
create index passkey_account on accounts.passkey (account);
comment on column accounts.passkey.id is 'privacy: pseudonymous';
comment on column accounts.passkey.account is 'privacy: pseudonymous';
comment on column accounts.passkey.credential is 'privacy: identifying';
comment on column accounts.passkey.public_key is 'privacy: identifying';
comment on column accounts.passkey.counter is 'privacy: open';
comment on column accounts.passkey.transports is 'privacy: open';
comment on column accounts.passkey.device_bound is 'privacy: open';
comment on column accounts.passkey.name is 'privacy: identifying';
comment on column accounts.passkey.created_at is 'privacy: pseudonymous';
comment on column accounts.passkey.last_used_at is 'privacy: pseudonymous';

-- A challenge proves by itself that we gave it and when; here stands only that it was used. The primary key decides
-- between two answers to one challenge.
create table accounts.used_challenge (
  hash       bytea primary key,
  expires_at timestamptz not null
);
create index used_challenge_expires on accounts.used_challenge (expires_at);
comment on column accounts.used_challenge.hash is 'privacy: open';
comment on column accounts.used_challenge.expires_at is 'privacy: open';

-- Ten codes on paper, each good once. The selector finds the row, the rest is hashed like a password.
create table accounts.recovery_code (
  account    uuid not null references accounts.account,
  selector   text collate "C" not null check (selector ~ '^[a-z2-7]{2}$'),
  code       text not null check (code like '$argon2id$%'),
  created_at timestamptz not null,
  used_at    timestamptz,
  primary key (account, selector)
);
comment on column accounts.recovery_code.account is 'privacy: pseudonymous';
comment on column accounts.recovery_code.selector is 'privacy: pseudonymous';
comment on column accounts.recovery_code.code is 'privacy: identifying';
comment on column accounts.recovery_code.created_at is 'privacy: pseudonymous';
comment on column accounts.recovery_code.used_at is 'privacy: pseudonymous';

-- Fresh proof of a factor, for one act in one session, once, within two minutes.
create table accounts.step_up (
  hash       bytea primary key,
  session    uuid not null references accounts.session on delete cascade,
  act        text not null,
  expires_at timestamptz not null
);
create index step_up_expires on accounts.step_up (expires_at);
create index step_up_session on accounts.step_up (session);
comment on column accounts.step_up.hash is 'privacy: pseudonymous';
comment on column accounts.step_up.session is 'privacy: pseudonymous';
comment on column accounts.step_up.act is 'privacy: open';
comment on column accounts.step_up.expires_at is 'privacy: open';

-- How a session was opened: the list of sessions shows it, and acts that need a passkey will ask it.
alter table accounts.session
  add column factors text[] not null default '{password,totp}';
comment on column accounts.session.factors is 'privacy: pseudonymous';
