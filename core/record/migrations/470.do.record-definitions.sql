-- record: what the conformance resources among the resources say, cut down to what validation reads. Written in the
-- transaction that writes the resource; every process reads it again when the state's number has moved. No patients.
create table record.definition (
  type     smallint not null,          -- StructureDefinition, ValueSet or CodeSystem
  id       text collate "C" not null,  -- logical id of the resource
  changed  bigint not null,            -- number of the state that brought it
  content  text,                       -- null: deleted, or of no use for validation
  primary key (type, id)
);
create index definition_changed on record.definition (changed);

create table record.definition_state (
  one    boolean primary key default true check (one),
  number bigint not null
);
insert into record.definition_state (number) values (0);

comment on column record.definition.type is 'privacy: open';
comment on column record.definition.id is 'privacy: open';
comment on column record.definition.changed is 'privacy: open';
comment on column record.definition.content is 'privacy: open';
comment on column record.definition_state.one is 'privacy: open';
comment on column record.definition_state.number is 'privacy: open';
