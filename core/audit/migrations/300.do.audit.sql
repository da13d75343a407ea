-- audit: who did what to whose data, allowed and refused. Append-only; a sealer outside the request path chains it.
create schema audit;

create table audit.event (
  sequence bigint generated always as identity,
  xid      xid8 not null default pg_current_xact_id(), -- commit-safe below pg_snapshot_xmin(pg_current_snapshot())
  at       timestamptz not null,
  action   "char" not null,               -- C R U D E as in AuditEvent.action
  kind     text not null,                 -- FHIR interaction or operation: read, search-type, create, sign-in, verify-audit …
  outcome  smallint not null,             -- AuditEvent.outcome: 0 success, 4 minor, 8 serious failure
  reason   text,                          -- why refused: the code of the Refusal
  rule     text,                          -- the access rule that allowed it
  actor    text not null,                 -- Actor.id
  actor_name text not null,
  actor_patient text,                     -- logical id of the actor's own Patient, role patient: tells own accesses from others'
  role     text not null,
  purpose  text not null,
  facility text,
  facility_name text,
  source   text not null,                 -- network address
  trace    text not null,
  patients bigint[],                      -- compartment keys whose data were touched
  patient_ids text[],                     -- and the logical ids of those Patients, in the same order
  entities text[],                        -- every resource: Type/id/version, of the whole page
  query    text,                          -- search string as asked, values of personal parameters hashed
  primary key (sequence)
);
-- "Who looked at my data".
create index event_patients on audit.event using gin (patients) where patients is not null;
-- The sealer's and the verifier's order: commit-safe, and stable once sealed.
create index event_commit_order on audit.event (xid, sequence);
-- Rows come in by time, so a summary of each block range finds a day; a B-tree here would cost every write.
create index event_at on audit.event using brin (at) with (pages_per_range = 32, autosummarize = on);
alter table audit.event set (autovacuum_vacuum_insert_scale_factor = 0.05, fillfactor = 100);

-- The chain: one row per sealed batch of events. See core/audit/README.md for what is hashed and signed.
create table audit.seal (
  number        bigint primary key,       -- 1, 2, 3 …
  events        integer not null,         -- events in this batch
  size          bigint not null,          -- events in the chain up to and with this batch
  sealed_at     timestamptz not null,
  last_xid      xid8 not null,            -- everything up to (last_xid, last_sequence) in commit order is sealed
  last_sequence bigint not null,
  sequences     bigint[] not null,        -- the events in the order of sealing
  leaves        bytea not null,           -- SHA-256 of each event, 32 bytes each, same order: names the event that was changed
  previous      bytea not null,           -- hash of the batch before; 32 zero bytes for the first
  hash          bytea not null,           -- SHA-256(previous ‖ number ‖ size ‖ sealed_at ‖ sequences ‖ leaves)
  key_id        text not null,            -- which key signed: first 16 hex digits of SHA-256 of the public key
  signature     bytea not null            -- Ed25519 over the checkpoint text
);
alter table audit.seal alter column leaves set storage external; -- hashes do not compress

-- Append-only, for the owner too. Whoever must remove expired events follows the retention procedure in core/audit/README.md.
create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit.% is append-only: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on audit.event
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on audit.seal
  for each statement execute function audit.refuse_change();
-- Also where a session pretends to be a replica (session_replication_role), which skips ordinary triggers.
alter table audit.event enable always trigger append_only;
alter table audit.seal enable always trigger append_only;

comment on column audit.event.sequence is 'privacy: open';
comment on column audit.event.xid is 'privacy: open';
comment on column audit.event.at is 'privacy: pseudonymous';
comment on column audit.event.action is 'privacy: open';
comment on column audit.event.kind is 'privacy: open';
comment on column audit.event.outcome is 'privacy: open';
comment on column audit.event.reason is 'privacy: open';
comment on column audit.event.rule is 'privacy: open';
comment on column audit.event.actor is 'privacy: identifying';
comment on column audit.event.actor_name is 'privacy: identifying';
comment on column audit.event.actor_patient is 'privacy: pseudonymous';
comment on column audit.event.role is 'privacy: open';
comment on column audit.event.purpose is 'privacy: open';
comment on column audit.event.facility is 'privacy: open';
comment on column audit.event.facility_name is 'privacy: open';
comment on column audit.event.source is 'privacy: identifying';
comment on column audit.event.trace is 'privacy: pseudonymous';
comment on column audit.event.patients is 'privacy: pseudonymous';
comment on column audit.event.patient_ids is 'privacy: pseudonymous';
comment on column audit.event.entities is 'privacy: pseudonymous';
comment on column audit.event.query is 'privacy: pseudonymous';
comment on column audit.seal.number is 'privacy: open';
comment on column audit.seal.events is 'privacy: open';
comment on column audit.seal.size is 'privacy: open';
comment on column audit.seal.sealed_at is 'privacy: open';
comment on column audit.seal.last_xid is 'privacy: open';
comment on column audit.seal.last_sequence is 'privacy: open';
comment on column audit.seal.sequences is 'privacy: open';
comment on column audit.seal.leaves is 'privacy: pseudonymous';
comment on column audit.seal.previous is 'privacy: open';
comment on column audit.seal.hash is 'privacy: open';
comment on column audit.seal.key_id is 'privacy: open';
comment on column audit.seal.signature is 'privacy: open';
