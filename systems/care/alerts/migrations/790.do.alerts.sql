-- alerts (CEL-1.2): what was decided about alerts of patients, and how rules fare, without patients.
create schema alerts;

-- What a clinician decided about an alert: taken up, or set aside with a reason. Never changed, only taken back.
create table alerts.decision (
  patient    bigint not null,
  id         text collate "C" not null,
  alert      text collate "C" not null,       -- rule and what it is about
  rule       text collate "C" not null,
  version    text collate "C" not null,
  kind       text collate "C" not null check (kind in ('accepted', 'overridden')),
  action     text collate "C",                -- which action of the rule was taken up
  reason     text collate "C",
  comment    text check (length(comment) <= 1000),
  person     text collate "C" not null,       -- account or client
  name       text not null,
  facility   text,
  at         timestamptz not null,
  until      timestamptz,                     -- tolerance: not shown again before
  undone_at  timestamptz,
  undone_by  text collate "C",
  primary key (patient, id),
  constraint reason_of_override check ((kind = 'overridden') = (reason is not null))
) partition by hash (patient);

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
begin
  for i in 0 .. n - 1 loop
    execute format('create table alerts.decision_p%s partition of alerts.decision for values with (modulus %s, remainder %s)',
      lpad(i::text, 3, '0'), n, i);
  end loop;
end $$;

-- How often a rule spoke and what came of it: by rule, speciality and day. Nobody's data.
create table alerts.counter (
  rule       text collate "C" not null,
  speciality text collate "C" not null,
  day        date not null,
  shown      int not null default 0,
  interrupted int not null default 0,
  accepted   int not null default 0,
  overridden int not null default 0,
  primary key (rule, speciality, day)
);

-- How many orders were looked at when signed, by speciality and day: against what the budget is counted.
create table alerts.orders (
  speciality text collate "C" not null,
  day        date not null,
  signed     int not null default 0,
  primary key (speciality, day)
);

-- Where a rule stands beside its file: live or not, in which tier; every change is kept.
create table alerts.standing (
  rule    text collate "C" not null,
  number  int not null,
  version text collate "C" not null,
  live    boolean not null,
  tier    smallint not null check (tier in (1, 2, 3)),
  at      timestamptz not null,
  by      text not null,                      -- operator, or `budget`
  why     text not null,
  primary key (rule, number)
);

-- Replays over the synthetic population.
create table alerts.shadow_report (
  rule      text collate "C" not null,
  version   text collate "C" not null,
  at        timestamptz not null,
  visits    int not null,
  alerts    int not null,
  answered  int not null,
  seconds   real not null,
  primary key (rule, version)
);

-- Safety reviews of rules of tier 1, and reports of harm.
create table alerts.review (
  id         text collate "C" primary key,
  rule       text collate "C" not null,
  kind       text collate "C" not null check (kind in ('acceptance', 'budget', 'harm')),
  opened     timestamptz not null,
  due        timestamptz not null,
  why        text not null,
  closed     timestamptz,
  closed_by  text,
  conclusion text,
  constraint closed_with_words check ((closed is null) = (conclusion is null))
);
create index review_rule on alerts.review (rule, opened);
create unique index review_open on alerts.review (rule, kind) where closed is null and kind <> 'harm';

-- What owners of rules are told: reasons and comments of overrides, without the patient.
create table alerts.message (
  id         text collate "C" primary key,
  rule       text collate "C" not null,
  version    text collate "C" not null,
  reason     text collate "C" not null,
  comment    text,
  speciality text collate "C" not null,
  at         timestamptz not null,
  answered   timestamptz,
  answer     text
);
create index message_open on alerts.message (at, id) where answered is null;
create index message_rule on alerts.message (rule, at);

comment on column alerts.decision.patient is 'privacy: pseudonymous';
comment on column alerts.decision.id is 'privacy: pseudonymous';
comment on column alerts.decision.alert is 'privacy: clinical';
comment on column alerts.decision.rule is 'privacy: clinical';
comment on column alerts.decision.version is 'privacy: open';
comment on column alerts.decision.kind is 'privacy: clinical';
comment on column alerts.decision.action is 'privacy: clinical';
comment on column alerts.decision.reason is 'privacy: clinical';
comment on column alerts.decision.comment is 'privacy: clinical';
comment on column alerts.decision.person is 'privacy: pseudonymous';
comment on column alerts.decision.name is 'privacy: identifying';
comment on column alerts.decision.facility is 'privacy: open';
comment on column alerts.decision.at is 'privacy: pseudonymous';
comment on column alerts.decision.until is 'privacy: pseudonymous';
comment on column alerts.decision.undone_at is 'privacy: pseudonymous';
comment on column alerts.decision.undone_by is 'privacy: pseudonymous';
comment on column alerts.counter.rule is 'privacy: open';
comment on column alerts.counter.speciality is 'privacy: open';
comment on column alerts.counter.day is 'privacy: open';
comment on column alerts.counter.shown is 'privacy: open';
comment on column alerts.counter.interrupted is 'privacy: open';
comment on column alerts.counter.accepted is 'privacy: open';
comment on column alerts.counter.overridden is 'privacy: open';
comment on column alerts.orders.speciality is 'privacy: open';
comment on column alerts.orders.day is 'privacy: open';
comment on column alerts.orders.signed is 'privacy: open';
comment on column alerts.standing.rule is 'privacy: open';
comment on column alerts.standing.number is 'privacy: open';
comment on column alerts.standing.version is 'privacy: open';
comment on column alerts.standing.live is 'privacy: open';
comment on column alerts.standing.tier is 'privacy: open';
comment on column alerts.standing.at is 'privacy: open';
comment on column alerts.standing.by is 'privacy: identifying';
comment on column alerts.standing.why is 'privacy: open';
comment on column alerts.shadow_report.rule is 'privacy: open';
comment on column alerts.shadow_report.version is 'privacy: open';
comment on column alerts.shadow_report.at is 'privacy: open';
comment on column alerts.shadow_report.visits is 'privacy: open';
comment on column alerts.shadow_report.alerts is 'privacy: open';
comment on column alerts.shadow_report.answered is 'privacy: open';
comment on column alerts.shadow_report.seconds is 'privacy: open';
comment on column alerts.review.id is 'privacy: open';
comment on column alerts.review.rule is 'privacy: open';
comment on column alerts.review.kind is 'privacy: open';
comment on column alerts.review.opened is 'privacy: open';
comment on column alerts.review.due is 'privacy: open';
comment on column alerts.review.why is 'privacy: clinical';
comment on column alerts.review.closed is 'privacy: open';
comment on column alerts.review.closed_by is 'privacy: identifying';
comment on column alerts.review.conclusion is 'privacy: clinical';
comment on column alerts.message.id is 'privacy: open';
comment on column alerts.message.rule is 'privacy: open';
comment on column alerts.message.version is 'privacy: open';
comment on column alerts.message.reason is 'privacy: open';
comment on column alerts.message.comment is 'privacy: clinical';
comment on column alerts.message.speciality is 'privacy: open';
comment on column alerts.message.at is 'privacy: open';
comment on column alerts.message.answered is 'privacy: open';
comment on column alerts.message.answer is 'privacy: clinical';
