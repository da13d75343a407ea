-- detection: what the rules remember of each person, client and address, what still waits for an explanation, and the
-- alerts.
create schema detection;

-- The time of the trail as far as it was followed: nothing here asks the clock of the machine.
create table detection.clock (
  one boolean primary key default true check (one),
  at   timestamptz not null
);

create table detection.memory (
  key   text collate "C" primary key,      -- kind and subject: 'account …', 'source …', 'client …', 'platform all'
  last  timestamptz not null,
  state text not null check (length(state) <= 4096)
) with (fillfactor = 70);
create index memory_last on detection.memory (last);

-- Patients opened without a relation: judged once more when 72 hours have passed.
create table detection.unexplained (
  actor      text not null,
  patient    bigint not null,
  actor_name text not null,
  facility   text not null,
  source     text not null,
  sequence   bigint not null,              -- the event of the trail
  at         timestamptz not null,
  due        timestamptz not null,
  period     bigint not null,              -- 72 hours since 1970: one row for each, whatever is opened in it
  primary key (actor, patient, period)
);
create index unexplained_due on detection.unexplained (due);

create table detection.alert (
  id           uuid primary key,           -- a function of rule, subject and event
  rule         text not null,
  severity     text not null check (severity in ('high', 'medium', 'low')),
  queue        text not null check (queue in ('security', 'privacy')),
  subject_kind text not null check (subject_kind in ('account', 'source', 'client', 'platform')),
  subject      text not null,
  subject_name text not null,
  facility     text not null,
  source       text not null,
  at           timestamptz not null,
  sequence     bigint not null,            -- the event of the trail that raised it
  raised_at    timestamptz not null,
  facts        jsonb not null,             -- numbers; never whose data
  emergency    boolean not null,
  state        text not null default 'new' check (state in ('new', 'in-work', 'explained', 'false', 'confirmed')),
  taken_by     text,
  taken_at     timestamptz,
  closed_by    text,
  closed_at    timestamptz,
  reason       text,
  done         jsonb not null default '[]', -- what was done about it
  constraint closed_with_reason check (
    (state in ('explained', 'false', 'confirmed')) = (closed_by is not null and closed_at is not null and reason is not null)),
  constraint taken_by_somebody check (state = 'new' or taken_by is not null)
);
create index alert_newest on detection.alert (at desc, id desc);
create index alert_open on detection.alert (at desc, id desc) where state in ('new', 'in-work');

comment on column detection.clock.one is 'privacy: open';
comment on column detection.clock.at is 'privacy: open';
comment on column detection.memory.key is 'privacy: identifying';
comment on column detection.memory.last is 'privacy: pseudonymous';
comment on column detection.memory.state is 'privacy: pseudonymous';
comment on column detection.unexplained.actor is 'privacy: identifying';
comment on column detection.unexplained.patient is 'privacy: pseudonymous';
comment on column detection.unexplained.actor_name is 'privacy: identifying';
comment on column detection.unexplained.facility is 'privacy: open';
comment on column detection.unexplained.source is 'privacy: identifying';
comment on column detection.unexplained.sequence is 'privacy: open';
comment on column detection.unexplained.at is 'privacy: pseudonymous';
comment on column detection.unexplained.due is 'privacy: pseudonymous';
comment on column detection.unexplained.period is 'privacy: pseudonymous';
comment on column detection.alert.id is 'privacy: open';
comment on column detection.alert.rule is 'privacy: open';
comment on column detection.alert.severity is 'privacy: open';
comment on column detection.alert.queue is 'privacy: open';
comment on column detection.alert.subject_kind is 'privacy: open';
comment on column detection.alert.subject is 'privacy: identifying';
comment on column detection.alert.subject_name is 'privacy: identifying';
comment on column detection.alert.facility is 'privacy: open';
comment on column detection.alert.source is 'privacy: identifying';
comment on column detection.alert.at is 'privacy: pseudonymous';
comment on column detection.alert.sequence is 'privacy: open';
comment on column detection.alert.raised_at is 'privacy: open';
comment on column detection.alert.facts is 'privacy: pseudonymous';
comment on column detection.alert.emergency is 'privacy: pseudonymous';
comment on column detection.alert.state is 'privacy: open';
comment on column detection.alert.taken_by is 'privacy: identifying';
comment on column detection.alert.taken_at is 'privacy: open';
comment on column detection.alert.closed_by is 'privacy: identifying';
comment on column detection.alert.closed_at is 'privacy: open';
comment on column detection.alert.reason is 'privacy: identifying';
comment on column detection.alert.done is 'privacy: pseudonymous';
