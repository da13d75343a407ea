-- accounts: the life of staff's accounts (request, approval by another, admission, first access, review, end), and the
-- register of persons authorised to process personal data (GDPR art. 29, 32(4)).

alter table accounts.account
  add column given_name        text,
  add column family_name       text,
  add column post              text,
  add column blocked_because   text check (blocked_because in ('suspended', 'unused', 'ended', 'closed')),
  add column closed_at         timestamptz,
  add column last_signed_in_at timestamptz,
  -- When the warning of an unused account was given.
  add column warned_at         timestamptz,
  -- Signs in by passkeys alone: there is no password to guess, to steal or to change.
  add column passkey_only      boolean not null default false;
alter table accounts.account alter column password drop not null;
alter table accounts.account alter column second_factor drop not null;
-- Said a third time where no code can pass it: nobody's password stands without a second factor. Closed accounts have
-- neither.
alter table accounts.account add constraint second_factor_always check (
  closed_at is not null or passkey_only or (password is not null and second_factor is not null));
comment on column accounts.account.given_name is 'privacy: identifying';
comment on column accounts.account.family_name is 'privacy: identifying';
comment on column accounts.account.post is 'privacy: pseudonymous';
comment on column accounts.account.blocked_because is 'privacy: pseudonymous';
comment on column accounts.account.closed_at is 'privacy: pseudonymous';
comment on column accounts.account.last_signed_in_at is 'privacy: pseudonymous';
comment on column accounts.account.warned_at is 'privacy: pseudonymous';
comment on column accounts.account.passkey_only is 'privacy: open';

alter table accounts.position
  add column scope       text,
  add column granted_at  timestamptz,
  -- Known beforehand: contractors.
  add column ends_at     timestamptz,
  -- Has happened.
  add column ended_at    timestamptz,
  add column reviewed_at timestamptz;
comment on column accounts.position.scope is 'privacy: pseudonymous';
comment on column accounts.position.granted_at is 'privacy: pseudonymous';
comment on column accounts.position.ends_at is 'privacy: pseudonymous';
comment on column accounts.position.ended_at is 'privacy: pseudonymous';
comment on column accounts.position.reviewed_at is 'privacy: pseudonymous';
create index position_ends on accounts.position (ends_at) where ended_at is null and ends_at is not null;

-- Every identifier that was ever given, as a keyed hash: kept for ever, also after erasure, so that none is given twice.
create table accounts.used_identifier (
  mark bytea primary key
);
comment on column accounts.used_identifier.mark is 'privacy: pseudonymous';

-- What was asked, by whom, and what another person decided. Rows are never deleted: they are the history of rights.
create table accounts.request (
  id             uuid primary key,
  kind           text not null check (kind in ('grant', 'change', 'suspend', 'resume', 'close', 'renew')),
  account        uuid references accounts.account,
  given_name     text,
  family_name    text,
  post           text,
  role           text check (role in ('physician', 'operator')),
  facility       text collate "C",
  facility_name  text,
  practitioner   text collate "C",
  scope          text,
  ends_at        timestamptz,
  reason         text not null,
  requested_by   uuid not null references accounts.account,
  requested_at   timestamptz not null,
  decided_by     uuid references accounts.account,
  decided_at     timestamptz,
  approved       boolean,
  decision_reason text,
  login          text collate "C",
  -- Only stopping somebody may be one person's act.
  constraint decided_by_another check (kind = 'suspend' or decided_by <> requested_by)
);
create index request_open on accounts.request (requested_at) where decided_at is null;
create index request_account on accounts.request (account);
comment on column accounts.request.id is 'privacy: pseudonymous';
comment on column accounts.request.kind is 'privacy: open';
comment on column accounts.request.account is 'privacy: pseudonymous';
comment on column accounts.request.given_name is 'privacy: identifying';
comment on column accounts.request.family_name is 'privacy: identifying';
comment on column accounts.request.post is 'privacy: pseudonymous';
comment on column accounts.request.role is 'privacy: pseudonymous';
comment on column accounts.request.facility is 'privacy: pseudonymous';
comment on column accounts.request.facility_name is 'privacy: pseudonymous';
comment on column accounts.request.practitioner is 'privacy: pseudonymous';
comment on column accounts.request.scope is 'privacy: pseudonymous';
comment on column accounts.request.ends_at is 'privacy: pseudonymous';
comment on column accounts.request.reason is 'privacy: identifying';
comment on column accounts.request.requested_by is 'privacy: pseudonymous';
comment on column accounts.request.requested_at is 'privacy: pseudonymous';
comment on column accounts.request.decided_by is 'privacy: pseudonymous';
comment on column accounts.request.decided_at is 'privacy: pseudonymous';
comment on column accounts.request.approved is 'privacy: open';
comment on column accounts.request.decision_reason is 'privacy: identifying';
comment on column accounts.request.login is 'privacy: identifying';

-- What must be there before the first access: declaration of confidentiality, the rules read, training passed.
create table accounts.admission (
  request     uuid not null references accounts.request,
  kind        text not null check (kind in ('confidentiality', 'rules', 'training')),
  done_on     date not null,
  evidence    text not null,
  recorded_by uuid not null references accounts.account,
  recorded_at timestamptz not null,
  primary key (request, kind)
);
comment on column accounts.admission.request is 'privacy: pseudonymous';
comment on column accounts.admission.kind is 'privacy: open';
comment on column accounts.admission.done_on is 'privacy: pseudonymous';
comment on column accounts.admission.evidence is 'privacy: identifying';
comment on column accounts.admission.recorded_by is 'privacy: pseudonymous';
comment on column accounts.admission.recorded_at is 'privacy: pseudonymous';

-- One-time codes that open the first sign-in and nothing else. Issuing a new one replaces the old.
create table accounts.activation (
  request    uuid primary key references accounts.request,
  code       bytea not null unique,
  expires_at timestamptz not null,
  used_at    timestamptz,
  issued_by  uuid not null references accounts.account
);
comment on column accounts.activation.request is 'privacy: pseudonymous';
comment on column accounts.activation.code is 'privacy: pseudonymous';
comment on column accounts.activation.expires_at is 'privacy: open';
comment on column accounts.activation.used_at is 'privacy: pseudonymous';
comment on column accounts.activation.issued_by is 'privacy: pseudonymous';

-- The register of authorised persons: the fields that the instruction demands and no others. A change is a new entry.
create table accounts.register_entry (
  number      bigint primary key generated always as identity,
  recorded_at timestamptz not null,
  given_name  text not null,
  family_name text not null,
  post        text,
  granted_on  date not null,
  ended_on    date,
  scope       text not null,
  identifier  text collate "C" not null
);
create index register_identifier on accounts.register_entry (identifier);
comment on column accounts.register_entry.number is 'privacy: open';
comment on column accounts.register_entry.recorded_at is 'privacy: open';
comment on column accounts.register_entry.given_name is 'privacy: identifying';
comment on column accounts.register_entry.family_name is 'privacy: identifying';
comment on column accounts.register_entry.post is 'privacy: pseudonymous';
comment on column accounts.register_entry.granted_on is 'privacy: pseudonymous';
comment on column accounts.register_entry.ended_on is 'privacy: pseudonymous';
comment on column accounts.register_entry.scope is 'privacy: pseudonymous';
comment on column accounts.register_entry.identifier is 'privacy: identifying';

create function accounts.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the register of authorised persons is only ever appended to';
end $$;
create trigger register_append_only before update or delete on accounts.register_entry
  for each row execute function accounts.refuse_change();
create trigger register_not_emptied before truncate on accounts.register_entry
  for each statement execute function accounts.refuse_change();
