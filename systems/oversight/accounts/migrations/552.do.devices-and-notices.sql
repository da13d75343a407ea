-- accounts: devices on which somebody has signed in, what is told to people about their accounts, failures by source.

-- A browser that carries a signed cookie from an earlier full sign-in. Failures of others do not keep it out.
create table accounts.device (
  account    uuid not null references accounts.account,
  hash       bytea not null,
  name       text not null,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  primary key (account, hash)
);
comment on column accounts.device.account is 'privacy: pseudonymous';
comment on column accounts.device.hash is 'privacy: pseudonymous';
comment on column accounts.device.name is 'privacy: identifying';
comment on column accounts.device.first_at is 'privacy: pseudonymous';
comment on column accounts.device.last_at is 'privacy: pseudonymous';

create table accounts.notice (
  id      uuid primary key,
  account uuid not null references accounts.account,
  kind    text not null,
  at      timestamptz not null,
  source  text,
  device  text,
  read_at timestamptz
);
create index notice_account on accounts.notice (account, at desc);
create index notice_at on accounts.notice (at);
comment on column accounts.notice.id is 'privacy: pseudonymous';
comment on column accounts.notice.account is 'privacy: pseudonymous';
comment on column accounts.notice.kind is 'privacy: pseudonymous';
comment on column accounts.notice.at is 'privacy: pseudonymous';
comment on column accounts.notice.source is 'privacy: identifying';
comment on column accounts.notice.device is 'privacy: identifying';
comment on column accounts.notice.read_at is 'privacy: pseudonymous';

-- Attempts of a quarter of an hour from one source, and until when it is refused.
create table accounts.source (
  source        text collate "C" primary key,
  since         timestamptz not null,
  attempts      integer not null,
  failures      integer not null,
  refused_until timestamptz
);
create index source_since on accounts.source (since);
comment on column accounts.source.source is 'privacy: identifying';
comment on column accounts.source.since is 'privacy: open';
comment on column accounts.source.attempts is 'privacy: open';
comment on column accounts.source.failures is 'privacy: open';
comment on column accounts.source.refused_until is 'privacy: open';


-- How many failures went before the right password: the person is told.
alter table accounts.handle add column after_failures integer not null default 0;
comment on column accounts.handle.after_failures is 'privacy: open';
