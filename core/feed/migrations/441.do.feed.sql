-- feed: who reads the change feed (record.change), and how far each has come.
create index change_xid on record.change (xid, sequence);

create schema feed;

-- A consumer has read everything up to and including (xid, sequence). Lanes share a consumer's work by patient.
create table feed.cursor (
  consumer text not null,
  lane     smallint not null,
  xid      xid8 not null,
  sequence bigint not null,
  epoch    bigint not null default 0, -- counted up by each process that takes over: one that has lost its turn cannot move it
  moved    timestamptz not null,
  primary key (consumer, lane)
);

-- Changes that a consumer could not take yet. Only the first of a patient has a due time; the others stand behind it.
create table feed.waiting (
  consumer text not null,
  patient  bigint not null,
  sequence bigint not null,
  lane     smallint not null,
  tries    smallint not null,
  due      timestamptz not null, -- 'infinity': behind another, or parked
  parked   boolean not null default false,
  reason   text,
  primary key (consumer, patient, sequence)
);
create index waiting_due on feed.waiting (consumer, lane, due) where not parked;

comment on column feed.cursor.consumer is 'privacy: open';
comment on column feed.cursor.lane is 'privacy: open';
comment on column feed.cursor.xid is 'privacy: open';
comment on column feed.cursor.sequence is 'privacy: open';
comment on column feed.cursor.epoch is 'privacy: open';
comment on column feed.cursor.moved is 'privacy: open';
comment on column feed.waiting.consumer is 'privacy: open';
comment on column feed.waiting.patient is 'privacy: pseudonymous';
comment on column feed.waiting.sequence is 'privacy: open';
comment on column feed.waiting.lane is 'privacy: open';
comment on column feed.waiting.tries is 'privacy: open';
comment on column feed.waiting.due is 'privacy: open';
comment on column feed.waiting.parked is 'privacy: open';
comment on column feed.waiting.reason is 'privacy: pseudonymous';
