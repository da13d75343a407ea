-- rates: who may make fewer requests than others for a while, because something odd was seen of them.
create table rates.throttle (
  key        text primary key,             -- as in rates.bucket: kind and who
  per_minute double precision not null,
  until      timestamptz not null
);
comment on column rates.throttle.key is 'privacy: identifying';
comment on column rates.throttle.per_minute is 'privacy: open';
comment on column rates.throttle.until is 'privacy: open';
