-- Editions of published registers: what was imported when, and which day it describes. The rows of each register lie
-- with its system and name the edition since which, and until which, they hold.
create schema registers;

create table registers.edition (
  register    text collate "C" not null,
  number      int not null,
  day         date not null,
  hash        text collate "C" not null,
  imported_at timestamptz not null,
  counts      jsonb not null,
  primary key (register, number)
);
create index edition_day on registers.edition (register, day, number);

comment on column registers.edition.register is 'privacy: open';
comment on column registers.edition.number is 'privacy: open';
comment on column registers.edition.day is 'privacy: open';
comment on column registers.edition.hash is 'privacy: open';
comment on column registers.edition.imported_at is 'privacy: open';
comment on column registers.edition.counts is 'privacy: open';
