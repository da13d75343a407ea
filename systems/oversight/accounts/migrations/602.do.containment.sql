-- accounts: what is done at once when something odd is seen of an account (systems/oversight/detection): a hold that
-- ends by itself, and sessions that ask for a factor before they go on.
alter table accounts.account drop constraint account_blocked_because_check;
alter table accounts.account add constraint account_blocked_because_check
  check (blocked_because in ('suspended', 'unused', 'ended', 'closed', 'alert'));
alter table accounts.session add column locked_at timestamptz;
comment on column accounts.session.locked_at is 'privacy: pseudonymous';
