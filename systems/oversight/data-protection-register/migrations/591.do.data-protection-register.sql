-- data-protection-register: to whom data were disclosed, and the cases that people bring to the data-protection officer.
create schema data_protection;

-- One row for each patient, day, recipient, ground and kind of data: made of the sealed trail, or written by an officer.
create table data_protection.disclosure (
  number         bigint generated always as identity primary key,
  patient        bigint not null,
  patient_id     text collate "C" not null,
  at             timestamptz not null,       -- the first time on that day
  day            date not null,              -- in Poland
  recipient_kind text not null check (recipient_kind in ('facility', 'system', 'app', 'person', 'other')),
  recipient      text collate "C" not null,
  recipient_name text not null,
  person         text not null,              -- who looked there; '' for machines
  type           text collate "C" not null,  -- FHIR type; 'everything'; of what an officer writes, words
  purpose        text not null,
  ground         text not null,              -- by what right: a relation of core/access, or app, scope, export, delegation, law
  legal_basis    text,                       -- as an officer wrote it
  event          bigint,                     -- the event of the trail that proves it
  recorded_by    text,                       -- the officer, of what was disclosed on other ways
  constraint once_a_day unique (patient, day, recipient, person, ground, type)
);
-- How far the trail has been gone through. One row.
create table data_protection.recorded (
  one  boolean primary key default true check (one),
  seal bigint not null
);
insert into data_protection.recorded (seal) values (0);

create table data_protection.complaint (
  id             uuid primary key,
  kind           text not null check (kind in ('objection', 'unknown-access')),
  patient        bigint not null,
  patient_id     text collate "C" not null,
  name           text not null,              -- of who filed it
  filed_at       timestamptz not null,
  due            timestamptz not null,
  words          text not null,
  scope          text check (scope in ('facility', 'processing')),
  facility       text collate "C",
  facility_name  text,
  access         jsonb,                      -- the access that the patient does not know, as it stood in the trail
  closed         text[] not null default '{}', -- facilities that this case has closed the record to, while it lasts
  consulted_at   timestamptz,
  consulted_by   text,
  consulted_name text,
  consultation   text,
  decision       text check (decision in ('accepted', 'rejected', 'explained', 'breach', 'withdrawn')),
  decided_at     timestamptz,
  decided_by     text,
  decided_name   text,
  answer         text,
  constraint decided_whole check ((decision is null) = (decided_at is null))
);
create index complaint_open on data_protection.complaint (due) where decision is null;
create index complaint_patient on data_protection.complaint (patient, filed_at);

create function data_protection.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'data_protection.% is append-only: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on data_protection.disclosure
  for each statement execute function data_protection.refuse_change();
create trigger append_only before delete or truncate on data_protection.complaint
  for each statement execute function data_protection.refuse_change();
-- What was filed stays as it was filed, and a decision is made once.
create function data_protection.filed_stays() returns trigger language plpgsql as $$
begin
  if old.decision is null and (new.id, new.kind, new.patient, new.filed_at, new.words, new.scope, new.facility, new.access)
    is not distinct from (old.id, old.kind, old.patient, old.filed_at, old.words, old.scope, old.facility, old.access)
    or old.decision = 'accepted' and new.decision = 'withdrawn'
  then
    return new;
  end if;
  raise exception 'data_protection.complaint is append-only: UPDATE is refused' using errcode = 'insufficient_privilege';
end $$;
create trigger filed_stays before update on data_protection.complaint
  for each row execute function data_protection.filed_stays();

comment on column data_protection.disclosure.number is 'privacy: open';
comment on column data_protection.disclosure.patient is 'privacy: pseudonymous';
comment on column data_protection.disclosure.patient_id is 'privacy: pseudonymous';
comment on column data_protection.disclosure.at is 'privacy: pseudonymous';
comment on column data_protection.disclosure.day is 'privacy: pseudonymous';
comment on column data_protection.disclosure.recipient_kind is 'privacy: open';
comment on column data_protection.disclosure.recipient is 'privacy: pseudonymous';
comment on column data_protection.disclosure.recipient_name is 'privacy: pseudonymous';
comment on column data_protection.disclosure.person is 'privacy: identifying';
comment on column data_protection.disclosure.type is 'privacy: pseudonymous';
comment on column data_protection.disclosure.purpose is 'privacy: open';
comment on column data_protection.disclosure.ground is 'privacy: open';
comment on column data_protection.disclosure.legal_basis is 'privacy: open';
comment on column data_protection.disclosure.event is 'privacy: open';
comment on column data_protection.disclosure.recorded_by is 'privacy: identifying';
comment on column data_protection.recorded.one is 'privacy: open';
comment on column data_protection.recorded.seal is 'privacy: open';
comment on column data_protection.complaint.id is 'privacy: open';
comment on column data_protection.complaint.kind is 'privacy: open';
comment on column data_protection.complaint.patient is 'privacy: pseudonymous';
comment on column data_protection.complaint.patient_id is 'privacy: pseudonymous';
comment on column data_protection.complaint.name is 'privacy: identifying';
comment on column data_protection.complaint.filed_at is 'privacy: pseudonymous';
comment on column data_protection.complaint.due is 'privacy: open';
comment on column data_protection.complaint.words is 'privacy: clinical';
comment on column data_protection.complaint.scope is 'privacy: open';
comment on column data_protection.complaint.facility is 'privacy: pseudonymous';
comment on column data_protection.complaint.facility_name is 'privacy: pseudonymous';
comment on column data_protection.complaint.access is 'privacy: identifying';
comment on column data_protection.complaint.closed is 'privacy: pseudonymous';
comment on column data_protection.complaint.consulted_at is 'privacy: open';
comment on column data_protection.complaint.consulted_by is 'privacy: pseudonymous';
comment on column data_protection.complaint.consulted_name is 'privacy: identifying';
comment on column data_protection.complaint.consultation is 'privacy: clinical';
comment on column data_protection.complaint.decision is 'privacy: pseudonymous';
comment on column data_protection.complaint.decided_at is 'privacy: open';
comment on column data_protection.complaint.decided_by is 'privacy: pseudonymous';
comment on column data_protection.complaint.decided_name is 'privacy: identifying';
comment on column data_protection.complaint.answer is 'privacy: clinical';
