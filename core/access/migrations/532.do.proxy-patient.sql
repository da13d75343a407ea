-- access: for whom somebody acts, by name of the Patient: keys of ids that clients chose do not tell it.
alter table access.proxy add column patient_id text collate "C" not null default '';
comment on column access.proxy.patient_id is 'privacy: pseudonymous';
