-- record: what once led to a resource from another compartment: references of former versions that lie elsewhere than what they refer
-- to. record.leads knows today only; with this table a search in the past finds them, too. Of versions that were replaced before
-- this migration there are none. Decision 0067.
create table record.former_lead (
  patient bigint not null,                -- compartment in which the version lay
  token   bigint not null,                -- as in history.tokens
  type    smallint not null,
  id      text collate "C" not null,
  primary key (patient, type, id, token)
) partition by hash (patient);

do $$
declare
  n int;
begin
  -- As many parts as the record has had from the beginning.
  select count(*) into n from pg_inherits where inhparent = 'record.lookup'::regclass;
  for i in 0 .. n - 1 loop
    execute format('create table record.former_lead_p%s partition of record.former_lead for values with (modulus %s, remainder %s)',
      lpad(i::text, 3, '0'), n, i);
  end loop;
end $$;

create index former_lead_token on record.former_lead (token, type, patient);

comment on column record.former_lead.patient is 'privacy: pseudonymous';
comment on column record.former_lead.token is 'privacy: clinical';
comment on column record.former_lead.type is 'privacy: open';
comment on column record.former_lead.id is 'privacy: pseudonymous';
