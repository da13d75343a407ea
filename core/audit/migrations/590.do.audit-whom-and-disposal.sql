-- audit: for whom somebody acted, through which app, how surely they had signed in, where a machine stood at the gate; and a
-- salt, so that the content of an expired event can be erased while its leaf in the chain stays (decision 0029).
alter table audit.event
  add column app          text,         -- client through which a person acted (SMART)
  add column app_name     text,
  add column acting_for   text,         -- logical id of the Patient for whom a proxy acted
  add column acr          text,         -- how the person had signed in
  add column gate         text,         -- where a machine's software stood at the compliance gate
  add column salt         uuid,         -- null: from before; the leaf is then of all columns at once
  add column payload_hash bytea;        -- of an event whose content was erased: SHA-256(salt, content)
-- Not for what is already sealed: those leaves have no salt.
alter table audit.event alter column salt set default gen_random_uuid();

-- How long an event is kept depends on what was done. TypeScript reads the same function; years are settings.
create function audit.class_of(kind text, action "char") returns text language sql immutable parallel safe as $$
  select case
    -- What proves that a disposal was lawful, and what guards the trail, is kept for ever.
    when kind in ('request-disposal', 'decide-disposal', 'perform-disposal', 'verify-audit') then 'kept'
    -- Who brought what into the record: as long as the record.
    when action in ('C', 'U', 'D') and kind in ('create', 'update', 'patch', 'delete', 'batch', 'transaction', 'meta-add',
      'meta-delete', 'expunge', 'import') then 'entry'
    -- Signing in and the account's own affairs.
    when kind in ('sign-in', 'sign-in-by-passkey', 'sign-out', 'step-up', 'ask-step-up', 'ask-passkey', 'ask-unlock', 'ask-work',
      'unlock-session', 'give-second-factor', 'token', 'answer-interaction', 'read-interaction', 'who-am-i', 'read-session',
      'list-sessions', 'revoke-session', 'read-security', 'list-notices', 'read-notices', 'read-draft', 'keep-draft', 'drop-draft',
      'accounts-read-draft', 'accounts-keep-draft', 'accounts-drop-draft', 'offer-passkey', 'offer-authenticator',
      'read-audit-chain', 'reindex', 'capabilities') then 'technical'
    else 'access' end
$$;

-- The protocol of a disposal (security/requirements C-35): what, on which legal basis, who asked, who decided, what was found.
create table audit.disposal (
  id             uuid primary key,
  class          text not null check (class in ('technical', 'access', 'entry')),
  until          timestamptz not null,  -- events before it
  legal_basis    text not null check (length(legal_basis) >= 10),
  requested_at   timestamptz not null,
  requested_by   text not null,
  requested_name text not null,
  decision       text check (decision in ('approved', 'rejected')),
  decided_at     timestamptz,
  decided_by     text,
  decided_name   text,
  reason         text,
  performed_at   timestamptz,
  events         bigint,                -- whose content was erased
  verified       text,                  -- what verify-audit found afterwards
  constraint two_people check (decided_by is null or decided_by <> requested_by),
  constraint decided_whole check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null))
);

create function audit.payload_of(e audit.event) returns text language sql stable as $$
  select row(e.reason, e.rule, e.actor, e.actor_name, e.actor_patient, e.role, e.purpose, e.facility, e.facility_name, e.source,
    e.trace, e.patients, e.patient_ids, e.entities, e.query, e.app, e.app_name, e.acting_for, e.acr, e.gate)::text
$$;

-- The only change that an event knows: its content goes, by an approved protocol, and its hash takes the place.
create function audit.erase_only() returns trigger language plpgsql as $$
begin
  if old.salt is not null and new.salt is null and old.payload_hash is null
    and (new.sequence, new.xid, new.at, new.action, new.kind, new.outcome)
      is not distinct from (old.sequence, old.xid, old.at, old.action, old.kind, old.outcome)
    and new.payload_hash = sha256(uuid_send(old.salt) || convert_to(audit.payload_of(old), 'UTF8'))
    and audit.payload_of(new) = '(,,"","",,"","",,,"","",,,,,,,,,)'
    and exists (select from audit.seal s where s.number = (select max(number) from audit.seal)
      and (old.xid, old.sequence) <= (s.last_xid, s.last_sequence))
    and exists (select from audit.disposal d where d.class = audit.class_of(old.kind, old.action) and old.at < d.until
      and d.decision = 'approved')
  then
    return new;
  end if;
  raise exception 'audit.event is append-only: UPDATE is refused' using errcode = 'insufficient_privilege';
end $$;
drop trigger append_only on audit.event;
create trigger append_only before delete or truncate on audit.event for each statement execute function audit.refuse_change();
create trigger erase_only before update on audit.event for each row execute function audit.erase_only();
alter table audit.event enable always trigger append_only;
alter table audit.event enable always trigger erase_only;

-- A protocol is decided once, performed once, and never goes away.
create function audit.protocol_only() returns trigger language plpgsql as $$
begin
  if old.performed_at is null
    and (new.id, new.class, new.until, new.legal_basis, new.requested_at, new.requested_by, new.requested_name)
      is not distinct from (old.id, old.class, old.until, old.legal_basis, old.requested_at, old.requested_by, old.requested_name)
    and (old.decision is null or (new.decision, new.decided_at, new.decided_by, new.decided_name, new.reason)
      is not distinct from (old.decision, old.decided_at, old.decided_by, old.decided_name, old.reason))
    and (new.performed_at is null or new.decision = 'approved')
  then
    return new;
  end if;
  raise exception 'audit.disposal is a protocol: UPDATE is refused' using errcode = 'insufficient_privilege';
end $$;
create trigger protocol_only before update on audit.disposal for each row execute function audit.protocol_only();
create trigger append_only before delete or truncate on audit.disposal
  for each statement execute function audit.refuse_change();
alter table audit.disposal enable always trigger protocol_only;
alter table audit.disposal enable always trigger append_only;

comment on column audit.event.app is 'privacy: open';
comment on column audit.event.app_name is 'privacy: open';
comment on column audit.event.acting_for is 'privacy: pseudonymous';
comment on column audit.event.acr is 'privacy: open';
comment on column audit.event.gate is 'privacy: open';
comment on column audit.event.salt is 'privacy: open';
comment on column audit.event.payload_hash is 'privacy: pseudonymous';
comment on column audit.disposal.id is 'privacy: open';
comment on column audit.disposal.class is 'privacy: open';
comment on column audit.disposal.until is 'privacy: open';
comment on column audit.disposal.legal_basis is 'privacy: open';
comment on column audit.disposal.requested_at is 'privacy: open';
comment on column audit.disposal.requested_by is 'privacy: pseudonymous';
comment on column audit.disposal.requested_name is 'privacy: identifying';
comment on column audit.disposal.decision is 'privacy: open';
comment on column audit.disposal.decided_at is 'privacy: open';
comment on column audit.disposal.decided_by is 'privacy: pseudonymous';
comment on column audit.disposal.decided_name is 'privacy: identifying';
comment on column audit.disposal.reason is 'privacy: open';
comment on column audit.disposal.performed_at is 'privacy: open';
comment on column audit.disposal.events is 'privacy: open';
comment on column audit.disposal.verified is 'privacy: open';
