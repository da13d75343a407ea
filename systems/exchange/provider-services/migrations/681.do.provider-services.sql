-- provider-services: documents that systems of providers sent over SOAP, and what they became.
create schema provider_services;

create table provider_services.document (
  root      text collate "C" not null,
  extension text collate "C" not null,
  kind      text collate "C" not null check (kind in ('prescription', 'referral', 'dispensing', 'cancellation')),
  -- Logical id of what it became: MedicationRequest, ServiceRequest.
  became    text collate "C" not null,
  -- Of prescriptions: id of the package.
  package   text collate "C",
  client    text collate "C" not null,
  received  timestamptz not null,
  -- As it was sent, with its signature; deflated.
  content   bytea not null,
  primary key (root, extension)
) partition by hash (root, extension);
do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
begin
  for i in 0 .. n - 1 loop
    execute format('create table provider_services.document_p%s partition of provider_services.document for values with (modulus %s, remainder %s)',
      lpad(i::text, 3, '0'), n, i);
  end loop;
end $$;
create index document_became on provider_services.document (became);

comment on column provider_services.document.root is 'privacy: pseudonymous';
comment on column provider_services.document.extension is 'privacy: pseudonymous';
comment on column provider_services.document.kind is 'privacy: open';
comment on column provider_services.document.became is 'privacy: pseudonymous';
comment on column provider_services.document.package is 'privacy: pseudonymous';
comment on column provider_services.document.client is 'privacy: open';
comment on column provider_services.document.received is 'privacy: open';
comment on column provider_services.document.content is 'privacy: clinical';
