-- medical-workers: the right to practise, as it was known from when on. Rows are appended, never changed: what was known
-- on a day can be asked later.
create schema medical_workers;
create table medical_workers.licence (
  npwz         text collate "C" not null check (npwz ~ '^[0-9]{1,8}[A-Z]?$'),
  known_from   timestamptz not null,
  -- Logical id of the Practitioner, and the person behind it.
  practitioner text collate "C" not null,
  pesel        text collate "C" not null check (pesel ~ '^[0-9]{11}$'),
  profession   text not null,
  specialities text[] not null default '{}',
  status       text not null check (status in ('valid', 'suspended', 'withdrawn')),
  -- The first day on which the right no longer holds; null: without end.
  ends         date,
  primary key (npwz, known_from)
);
create index licence_practitioner on medical_workers.licence (practitioner, known_from);
create index licence_pesel on medical_workers.licence (pesel, known_from);
create function medical_workers.keep() returns trigger language plpgsql as $$
begin
  raise exception 'medical_workers.licence is only appended to';
end $$;
create trigger licence_appended before update or delete on medical_workers.licence
  for each row execute function medical_workers.keep();
comment on column medical_workers.licence.npwz is 'privacy: identifying';
comment on column medical_workers.licence.known_from is 'privacy: open';
comment on column medical_workers.licence.practitioner is 'privacy: identifying';
comment on column medical_workers.licence.pesel is 'privacy: identifying';
comment on column medical_workers.licence.profession is 'privacy: open';
comment on column medical_workers.licence.specialities is 'privacy: open';
comment on column medical_workers.licence.status is 'privacy: identifying';
comment on column medical_workers.licence.ends is 'privacy: identifying';
