-- permissions (SAA): emergencies with their reasons and reviews, one-time codes, consents, notices to patients. What they open are rows of access.*.
create schema permissions;

-- Break-the-glass: who, for what reason, and what the officer says of it.
create table permissions.emergency (
  id            uuid primary key,
  patient       bigint not null,
  patient_id    text collate "C" not null,
  account       text collate "C" not null,
  name          text not null,               -- as the patient is told
  facility      text collate "C" not null,
  facility_name text not null,
  reason        text not null check (reason in ('unconscious', 'life-threat', 'no-contact', 'infectious')),
  explanation   text not null check (length(explanation) >= 10),
  at            timestamptz not null,
  ends          timestamptz not null,
  repeated      boolean not null,            -- the third or later of this person within 24 hours
  due           timestamptz not null,        -- of the review
  reviewed_at   timestamptz,
  reviewed_by   text collate "C",
  verdict       text check (verdict in ('justified', 'unjustified')),
  verdict_text  text
);
create index emergency_open on permissions.emergency (due) where reviewed_at is null;
create index emergency_account on permissions.emergency (account, at);
create index emergency_patient on permissions.emergency (patient, at);

-- 24-hour access by a code of 8 characters; only its keyed hash stands here. One lives at a time.
create table permissions.code (
  patient    bigint primary key,
  patient_id text collate "C" not null,
  hash       bytea not null,
  tries      smallint not null,
  expires    timestamptz not null
);
-- Failed codes of a person within the last quarter of an hour: codes of many patients cannot be tried out.
create table permissions.code_failure (
  account text collate "C" not null,
  at      timestamptz not null
);
create index code_failure_account on permissions.code_failure (account, at);

-- The patient's consent to a facility, or refusal of it; the legal form is the FHIR Consent of that id.
create table permissions.consent (
  id            uuid primary key,
  patient       bigint not null,
  facility      text collate "C" not null,
  facility_name text not null,
  refusal       boolean not null,
  scope         text[] not null,
  since         timestamptz not null,
  ends          timestamptz,
  ended_at      timestamptz,
  document      text collate "C" not null
);
create index consent_patient on permissions.consent (patient);

-- What a patient is told in the portal.
create table permissions.notice (
  id         uuid primary key,
  patient    bigint not null,
  at         timestamptz not null,
  kind       text collate "C" not null,
  details    jsonb not null,
  read_at    timestamptz
);
create index notice_patient on permissions.notice (patient, at);

comment on column permissions.emergency.id is 'privacy: open';
comment on column permissions.emergency.patient is 'privacy: pseudonymous';
comment on column permissions.emergency.patient_id is 'privacy: pseudonymous';
comment on column permissions.emergency.account is 'privacy: pseudonymous';
comment on column permissions.emergency.name is 'privacy: identifying';
comment on column permissions.emergency.facility is 'privacy: pseudonymous';
comment on column permissions.emergency.facility_name is 'privacy: pseudonymous';
comment on column permissions.emergency.reason is 'privacy: clinical';
comment on column permissions.emergency.explanation is 'privacy: clinical';
comment on column permissions.emergency.at is 'privacy: pseudonymous';
comment on column permissions.emergency.ends is 'privacy: pseudonymous';
comment on column permissions.emergency.repeated is 'privacy: pseudonymous';
comment on column permissions.emergency.due is 'privacy: open';
comment on column permissions.emergency.reviewed_at is 'privacy: open';
comment on column permissions.emergency.reviewed_by is 'privacy: pseudonymous';
comment on column permissions.emergency.verdict is 'privacy: pseudonymous';
comment on column permissions.emergency.verdict_text is 'privacy: clinical';
comment on column permissions.code.patient is 'privacy: pseudonymous';
comment on column permissions.code.patient_id is 'privacy: pseudonymous';
comment on column permissions.code.hash is 'privacy: pseudonymous';
comment on column permissions.code.tries is 'privacy: open';
comment on column permissions.code.expires is 'privacy: open';
comment on column permissions.code_failure.account is 'privacy: pseudonymous';
comment on column permissions.code_failure.at is 'privacy: open';
comment on column permissions.consent.id is 'privacy: open';
comment on column permissions.consent.patient is 'privacy: pseudonymous';
comment on column permissions.consent.facility is 'privacy: pseudonymous';
comment on column permissions.consent.facility_name is 'privacy: pseudonymous';
comment on column permissions.consent.refusal is 'privacy: pseudonymous';
comment on column permissions.consent.scope is 'privacy: pseudonymous';
comment on column permissions.consent.since is 'privacy: pseudonymous';
comment on column permissions.consent.ends is 'privacy: pseudonymous';
comment on column permissions.consent.ended_at is 'privacy: pseudonymous';
comment on column permissions.consent.document is 'privacy: pseudonymous';
comment on column permissions.notice.id is 'privacy: open';
comment on column permissions.notice.patient is 'privacy: pseudonymous';
comment on column permissions.notice.at is 'privacy: pseudonymous';
comment on column permissions.notice.kind is 'privacy: open';
comment on column permissions.notice.details is 'privacy: identifying';
comment on column permissions.notice.read_at is 'privacy: pseudonymous';
