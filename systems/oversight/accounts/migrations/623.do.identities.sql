-- accounts: who somebody is to a source of identity: its name, and a keyed hash of the person's number there. The number
-- itself is not kept.
create table accounts.identity (
  issuer    text  not null,
  pairwise  bytea not null check (length(pairwise) = 32),
  account   uuid  not null references accounts.account,
  linked_at timestamptz not null,
  primary key (issuer, pairwise)
);
create index identity_account on accounts.identity (account);
comment on column accounts.identity.issuer is 'privacy: open';
comment on column accounts.identity.pairwise is 'privacy: pseudonymous';
comment on column accounts.identity.account is 'privacy: pseudonymous';
comment on column accounts.identity.linked_at is 'privacy: pseudonymous';
