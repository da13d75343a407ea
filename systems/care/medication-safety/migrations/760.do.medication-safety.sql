-- Rules of medication safety, each set whole under the edition that brought it. No personal data: who was warned of what
-- is nowhere kept.
create schema medication_safety;

create table medication_safety.set (
  edition int primary key,
  -- Name, day, licence, owner, whether a clinical owner validated it.
  head    jsonb not null
);

create table medication_safety.rule (
  edition int not null references medication_safety.set,
  place   int not null,
  content jsonb not null,
  primary key (edition, place)
);

comment on column medication_safety.set.edition is 'privacy: open';
comment on column medication_safety.set.head is 'privacy: open';
comment on column medication_safety.rule.edition is 'privacy: open';
comment on column medication_safety.rule.place is 'privacy: open';
comment on column medication_safety.rule.content is 'privacy: open';
