-- accounts: the first operators of an installation. Before them there is nobody who could ask, approve or hand out a code:
-- the installation itself does, by a command on the machine. Null in these columns means that, and nothing else.
alter table accounts.request alter column requested_by drop not null;
alter table accounts.request add constraint asked_by_somebody check (
  requested_by is not null or (kind = 'grant' and role = 'operator' and decided_by is null));
alter table accounts.activation alter column issued_by drop not null;
alter table accounts.admission alter column recorded_by drop not null;
