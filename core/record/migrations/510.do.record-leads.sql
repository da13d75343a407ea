-- record: the first two tokens of a row lead to it by columns and indexes of its own. Nearly every resource has one code or one
-- identifier across patients, which is two tokens; as rows of record.lookup they took 345 bytes. Decision 0023.
alter table record.resource
  add column first_token bigint generated always as (tokens[1]) stored,
  add column second_token bigint generated always as (tokens[2]) stored;
create index resource_first on record.resource (first_token, type, starts);
create index resource_second on record.resource (second_token, type, starts);

-- What leads so needs no row of its own any more.
delete from record.lookup l using record.resource r
  where r.patient = l.patient and r.type = l.type and r.id = l.id and l.token in (r.first_token, r.second_token);

-- Everything that leads to resources across patients, each entry once: ask here, write to the tables.
create view record.leads as
  select patient, first_token as token, starts, type, id from record.resource
  union all select patient, second_token, starts, type, id from record.resource
  union all select patient, token, starts, type, id from record.lookup;

comment on column record.resource.first_token is 'privacy: clinical';
comment on column record.resource.second_token is 'privacy: clinical';
