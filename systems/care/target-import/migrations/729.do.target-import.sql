-- Target import (SOID): demands for medicines that are not on the market, what happened to each, and who may confirm and
-- decide. A step is taken once: the state is changed only from the one that the table of states allows, under a lock.
create schema target_import;

create table target_import.demand (
  id         text collate "C" primary key,
  state      text collate "C" not null
    check (state in ('submitted', 'confirmed', 'declined', 'granted', 'refused', 'taken', 'realised', 'cancelled')),
  issued     date not null,
  -- The doctor, and the Organization they issued it for.
  issuer     text collate "C" not null,
  facility   text collate "C" not null,
  -- Of a demand for one patient: the logical id.
  patient    text collate "C",
  -- Speciality whose consultant confirms.
  field      text collate "C" not null,
  content    jsonb not null,
  quantity   int not null check (quantity between 1 and 100000),
  imported   int not null default 0 check (imported between 0 and quantity),
  -- REGON of the wholesaler that took it.
  wholesaler text collate "C",
  changed_at timestamptz not null
);
create index demand_facility on target_import.demand (facility, id);
create index demand_state on target_import.demand (state, field, id);
create index demand_patient on target_import.demand (patient, id) where patient is not null;

create table target_import.step (
  demand   text collate "C" not null references target_import.demand (id),
  nth      int not null,
  act      text collate "C" not null,
  state    text collate "C" not null,
  at       timestamptz not null,
  actor    text collate "C" not null,
  quantity int,
  note     text,
  primary key (demand, nth)
);

create table target_import.official (
  kind    text collate "C" not null check (kind in ('consultant', 'authority')),
  -- A consultant: logical id of the Practitioner. An authority: logical id of its Organization.
  subject text collate "C" not null,
  field   text collate "C" not null,
  since   date not null,
  until   date,
  primary key (kind, subject, field)
);

comment on column target_import.demand.id is 'privacy: pseudonymous';
comment on column target_import.demand.state is 'privacy: clinical';
comment on column target_import.demand.issued is 'privacy: clinical';
comment on column target_import.demand.issuer is 'privacy: identifying';
comment on column target_import.demand.facility is 'privacy: open';
comment on column target_import.demand.patient is 'privacy: pseudonymous';
comment on column target_import.demand.field is 'privacy: clinical';
comment on column target_import.demand.content is 'privacy: clinical';
comment on column target_import.demand.quantity is 'privacy: clinical';
comment on column target_import.demand.imported is 'privacy: clinical';
comment on column target_import.demand.wholesaler is 'privacy: open';
comment on column target_import.demand.changed_at is 'privacy: open';
comment on column target_import.step.demand is 'privacy: pseudonymous';
comment on column target_import.step.nth is 'privacy: open';
comment on column target_import.step.act is 'privacy: clinical';
comment on column target_import.step.state is 'privacy: clinical';
comment on column target_import.step.at is 'privacy: open';
comment on column target_import.step.actor is 'privacy: identifying';
comment on column target_import.step.quantity is 'privacy: clinical';
comment on column target_import.step.note is 'privacy: clinical';
comment on column target_import.official.kind is 'privacy: open';
comment on column target_import.official.subject is 'privacy: identifying';
comment on column target_import.official.field is 'privacy: open';
comment on column target_import.official.since is 'privacy: open';
comment on column target_import.official.until is 'privacy: open';
