-- SAS: medical events that speak of a referral, as they were seen on the change feed. Its state follows from those that live.
create table e_referral.event (
  patient  bigint not null,
  referral text collate "C" not null,
  event    text collate "C" not null,           -- Encounter/…, Procedure/…, Immunization/…
  primary key (patient, referral, event)
) partition by hash (patient);
comment on column e_referral.event.patient is 'privacy: pseudonymous';
comment on column e_referral.event.referral is 'privacy: pseudonymous';
comment on column e_referral.event.event is 'privacy: pseudonymous';

do $$
declare
  n int := current_setting('ezdrowie.partitions')::int;
begin
  for i in 0 .. n - 1 loop
    execute format('create table e_referral.event_p%s partition of e_referral.event for values with (modulus %s, remainder %s)',
      lpad(i::text, 3, '0'), n, i);
  end loop;
end $$;
