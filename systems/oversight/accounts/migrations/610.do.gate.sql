-- accounts: the compliance gate. Vendors whose statements are believed, what clients declared, what was checked, every step.

create table accounts.software_vendor (
  id            text collate "C" primary key, -- `iss` of its statements
  name          text not null,
  jwks          jsonb not null,
  registered_by uuid not null references accounts.account,
  registered_at timestamptz not null,
  stopped_at    timestamptz,
  stop_reason   text
);
comment on column accounts.software_vendor.id is 'privacy: open';
comment on column accounts.software_vendor.name is 'privacy: open';
comment on column accounts.software_vendor.jwks is 'privacy: open';
comment on column accounts.software_vendor.registered_by is 'privacy: pseudonymous';
comment on column accounts.software_vendor.registered_at is 'privacy: open';
comment on column accounts.software_vendor.stopped_at is 'privacy: open';
comment on column accounts.software_vendor.stop_reason is 'privacy: open';

-- A statement is for one client, once.
create table accounts.used_statement (
  hash   bytea primary key,
  client text collate "C" not null references accounts.client
);
comment on column accounts.used_statement.hash is 'privacy: open';
comment on column accounts.used_statement.client is 'privacy: open';

alter table accounts.client
  add column software_id     text collate "C",
  -- The vendor whose signed statement says what software it is; null: nobody signed.
  add column vendor_id       text collate "C" references accounts.software_vendor,
  add column gate_state      text collate "C" not null default 'undeclared'
    check (gate_state in ('undeclared', 'declared', 'verified', 'expired', 'failed', 'suspended')),
  add column gate_since      timestamptz not null default now(),
  -- verified: until then.
  add column gate_until      timestamptz,
  -- Until then what has not passed may do the restricted set; null: no end is set, so nothing.
  add column transition_ends timestamptz,
  add column keys_since      timestamptz not null default now(),
  add column keys_hash       bytea,
  -- The protocol of its connections to our TLS listener, seen at the token endpoint.
  add column tls_seen        text,
  add column token_at        timestamptz,
  add check (gate_state <> 'verified' or gate_until is not null or demonstration or kind = 'app');
comment on column accounts.client.software_id is 'privacy: open';
comment on column accounts.client.vendor_id is 'privacy: open';
comment on column accounts.client.gate_state is 'privacy: open';
comment on column accounts.client.gate_since is 'privacy: open';
comment on column accounts.client.gate_until is 'privacy: open';
comment on column accounts.client.transition_ends is 'privacy: open';
comment on column accounts.client.keys_since is 'privacy: open';
comment on column accounts.client.keys_hash is 'privacy: open';
comment on column accounts.client.tls_seen is 'privacy: open';
comment on column accounts.client.token_at is 'privacy: open';
-- Who is there already has half a year from now.
update accounts.client set gate_state = 'verified' where demonstration or kind = 'app';
update accounts.client set transition_ends = now() + interval '180 days' where gate_state = 'undeclared';

create table accounts.gate_declaration (
  client       text collate "C" not null references accounts.client,
  number       integer not null,
  made_at      timestamptz not null,
  software     text not null, -- product and version that it speaks of
  valid_until  date not null,
  requirements jsonb not null,
  signed       text not null, -- the JWS as it came: evidence
  primary key (client, number)
);
comment on column accounts.gate_declaration.client is 'privacy: open';
comment on column accounts.gate_declaration.number is 'privacy: open';
comment on column accounts.gate_declaration.made_at is 'privacy: open';
comment on column accounts.gate_declaration.software is 'privacy: open';
comment on column accounts.gate_declaration.valid_until is 'privacy: open';
comment on column accounts.gate_declaration.requirements is 'privacy: open';
comment on column accounts.gate_declaration.signed is 'privacy: open';

-- A run of the test kit by a client in its sandbox: the id is the nonce that its signed report names.
create table accounts.gate_run (
  id          uuid primary key,
  client      text collate "C" not null references accounts.client,
  software    text not null,
  started_at  timestamptz not null,
  finished_at timestamptz,
  passed      boolean,
  failing     text[]
);
create index gate_run_client on accounts.gate_run (client, started_at);
comment on column accounts.gate_run.id is 'privacy: open';
comment on column accounts.gate_run.client is 'privacy: open';
comment on column accounts.gate_run.software is 'privacy: open';
comment on column accounts.gate_run.started_at is 'privacy: open';
comment on column accounts.gate_run.finished_at is 'privacy: open';
comment on column accounts.gate_run.passed is 'privacy: open';
comment on column accounts.gate_run.failing is 'privacy: open';

create table accounts.gate_step (
  number    bigint generated always as identity primary key,
  client    text collate "C" not null references accounts.client,
  at        timestamptz not null,
  step      text not null,
  came_from text not null,
  went_to   text not null,
  by        text not null, -- account, client, or 'platform'
  reason    text
);
create index gate_step_client on accounts.gate_step (client, number);
create function accounts.refuse_step_change() returns trigger language plpgsql as $$
begin
  raise exception 'the steps of the compliance gate are only ever appended to';
end $$;
create trigger gate_step_append_only before update or delete on accounts.gate_step
  for each row execute function accounts.refuse_step_change();
create trigger gate_step_not_emptied before truncate on accounts.gate_step
  for each statement execute function accounts.refuse_step_change();
comment on column accounts.gate_step.number is 'privacy: open';
comment on column accounts.gate_step.client is 'privacy: open';
comment on column accounts.gate_step.at is 'privacy: open';
comment on column accounts.gate_step.step is 'privacy: open';
comment on column accounts.gate_step.came_from is 'privacy: open';
comment on column accounts.gate_step.went_to is 'privacy: open';
comment on column accounts.gate_step.by is 'privacy: pseudonymous';
comment on column accounts.gate_step.reason is 'privacy: open';

-- What one person asks and another decides, beside the accounts of people (account_request).
create table accounts.proposal (
  id         uuid primary key,
  kind       text not null check (kind in ('gate-transition', 'policy-exception', 'export-permit')),
  subject    text collate "C" not null,
  wanted     jsonb not null,
  reason     text not null,
  asked_by   uuid not null references accounts.account,
  asked_at   timestamptz not null,
  decided_by uuid references accounts.account,
  decided_at timestamptz,
  approved   boolean,
  check (decided_by <> asked_by),
  check ((decided_by is null) = (approved is null) and (decided_by is null) = (decided_at is null))
);
create index proposal_of on accounts.proposal (kind, subject);
comment on column accounts.proposal.id is 'privacy: open';
comment on column accounts.proposal.kind is 'privacy: open';
comment on column accounts.proposal.subject is 'privacy: open';
comment on column accounts.proposal.wanted is 'privacy: open';
comment on column accounts.proposal.reason is 'privacy: open';
comment on column accounts.proposal.asked_by is 'privacy: pseudonymous';
comment on column accounts.proposal.asked_at is 'privacy: pseudonymous';
comment on column accounts.proposal.decided_by is 'privacy: pseudonymous';
comment on column accounts.proposal.decided_at is 'privacy: pseudonymous';
comment on column accounts.proposal.approved is 'privacy: open';
