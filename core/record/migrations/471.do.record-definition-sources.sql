-- record: definitions may also come from packages, which are no resources: of which, says the source.
alter table record.definition add column source text collate "C" not null default ''; -- '' for resources, else name#version
alter table record.definition drop constraint definition_pkey;
alter table record.definition add primary key (source, type, id);
comment on column record.definition.source is 'privacy: open';
