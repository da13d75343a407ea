-- Code systems and value sets that a FHIR package brought: they go when it goes.
alter table terminology.code_system add column package text collate "C"; -- name#version; source is then package
alter table terminology.value_set add column package text collate "C";
create index code_system_package on terminology.code_system (package) where package is not null;
create index value_set_package on terminology.value_set (package) where package is not null;
comment on column terminology.code_system.package is 'privacy: open';
comment on column terminology.value_set.package is 'privacy: open';
