-- declarations (SGP): the ledger beside the declarations of the record (EpisodeOfCare, profile PLPrimaryCareDeclaration). It is written in
-- the transaction of each change and holds what no race may pass: one choice of a kind waits, one is in force.
create schema declarations;

create table declarations.declaration (
  patient      bigint not null,
  id           text collate "C" not null,      -- of the EpisodeOfCare
  version      int not null,
  kind         text collate "C" not null check (kind in ('doctor', 'nurse', 'midwife')),
  state        text collate "C" not null
    check (state in ('submitted', 'accepted', 'rejected', 'withdrawn', 'replaced', 'ended')),
  facility     text collate "C" not null,
  person       text collate "C" not null,      -- Practitioner
  submitted_at timestamptz not null,
  answer_by    timestamptz not null,
  accepted     boolean not null,               -- was in force at some time
  free_reason  text collate "C",
  by           text collate "C" not null,
  changed_at   timestamptz not null,
  primary key (patient, id)
) partition by hash (patient);
create unique index declaration_waits on declarations.declaration (patient, kind) where state = 'submitted';
create unique index declaration_holds on declarations.declaration (patient, kind) where state = 'accepted';
create index declaration_facility on declarations.declaration (facility, state, submitted_at, id);
create index declaration_person on declarations.declaration (facility, person, kind) where state = 'accepted';
create index declaration_changed on declarations.declaration (changed_at, id);
create index declaration_id on declarations.declaration (id);

comment on column declarations.declaration.patient is 'privacy: pseudonymous';
comment on column declarations.declaration.id is 'privacy: pseudonymous';
comment on column declarations.declaration.version is 'privacy: open';
comment on column declarations.declaration.kind is 'privacy: pseudonymous';
comment on column declarations.declaration.state is 'privacy: pseudonymous';
comment on column declarations.declaration.facility is 'privacy: pseudonymous';
comment on column declarations.declaration.person is 'privacy: pseudonymous';
comment on column declarations.declaration.submitted_at is 'privacy: pseudonymous';
comment on column declarations.declaration.answer_by is 'privacy: pseudonymous';
comment on column declarations.declaration.accepted is 'privacy: pseudonymous';
comment on column declarations.declaration.free_reason is 'privacy: pseudonymous';
comment on column declarations.declaration.by is 'privacy: pseudonymous';
comment on column declarations.declaration.changed_at is 'privacy: pseudonymous';

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
begin
  for i in 0 .. n - 1 loop
    execute format('create table declarations.declaration_p%s partition of declarations.declaration for values with (modulus %s, remainder %s)',
      lpad(i::text, 3, '0'), n, i);
  end loop;
end $$;
