-- signing-certificates: with what a clinician signs documents. Private keys are sealed by the vault, each for its row.
create schema signing_certificates;

-- The authority of the demonstration: one row, and none in production.
create table signing_certificates.authority (
  single      boolean primary key default true check (single),
  certificate bytea not null,
  sealed      bytea not null,
  made        timestamptz not null
);
comment on column signing_certificates.authority.single is 'privacy: open';
comment on column signing_certificates.authority.certificate is 'privacy: open';
comment on column signing_certificates.authority.sealed is 'privacy: open';
comment on column signing_certificates.authority.made is 'privacy: open';

create table signing_certificates.certificate (
  id           uuid primary key,
  practitioner text collate "C" not null,
  kind         text collate "C" not null check (kind in ('demonstration', 'file')),
  subject      text not null,
  issuer       text not null,
  serial       text collate "C" not null,
  -- PEM, the person's own first, then issuers.
  chain        text not null,
  sealed       bytea not null,
  valid_from   timestamptz not null,
  valid_until  timestamptz not null check (valid_until > valid_from),
  revoked      timestamptz,
  revoked_why  text collate "C" check ((revoked is null) = (revoked_why is null))
);
create unique index certificate_in_use on signing_certificates.certificate (practitioner) where revoked is null;
create index certificate_of on signing_certificates.certificate (practitioner, valid_from);
create index certificate_revoked on signing_certificates.certificate (revoked) where kind = 'demonstration' and revoked is not null;

comment on column signing_certificates.certificate.id is 'privacy: open';
comment on column signing_certificates.certificate.practitioner is 'privacy: pseudonymous';
comment on column signing_certificates.certificate.kind is 'privacy: open';
comment on column signing_certificates.certificate.subject is 'privacy: identifying';
comment on column signing_certificates.certificate.issuer is 'privacy: open';
comment on column signing_certificates.certificate.serial is 'privacy: pseudonymous';
comment on column signing_certificates.certificate.chain is 'privacy: identifying';
comment on column signing_certificates.certificate.sealed is 'privacy: pseudonymous';
comment on column signing_certificates.certificate.valid_from is 'privacy: open';
comment on column signing_certificates.certificate.valid_until is 'privacy: open';
comment on column signing_certificates.certificate.revoked is 'privacy: open';
comment on column signing_certificates.certificate.revoked_why is 'privacy: open';
