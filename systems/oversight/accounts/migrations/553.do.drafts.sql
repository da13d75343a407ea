-- accounts: what somebody was writing when their session ended or locked, sealed, for a day.
create table accounts.draft (
  account    uuid not null references accounts.account,
  key        text collate "C" not null,
  sealed     bytea not null,
  expires_at timestamptz not null,
  primary key (account, key)
);
create index draft_expires on accounts.draft (expires_at);
comment on column accounts.draft.account is 'privacy: pseudonymous';
comment on column accounts.draft.key is 'privacy: pseudonymous';
comment on column accounts.draft.sealed is 'privacy: clinical';
comment on column accounts.draft.expires_at is 'privacy: open';
