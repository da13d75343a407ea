-- Numbers are unique within a profession only: a diagnostician and a physiotherapist may both have 12345. And the
-- registers of the chambers do not know our Practitioners: they are told later, or never.
alter table medical_workers.licence drop constraint licence_pkey;
alter table medical_workers.licence add primary key (npwz, profession, known_from);
alter table medical_workers.licence alter column practitioner drop not null;
