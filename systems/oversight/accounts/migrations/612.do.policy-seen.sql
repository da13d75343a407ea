-- accounts: the security policy as it was last seen in force: whoever sees another writes the change into the trail, once.
create table accounts.policy_seen (
  one     boolean primary key default true check (one),
  policy  jsonb not null,
  seen_at timestamptz not null
);
comment on column accounts.policy_seen.one is 'privacy: open';
comment on column accounts.policy_seen.policy is 'privacy: open';
comment on column accounts.policy_seen.seen_at is 'privacy: open';
