-- access: why a facility may see a patient, and until when; what is withheld; who acts for whom. Decision 0025.

-- One row for each reason. A visit and an admission are one row for all visits of a year (source ''), the others name what they stand on.
alter table access.care
  add column kind text collate "C" not null default 'visit', -- core/access/relations.ts
  add column source text collate "C" not null default '',    -- what it stands on: EpisodeOfCare/<id>, an emergency, a code, a consent
  add column person text collate "C" not null default '',    -- account: only this person; '' everybody who works there
  add column ends timestamptz,                               -- null: until further notice
  add column types smallint[],                               -- only these types; null: all
  add column refused boolean not null default false;         -- the patient refused this facility
comment on column access.care.kind is 'privacy: pseudonymous';
comment on column access.care.source is 'privacy: pseudonymous';
comment on column access.care.person is 'privacy: pseudonymous';
comment on column access.care.ends is 'privacy: pseudonymous';
comment on column access.care.types is 'privacy: pseudonymous';
comment on column access.care.refused is 'privacy: pseudonymous';
alter table access.care drop constraint care_pkey;
alter table access.care add primary key (patient, facility, kind, source);
-- Why they are in care was not written down until now: as after a visit in this year.
update access.care set kind = 'earlier', ends = date_trunc('year', now()) + interval '2 years';

-- Single resources that some may not see. Former versions and tombstones are kept from them too, so rows outlive the resource.
create table access.restricted (
  patient   bigint not null,
  type      smallint not null,
  id        text collate "C" not null,
  reason    text collate "C" not null,   -- 'withheld' by the patient, or a confidentiality label (core/access/labels.ts)
  readers   text collate "C" not null,   -- from whom: '+facilities', '+weak' (relations that open no labels), '+proxies', or one facility
  emergency boolean not null,            -- shown in an emergency all the same
  since     timestamptz not null,
  primary key (patient, type, id, reason, readers)
) partition by hash (patient);
comment on column access.restricted.patient is 'privacy: pseudonymous';
comment on column access.restricted.type is 'privacy: open';
comment on column access.restricted.id is 'privacy: pseudonymous';
comment on column access.restricted.reason is 'privacy: clinical';
comment on column access.restricted.readers is 'privacy: pseudonymous';
comment on column access.restricted.emergency is 'privacy: pseudonymous';
comment on column access.restricted.since is 'privacy: pseudonymous';

-- Who may act for a patient: parents and guardians by law, people whom the patient trusts.
create table access.proxy (
  patient   bigint not null,
  id        text collate "C" not null,
  person    text collate "C" not null,   -- logical id of the Patient who acts
  kind      text collate "C" not null check (kind in ('parent', 'guardian', 'trusted')),
  scope     text[] not null,             -- core/access/proxies.ts
  types     smallint[],                  -- what the scope lets them see; null: all
  sensitive boolean not null,            -- sees labelled resources too
  since     timestamptz not null,
  ends      timestamptz not null,        -- moved to now when it is taken back
  primary key (patient, id)
) partition by hash (patient);
create index proxy_person on access.proxy (person);
comment on column access.proxy.patient is 'privacy: pseudonymous';
comment on column access.proxy.id is 'privacy: pseudonymous';
comment on column access.proxy.person is 'privacy: pseudonymous';
comment on column access.proxy.kind is 'privacy: pseudonymous';
comment on column access.proxy.scope is 'privacy: pseudonymous';
comment on column access.proxy.types is 'privacy: pseudonymous';
comment on column access.proxy.sensitive is 'privacy: pseudonymous';
comment on column access.proxy.since is 'privacy: pseudonymous';
comment on column access.proxy.ends is 'privacy: pseudonymous';

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
  t text;
begin
  foreach t in array array['restricted', 'proxy'] loop
    for i in 0 .. n - 1 loop
      execute format('create table access.%s_p%s partition of access.%s for values with (modulus %s, remainder %s)',
        t, lpad(i::text, 3, '0'), t, n, i);
    end loop;
  end loop;
end $$;
