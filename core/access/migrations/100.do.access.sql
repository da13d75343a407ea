-- access: who is in whose care. The patient is the distribution key of everything about a patient.
create schema access;

-- A facility has (or had) this patient in its care: derived from Encounter.serviceProvider, EpisodeOfCare.managingOrganization,
-- Patient.managingOrganization and Patient.generalPractitioner(Organization) by the record, in the transaction of the change.
create table access.care (
  patient  bigint not null,                 -- compartment key (core/record/keys.ts)
  facility text collate "C" not null,       -- logical id of the Organization
  since    timestamptz not null,
  primary key (patient, facility)
) partition by hash (patient);
comment on column access.care.patient is 'privacy: pseudonymous';
comment on column access.care.facility is 'privacy: open';
comment on column access.care.since is 'privacy: pseudonymous';

do $$
declare n int := current_setting('ezdrowie.partitions')::int;
begin
  for i in 0 .. n - 1 loop
    execute format('create table access.care_p%s partition of access.care for values with (modulus %s, remainder %s)', lpad(i::text, 3, '0'), n, i);
  end loop;
end $$;

-- "All patients of this facility": work lists and searches by name start here.
create index care_facility on access.care (facility, patient);
