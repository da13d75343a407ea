-- idempotency: what was answered to a request that named an Idempotency-Key, for a day: the same request gets the same
-- answer again and nothing is done twice. The row is written in the transaction of the change.
create schema idempotency;
create table idempotency.answer (
  key         bytea not null,          -- keyed hash of who asked and by which key
  fingerprint bytea not null,          -- keyed hash of method, address and body
  attempt     text not null,           -- the request that did it
  status      smallint,                -- null: it was done, but the answer was never kept
  media_type  text,
  location    text,
  sealed      bytea,                   -- the body (core/vault)
  at          timestamptz not null,
  primary key (key)
) partition by hash (key);
do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
begin
  for i in 0 .. n - 1 loop
    execute format('create table idempotency.answer_p%s partition of idempotency.answer for values with (modulus %s, remainder %s)',
      lpad(i::text, 3, '0'), n, i);
  end loop;
end $$;
create index answer_at on idempotency.answer (at);
comment on column idempotency.answer.key is 'privacy: pseudonymous';
comment on column idempotency.answer.fingerprint is 'privacy: pseudonymous';
comment on column idempotency.answer.attempt is 'privacy: open';
comment on column idempotency.answer.status is 'privacy: open';
comment on column idempotency.answer.media_type is 'privacy: open';
comment on column idempotency.answer.location is 'privacy: pseudonymous';
comment on column idempotency.answer.sealed is 'privacy: clinical';
comment on column idempotency.answer.at is 'privacy: open';
