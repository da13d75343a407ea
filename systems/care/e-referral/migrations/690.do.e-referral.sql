-- e-referral (SGS): the ledger beside the referrals of the record (ServiceRequest, profile PLReferral). It is written in the transaction of
-- each change and holds what no race may pass: a key belongs to one referral, a referral is held by one provider, a place in the queue of a
-- branch of the NFZ by one referral.
create schema e_referral;

create table e_referral.referral (
  patient       bigint not null,
  id            text collate "C" not null,      -- of the ServiceRequest
  key           text collate "C" not null,
  version       int not null,
  kind          text collate "C" not null,
  state         text collate "C" not null check (state in ('issued', 'accepted', 'realised', 'cancelled')),
  issued_at     timestamptz not null,
  changed_at    timestamptz not null,
  valid_until   date,
  issuer        text collate "C",               -- facility; null: the platform
  provider      text collate "C",
  spa_stage     text collate "C",
  spa_branch    text collate "C",
  check ((state in ('accepted', 'realised')) = (provider is not null)),
  primary key (patient, id)
) partition by hash (patient);
create index referral_provider on e_referral.referral (provider, changed_at desc, id) where provider is not null;
create index referral_issuer on e_referral.referral (issuer, issued_at desc, id) where issuer is not null;
create index referral_branch on e_referral.referral (spa_branch, spa_stage, issued_at, id) where spa_branch is not null;

-- Who holds a referral, and since when: one at a time.
create table e_referral.holder (
  patient  bigint not null,
  referral text collate "C" not null,
  provider text collate "C" not null,
  since    timestamptz not null,
  until    timestamptz
) partition by hash (patient);
create unique index holder_one on e_referral.holder (patient, referral) where until is null;

-- What was done with it, a row for each version.
create table e_referral.step (
  patient       bigint not null,
  referral      text collate "C" not null,
  version       int not null,
  at            timestamptz not null,
  name          text collate "C" not null,
  by            text collate "C" not null,
  facility      text collate "C",
  facility_name text,
  reason        text,
  basis         text collate "C",
  primary key (patient, referral, version)
) partition by hash (patient);

-- From the key to the referral.
create table e_referral.key (
  key     text collate "C" not null primary key,
  patient bigint not null,
  id      text collate "C" not null
) partition by hash (key);

-- The queue of each branch of the NFZ for spa treatment.
create table e_referral.spa_number (
  branch  text collate "C" not null,
  number  int not null,
  patient bigint not null,
  id      text collate "C" not null,
  primary key (branch, number),
  unique (branch, id)
);
create table e_referral.spa_counter (
  branch text collate "C" primary key,
  last   int not null
);

-- Codes that were tried in the last quarter of an hour and did not fit: by whom, and for which patient.
create table e_referral.wrong_code (
  id      uuid primary key,
  account text collate "C" not null,
  patient bigint,
  at      timestamptz not null
);
create index wrong_code_account on e_referral.wrong_code (account, at);
create index wrong_code_patient on e_referral.wrong_code (patient, at);

comment on column e_referral.referral.patient is 'privacy: pseudonymous';
comment on column e_referral.referral.id is 'privacy: pseudonymous';
comment on column e_referral.referral.key is 'privacy: pseudonymous';
comment on column e_referral.referral.version is 'privacy: open';
comment on column e_referral.referral.kind is 'privacy: clinical';
comment on column e_referral.referral.state is 'privacy: pseudonymous';
comment on column e_referral.referral.issued_at is 'privacy: pseudonymous';
comment on column e_referral.referral.changed_at is 'privacy: pseudonymous';
comment on column e_referral.referral.valid_until is 'privacy: pseudonymous';
comment on column e_referral.referral.issuer is 'privacy: pseudonymous';
comment on column e_referral.referral.provider is 'privacy: pseudonymous';
comment on column e_referral.referral.spa_stage is 'privacy: clinical';
comment on column e_referral.referral.spa_branch is 'privacy: pseudonymous';
comment on column e_referral.holder.patient is 'privacy: pseudonymous';
comment on column e_referral.holder.referral is 'privacy: pseudonymous';
comment on column e_referral.holder.provider is 'privacy: pseudonymous';
comment on column e_referral.holder.since is 'privacy: pseudonymous';
comment on column e_referral.holder.until is 'privacy: pseudonymous';
comment on column e_referral.step.patient is 'privacy: pseudonymous';
comment on column e_referral.step.referral is 'privacy: pseudonymous';
comment on column e_referral.step.version is 'privacy: open';
comment on column e_referral.step.at is 'privacy: pseudonymous';
comment on column e_referral.step.name is 'privacy: pseudonymous';
comment on column e_referral.step.by is 'privacy: pseudonymous';
comment on column e_referral.step.facility is 'privacy: pseudonymous';
comment on column e_referral.step.facility_name is 'privacy: pseudonymous';
comment on column e_referral.step.reason is 'privacy: clinical';
comment on column e_referral.step.basis is 'privacy: pseudonymous';
comment on column e_referral.key.key is 'privacy: pseudonymous';
comment on column e_referral.key.patient is 'privacy: pseudonymous';
comment on column e_referral.key.id is 'privacy: pseudonymous';
comment on column e_referral.spa_number.branch is 'privacy: open';
comment on column e_referral.spa_number.number is 'privacy: open';
comment on column e_referral.spa_number.patient is 'privacy: pseudonymous';
comment on column e_referral.spa_number.id is 'privacy: pseudonymous';
comment on column e_referral.spa_counter.branch is 'privacy: open';
comment on column e_referral.spa_counter.last is 'privacy: open';
comment on column e_referral.wrong_code.id is 'privacy: open';
comment on column e_referral.wrong_code.account is 'privacy: pseudonymous';
comment on column e_referral.wrong_code.patient is 'privacy: pseudonymous';
comment on column e_referral.wrong_code.at is 'privacy: open';

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
  t text;
begin
  foreach t in array array['referral', 'holder', 'step', 'key'] loop
    for i in 0 .. n - 1 loop
      execute format('create table e_referral.%s_p%s partition of e_referral.%s for values with (modulus %s, remainder %s)',
        t, lpad(i::text, 3, '0'), t, n, i);
    end loop;
  end loop;
end $$;
