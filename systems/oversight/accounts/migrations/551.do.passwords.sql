-- accounts: the life of passwords. History so that none comes back, the day of the last change, orders to change.
create table accounts.former_password (
  account  uuid not null references accounts.account,
  ended_at timestamptz not null,
  password text not null check (password like '$argon2id$%'),
  primary key (account, ended_at)
);
comment on column accounts.former_password.account is 'privacy: pseudonymous';
comment on column accounts.former_password.ended_at is 'privacy: pseudonymous';
comment on column accounts.former_password.password is 'privacy: identifying';

alter table accounts.account
  add column password_set_at   timestamptz,
  add column change_ordered_at timestamptz,
  -- After this many failures in a row the password opens nothing until the person has recovered.
  add column password_off_at   timestamptz,
  add column recovered_at      timestamptz;
update accounts.account set password_set_at = created_at;
comment on column accounts.account.password_set_at is 'privacy: pseudonymous';
comment on column accounts.account.change_ordered_at is 'privacy: pseudonymous';
comment on column accounts.account.password_off_at is 'privacy: pseudonymous';
comment on column accounts.account.recovered_at is 'privacy: pseudonymous';

-- What a session may do until something is done: `password` (change it), `passkey` (make a device-bound one).
alter table accounts.session
  add column lacks text check (lacks in ('password', 'passkey')),
  add column acr   text not null default 'ez:aal2' check (acr in ('ez:aal2', 'ez:aal2-pr', 'ez:aal3')),
  add column proven_at timestamptz;
comment on column accounts.session.lacks is 'privacy: open';
comment on column accounts.session.acr is 'privacy: open';
comment on column accounts.session.proven_at is 'privacy: pseudonymous';
