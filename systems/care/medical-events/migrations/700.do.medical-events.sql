-- medical-events (SGZ): the ledger beside the events of the record (Encounter, profile PLMedicalEvent). It is written in the transaction of
-- each change and holds what no race may pass: a number belongs to one event, a registered event has a diagnosis, a cancelled one stays so.
create schema medical_events;

create table medical_events.event (
  patient     bigint not null,
  encounter   text collate "C" not null,        -- of the Encounter
  system      text collate "C" not null,        -- node of the provider, ….15.1
  number      text collate "C" not null,
  state       text collate "C" not null check (state in ('open', 'registered', 'cancelled')),
  version     int not null,
  facility    text collate "C",
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  late        boolean not null,
  content     text collate "C",                 -- SHA-256 of what was registered by our own operation
  signed_at   timestamptz,
  primary key (patient, encounter)
) partition by hash (patient);
create index event_facility on medical_events.event (facility, recorded_at);

-- From the number to the event.
create table medical_events.number (
  number    text collate "C" not null,
  system    text collate "C" not null,
  patient   bigint not null,
  encounter text collate "C" not null,
  primary key (number, system)
) partition by hash (number);

-- Diagnoses that belong to events: at least one each (REG.WER.10857).
create table medical_events.diagnosis (
  patient   bigint not null,
  condition text collate "C" not null,          -- of the Condition
  encounter text collate "C" not null,
  primary key (patient, condition)
) partition by hash (patient);
create index diagnosis_encounter on medical_events.diagnosis (patient, encounter);

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
  t text;
begin
  foreach t in array array['event', 'number', 'diagnosis'] loop
    for i in 0 .. n - 1 loop
      execute format('create table medical_events.%s_p%s partition of medical_events.%s
        for values with (modulus %s, remainder %s)', t, lpad(i::text, 3, '0'), t, n, i);
    end loop;
  end loop;
end $$;

comment on column medical_events.event.patient is 'privacy: pseudonymous';
comment on column medical_events.event.encounter is 'privacy: pseudonymous';
comment on column medical_events.event.system is 'privacy: open';
comment on column medical_events.event.number is 'privacy: pseudonymous';
comment on column medical_events.event.state is 'privacy: pseudonymous';
comment on column medical_events.event.version is 'privacy: open';
comment on column medical_events.event.facility is 'privacy: open';
comment on column medical_events.event.happened_at is 'privacy: pseudonymous';
comment on column medical_events.event.recorded_at is 'privacy: pseudonymous';
comment on column medical_events.event.late is 'privacy: open';
comment on column medical_events.event.content is 'privacy: pseudonymous';
comment on column medical_events.event.signed_at is 'privacy: open';
comment on column medical_events.number.number is 'privacy: pseudonymous';
comment on column medical_events.number.system is 'privacy: open';
comment on column medical_events.number.patient is 'privacy: pseudonymous';
comment on column medical_events.number.encounter is 'privacy: pseudonymous';
comment on column medical_events.diagnosis.patient is 'privacy: pseudonymous';
comment on column medical_events.diagnosis.condition is 'privacy: pseudonymous';
comment on column medical_events.diagnosis.encounter is 'privacy: pseudonymous';
