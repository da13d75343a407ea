-- national-node: what was used once, until it could not be used any more. The primary key decides between two at once.
create schema national_node;
create table national_node.used (
  -- The request that a browser was sent away with, the artifact it came back with, the assertion behind it.
  kind       text  not null check (kind in ('request', 'artifact', 'assertion')),
  hash       bytea not null check (length(hash) = 32),
  expires_at timestamptz not null,
  primary key (kind, hash)
);
create index used_expires on national_node.used (expires_at);
comment on column national_node.used.kind is 'privacy: open';
comment on column national_node.used.hash is 'privacy: pseudonymous';
comment on column national_node.used.expires_at is 'privacy: open';
