-- rates: how many requests each source, account, client and provider has left: a bucket that fills with time.
-- Processes take from it once a second. Unlogged: after a crash everybody begins with a full bucket, which is no harm.
create schema rates;
create unlogged table rates.bucket (
  key    text collate "C" primary key,
  tokens float8 not null,
  burst  float8 not null,
  rate   float8 not null, -- tokens a second
  at     timestamptz not null
);
create index bucket_at on rates.bucket (at);
comment on column rates.bucket.key is 'privacy: identifying';
comment on column rates.bucket.tokens is 'privacy: open';
comment on column rates.bucket.burst is 'privacy: open';
comment on column rates.bucket.rate is 'privacy: open';
comment on column rates.bucket.at is 'privacy: open';

-- Requests a minute that a client may make; null: as many as any. Zero, in the demonstration only: without end.
alter table accounts.client add column per_minute integer check (per_minute > 0 or per_minute = 0 and demonstration);
comment on column accounts.client.per_minute is 'privacy: open';
update accounts.client set per_minute = 0 where demonstration and id = 'demo-provider';
