-- Turnover and stock of medicines (ZSMOPL): messages of places of activity, their movements, and the stock that follows.
-- What no race may pass stands here: a number comes once, a day is reported once, an opening balance is sent once, a
-- message is corrected once. Quantities are thousandths of a package, values grosze.
create schema drug_supply;

create table drug_supply.message (
  id          text collate "C" primary key,
  -- `pharmacy:1000001`, `wholesaler:GIF-N-4110-12-2019`.
  place       text collate "C" not null,
  number      text collate "C" not null,
  kind        text collate "C" not null check (kind in ('os', 'opening')),
  day         date not null,
  status      text collate "C" not null check (status in ('accepted', 'rejected', 'superseded')),
  corrects    text collate "C" references drug_supply.message (id),
  received_at timestamptz not null,
  sender      text collate "C" not null,
  positions   int not null,
  findings    jsonb not null
);
create unique index message_number on drug_supply.message (place, number) where status <> 'rejected';
create unique index message_day on drug_supply.message (place, day) where status = 'accepted' and kind = 'os';
create unique index message_opening on drug_supply.message (place) where status = 'accepted' and kind = 'opening';
create unique index message_corrects on drug_supply.message (corrects) where status <> 'rejected';
create index message_received on drug_supply.message (place, received_at, id);

create table drug_supply.movement (
  message   text collate "C" not null references drug_supply.message (id),
  line      int not null,
  place     text collate "C" not null,
  gtin      text collate "C" not null,
  series    text collate "C" not null,
  expires   date,
  day       date not null,
  kind      text collate "C" not null,
  party     text collate "C",
  change    bigint not null,
  value     bigint,
  -- What the message itself says is there afterwards: of the product and of the series.
  available bigint,
  available_series bigint,
  withheld  bigint,
  withheld_series bigint,
  -- Not superseded by a correction.
  counts    boolean not null,
  primary key (message, line)
);
create index movement_product on drug_supply.movement (gtin, place, day) where counts;
create index movement_place on drug_supply.movement (place, day) where counts;

create table drug_supply.stock (
  place    text collate "C" not null,
  gtin     text collate "C" not null,
  series   text collate "C" not null,
  expires  date,
  quantity bigint not null,
  primary key (place, gtin, series)
);
create index stock_product on drug_supply.stock (gtin, place);

comment on column drug_supply.message.id is 'privacy: open';
comment on column drug_supply.message.place is 'privacy: open';
comment on column drug_supply.message.number is 'privacy: open';
comment on column drug_supply.message.kind is 'privacy: open';
comment on column drug_supply.message.day is 'privacy: open';
comment on column drug_supply.message.status is 'privacy: open';
comment on column drug_supply.message.corrects is 'privacy: open';
comment on column drug_supply.message.received_at is 'privacy: open';
comment on column drug_supply.message.sender is 'privacy: pseudonymous';
comment on column drug_supply.message.positions is 'privacy: open';
comment on column drug_supply.message.findings is 'privacy: open';
comment on column drug_supply.movement.message is 'privacy: open';
comment on column drug_supply.movement.line is 'privacy: open';
comment on column drug_supply.movement.place is 'privacy: open';
comment on column drug_supply.movement.gtin is 'privacy: open';
comment on column drug_supply.movement.series is 'privacy: open';
comment on column drug_supply.movement.expires is 'privacy: open';
comment on column drug_supply.movement.day is 'privacy: open';
comment on column drug_supply.movement.kind is 'privacy: open';
comment on column drug_supply.movement.party is 'privacy: open';
comment on column drug_supply.movement.change is 'privacy: open';
comment on column drug_supply.movement.value is 'privacy: open';
comment on column drug_supply.movement.available is 'privacy: open';
comment on column drug_supply.movement.available_series is 'privacy: open';
comment on column drug_supply.movement.withheld is 'privacy: open';
comment on column drug_supply.movement.withheld_series is 'privacy: open';
comment on column drug_supply.movement.counts is 'privacy: open';
comment on column drug_supply.stock.place is 'privacy: open';
comment on column drug_supply.stock.gtin is 'privacy: open';
comment on column drug_supply.stock.series is 'privacy: open';
comment on column drug_supply.stock.expires is 'privacy: open';
comment on column drug_supply.stock.quantity is 'privacy: open';
