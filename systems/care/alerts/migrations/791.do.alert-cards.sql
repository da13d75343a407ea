-- Cards that were given to CDS clients: feedback names the card alone. Forgotten after thirty days.
create table alerts.card (
  card       text collate "C" not null primary key,
  patient    bigint not null,
  patient_id text collate "C" not null,
  alert      text collate "C" not null,
  rule       text collate "C" not null,
  version    text collate "C" not null,
  tier       smallint not null,
  actions    text[] not null,                 -- ids of the actions, in the order of the suggestions
  client     text collate "C" not null,       -- to whom it was given
  user_id    text collate "C" not null,       -- for whom, as the client said it
  at         timestamptz not null
) partition by hash (card);

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
begin
  for i in 0 .. n - 1 loop
    execute format('create table alerts.card_p%s partition of alerts.card for values with (modulus %s, remainder %s)',
      lpad(i::text, 3, '0'), n, i);
  end loop;
end $$;
create index card_at on alerts.card (at);

comment on column alerts.card.card is 'privacy: pseudonymous';
comment on column alerts.card.patient is 'privacy: pseudonymous';
comment on column alerts.card.patient_id is 'privacy: pseudonymous';
comment on column alerts.card.alert is 'privacy: clinical';
comment on column alerts.card.rule is 'privacy: clinical';
comment on column alerts.card.version is 'privacy: open';
comment on column alerts.card.tier is 'privacy: open';
comment on column alerts.card.actions is 'privacy: clinical';
comment on column alerts.card.client is 'privacy: pseudonymous';
comment on column alerts.card.user_id is 'privacy: pseudonymous';
comment on column alerts.card.at is 'privacy: pseudonymous';
