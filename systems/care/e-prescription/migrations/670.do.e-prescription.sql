-- e-prescription (SGR): the ledger beside the record. It is written by the hook of the record, in the transaction of the
-- change, and holds what no race may pass: never more dispensed than prescribed, never a state outside the table.
create schema e_prescription;

create table e_prescription.package (
  patient     bigint not null,           -- compartment key
  id          text collate "C" not null, -- MedicationRequest.groupIdentifier.value
  key         text collate "C" not null, -- 44 digits
  code        text collate "C" not null check (code ~ '^[0-9]{4}$'),
  kind        text collate "C" not null check (kind in ('ZW', 'PA', 'PF')),
  issuer      text collate "C" not null, -- logical id of the Practitioner
  facility    text collate "C",
  issued      timestamptz not null,
  items       smallint not null,
  fingerprint bigint not null,           -- of the content: the same again is told
  document    bytea,                     -- the signed document, deflated
  primary key (patient, id)
) partition by hash (patient);

create table e_prescription.prescription (
  patient      bigint not null,
  id           text collate "C" not null, -- of the MedicationRequest
  package      text collate "C" not null,
  key          text collate "C" not null,
  status       text collate "C" not null
    check (status in ('WYSTAWIONA', 'ZABLOKOWANA', 'CZESCIOWO_ZREALIZOWANA', 'ZREALIZOWANA', 'ANULOWANA')),
  quantity     numeric(9, 3) not null check (quantity > 0),
  dispensed    numeric(9, 3) not null default 0,
  valid_from   date not null,
  valid_until  date not null check (valid_until >= valid_from),
  annual       boolean not null,
  supply_days  int,
  controlled   boolean not null,
  substance    text,                      -- what is compared with other prescriptions of the patient
  pharmacy     text collate "C",          -- where dispensing began
  held_by      text collate "C",          -- pharmacy that has it in hand, or whoever blocked it
  block_reason text collate "C",
  primary key (patient, id),
  constraint never_more_than_prescribed check (dispensed >= 0 and dispensed <= quantity),
  constraint dispensed_as_the_state_says check (
    case status when 'WYSTAWIONA' then dispensed = 0 when 'ANULOWANA' then dispensed = 0
      when 'CZESCIOWO_ZREALIZOWANA' then dispensed > 0 when 'ZREALIZOWANA' then dispensed > 0 else true end)
) partition by hash (patient);

create table e_prescription.dispense (
  patient      bigint not null,
  id           text collate "C" not null, -- of the MedicationDispense
  prescription text collate "C" not null,
  pharmacy     text collate "C" not null,
  day          date not null,
  at           timestamptz not null,
  counts       numeric(9, 3) not null check (counts > 0),
  stands       boolean not null,          -- neither corrected nor withdrawn
  primary key (patient, id)
) partition by hash (patient);

-- Which pharmacy has shown key or code of a package, until when it may go on with it.
create table e_prescription.collected (
  patient  bigint not null,
  package  text collate "C" not null,
  pharmacy text collate "C" not null,
  until    timestamptz not null,
  primary key (patient, package, pharmacy)
) partition by hash (patient);

-- Wrong codes, by a keyed hash of the PESEL and pharmacy; forgotten when the lock is over.
create table e_prescription.wrong_code (
  subject  bytea not null,
  pharmacy text collate "C" not null,
  times    smallint not null,
  until    timestamptz not null,
  primary key (subject, pharmacy)
);

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
  t text;
begin
  foreach t in array array['package', 'prescription', 'dispense', 'collected'] loop
    for i in 0 .. n - 1 loop
      execute format('create table e_prescription.%s_p%s partition of e_prescription.%s for values with (modulus %s, remainder %s)',
        t, lpad(i::text, 3, '0'), t, n, i);
    end loop;
  end loop;
end $$;

create unique index package_key on e_prescription.package (patient, key);
create index package_issuer on e_prescription.package (issuer, issued, id);
create unique index prescription_key on e_prescription.prescription (patient, key);
create index prescription_package on e_prescription.prescription (patient, package);
create index dispense_prescription on e_prescription.dispense (patient, prescription);
create index dispense_pharmacy on e_prescription.dispense (pharmacy, at, id);
create index wrong_code_until on e_prescription.wrong_code (until);

-- The lifecycle of states.ts, said a second time where nothing passes it (a test compares both).
create function e_prescription.demand_transition() returns trigger language plpgsql as $$
begin
  if new.status <> old.status and (old.status || ' ' || new.status) not in (
    'WYSTAWIONA ZABLOKOWANA',
    'CZESCIOWO_ZREALIZOWANA ZABLOKOWANA',
    'ZABLOKOWANA WYSTAWIONA',
    'ZABLOKOWANA CZESCIOWO_ZREALIZOWANA',
    'WYSTAWIONA CZESCIOWO_ZREALIZOWANA',
    'WYSTAWIONA ZREALIZOWANA',
    'CZESCIOWO_ZREALIZOWANA ZREALIZOWANA',
    'ZABLOKOWANA ZREALIZOWANA',
    'ZREALIZOWANA CZESCIOWO_ZREALIZOWANA',
    'ZREALIZOWANA WYSTAWIONA',
    'CZESCIOWO_ZREALIZOWANA WYSTAWIONA',
    'WYSTAWIONA ANULOWANA',
    'ZABLOKOWANA ANULOWANA'
  ) then
    raise exception 'a prescription does not go from % to %', old.status, new.status using errcode = 'EZ410';
  end if;
  return new;
end $$;
create trigger demand_transition before update of status on e_prescription.prescription
  for each row execute function e_prescription.demand_transition();

comment on column e_prescription.package.patient is 'privacy: pseudonymous';
comment on column e_prescription.package.id is 'privacy: pseudonymous';
comment on column e_prescription.package.key is 'privacy: identifying';
comment on column e_prescription.package.code is 'privacy: identifying';
comment on column e_prescription.package.kind is 'privacy: open';
comment on column e_prescription.package.issuer is 'privacy: pseudonymous';
comment on column e_prescription.package.facility is 'privacy: open';
comment on column e_prescription.package.issued is 'privacy: pseudonymous';
comment on column e_prescription.package.items is 'privacy: open';
comment on column e_prescription.package.fingerprint is 'privacy: pseudonymous';
comment on column e_prescription.package.document is 'privacy: clinical';
comment on column e_prescription.prescription.patient is 'privacy: pseudonymous';
comment on column e_prescription.prescription.id is 'privacy: pseudonymous';
comment on column e_prescription.prescription.package is 'privacy: pseudonymous';
comment on column e_prescription.prescription.key is 'privacy: identifying';
comment on column e_prescription.prescription.status is 'privacy: clinical';
comment on column e_prescription.prescription.quantity is 'privacy: clinical';
comment on column e_prescription.prescription.dispensed is 'privacy: clinical';
comment on column e_prescription.prescription.valid_from is 'privacy: pseudonymous';
comment on column e_prescription.prescription.valid_until is 'privacy: pseudonymous';
comment on column e_prescription.prescription.annual is 'privacy: clinical';
comment on column e_prescription.prescription.supply_days is 'privacy: clinical';
comment on column e_prescription.prescription.controlled is 'privacy: clinical';
comment on column e_prescription.prescription.substance is 'privacy: clinical';
comment on column e_prescription.prescription.pharmacy is 'privacy: pseudonymous';
comment on column e_prescription.prescription.held_by is 'privacy: pseudonymous';
comment on column e_prescription.prescription.block_reason is 'privacy: clinical';
comment on column e_prescription.dispense.patient is 'privacy: pseudonymous';
comment on column e_prescription.dispense.id is 'privacy: pseudonymous';
comment on column e_prescription.dispense.prescription is 'privacy: pseudonymous';
comment on column e_prescription.dispense.pharmacy is 'privacy: pseudonymous';
comment on column e_prescription.dispense.day is 'privacy: pseudonymous';
comment on column e_prescription.dispense.at is 'privacy: pseudonymous';
comment on column e_prescription.dispense.counts is 'privacy: clinical';
comment on column e_prescription.dispense.stands is 'privacy: pseudonymous';
comment on column e_prescription.collected.patient is 'privacy: pseudonymous';
comment on column e_prescription.collected.package is 'privacy: pseudonymous';
comment on column e_prescription.collected.pharmacy is 'privacy: open';
comment on column e_prescription.collected.until is 'privacy: pseudonymous';
comment on column e_prescription.wrong_code.subject is 'privacy: pseudonymous';
comment on column e_prescription.wrong_code.pharmacy is 'privacy: open';
comment on column e_prescription.wrong_code.times is 'privacy: open';
comment on column e_prescription.wrong_code.until is 'privacy: open';
