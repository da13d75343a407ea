-- accounts: systems of providers. Whose they are, which software, where their keys are published, which certificates
-- they show, and from when on their tokens count.
alter table accounts.client
  add column kind             text not null default 'app' check (kind in ('app', 'system')),
  -- The provider whose system it is: id of the Organization, and its name.
  add column provider         text collate "C",
  add column provider_name    text,
  add column vendor           text,
  add column product          text,
  add column software_version text,
  add column jwks_uri         text,
  -- Thumbprints (x5t#S256) of the certificates that it may show; none: any, or none at all.
  add column certificates     text[] collate "C" not null default '{}',
  -- Tokens issued before are refused.
  add column tokens_after     timestamptz,
  add column registered_by    uuid references accounts.account,
  add column stop_reason      text,
  add check ((kind = 'system') = (provider is not null and provider_name is not null) or demonstration);
update accounts.client set kind = 'system', provider = 'demonstration', provider_name = 'Demonstracja'
  where metadata->'grant_types' ? 'client_credentials';
create index client_provider on accounts.client (provider) where provider is not null;
comment on column accounts.client.kind is 'privacy: open';
comment on column accounts.client.provider is 'privacy: open';
comment on column accounts.client.provider_name is 'privacy: open';
comment on column accounts.client.vendor is 'privacy: open';
comment on column accounts.client.product is 'privacy: open';
comment on column accounts.client.software_version is 'privacy: open';
comment on column accounts.client.jwks_uri is 'privacy: open';
comment on column accounts.client.certificates is 'privacy: open';
comment on column accounts.client.tokens_after is 'privacy: open';
comment on column accounts.client.registered_by is 'privacy: pseudonymous';
comment on column accounts.client.stop_reason is 'privacy: open';
