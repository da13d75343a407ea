-- audit: who did what to whose data, allowed and refused. Append-only; a sealer outside the request path chains it.
create schema audit;

create table audit.event (
  sequence bigint generated always as identity,
  xid      xid8 not null default pg_current_xact_id(),
  at       timestamptz not null,
  action   "char" not null,               -- C R U D E as in AuditEvent.action
  kind     text not null,                 -- FHIR interaction or operation: read, search-type, create, sign-in, verify-audit …
  outcome  smallint not null,             -- AuditEvent.outcome: 0 success, 4 minor, 8 serious failure
  reason   text,                          -- why refused: the code of the Refusal
  actor    text not null,                 -- Actor.id
  actor_name text not null,
  role     text not null,
  purpose  text not null,
  facility text,
  facility_name text,
  on_behalf_of text,
  source   text not null,                 -- network address
  trace    text not null,
  patients bigint[],                      -- compartment keys whose data were touched
  patient_ids text[],                     -- and the logical ids of those Patients, in the same order
  entities text[],                        -- every resource: Type/id/version, of the whole page
  query    text,                          -- search string as asked, values of personal parameters hashed
  primary key (sequence)
);
create index event_patients on audit.event using gin (patients) where patients is not null;
create index event_at on audit.event (at);

-- The chain: one row per sealed batch of events.
create table audit.seal (
  number        bigint primary key,
  first_sequence bigint not null,
  last_sequence bigint not null,
  events        integer not null,
  sealed_at     timestamptz not null,
  sequences     bigint[] not null,        -- the events in the order of sealing (commit order, not always number order)
  hash          bytea not null,           -- SHA-256(previous hash ‖ canonical events)
  previous      bytea not null,
  signature     bytea not null            -- Ed25519 over the checkpoint
);
