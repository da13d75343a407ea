-- patient-information (ZIP NFZ): when a source outside was asked about a patient, and what came of it. What it told lies in the record.
create schema patient_information;

create table patient_information.asking (
  patient       bigint not null,
  source        text collate "C" not null,
  queued_at     timestamptz,                      -- a question waits to be asked
  asked_at      timestamptz,                      -- last asked
  answered_at   timestamptz,                      -- last answered
  down_since    timestamptz,                      -- first of the questions since then that were not answered
  down_because  text collate "C" check (down_because in ('silent', 'slow', 'refused', 'nonsense', 'no-number')),
  complete      boolean,                          -- the source's own word that there is no more
  services      int,
  unreadable    int,
  primary key (patient, source)
) partition by hash (patient);

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
begin
  for i in 0 .. n - 1 loop
    execute format('create table patient_information.asking_p%s partition of patient_information.asking
      for values with (modulus %s, remainder %s)', lpad(i::text, 3, '0'), n, i);
  end loop;
end $$;

comment on column patient_information.asking.patient is 'privacy: pseudonymous';
comment on column patient_information.asking.source is 'privacy: open';
comment on column patient_information.asking.queued_at is 'privacy: pseudonymous';
comment on column patient_information.asking.asked_at is 'privacy: pseudonymous';
comment on column patient_information.asking.answered_at is 'privacy: pseudonymous';
comment on column patient_information.asking.down_since is 'privacy: pseudonymous';
comment on column patient_information.asking.down_because is 'privacy: open';
comment on column patient_information.asking.complete is 'privacy: pseudonymous';
comment on column patient_information.asking.services is 'privacy: pseudonymous';
comment on column patient_information.asking.unreadable is 'privacy: pseudonymous';
