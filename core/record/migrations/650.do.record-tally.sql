-- record: how many resources record.leads leads to by one token, kept for the tokens that lead to many. Decision 0035.
-- What a statement adds and takes away is a row of its own, so no two writers wait for each other; a background step folds these
-- rows into the tally. A count is the tally and what is not folded yet: exact in every snapshot. What is new is told by the
-- statement that writes it (write/living.ts, reindex/slice.ts): a trigger took a fifth of a create. What changes or goes is told
-- by triggers, which alone know what was there. Tokens that lead to few have no row here: they are counted by walking to them.
create table record.tally (
  type   smallint not null,              -- number of the resource type
  token  bigint not null,                -- as in record.leads
  number bigint not null,                -- entries of record.leads, without what lies in record.tally_change
  primary key (token, type)
);

create table record.tally_change (
  types   smallint[] not null,
  tokens  bigint[] not null,
  numbers integer[] not null             -- by so many more, or less
);
-- Rows live for a second: what is dead has to be cleared away soon. The arrays are never planned by.
alter table record.tally_change set (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0, autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_threshold = 2000000000);
alter table record.tally_change alter column types set statistics 0;
alter table record.tally_change alter column tokens set statistics 0;
alter table record.tally_change alter column numbers set statistics 0;

create function record.tell_tally_of_gone() returns trigger language plpgsql as $$
begin
  insert into record.tally_change
    select array_agg(c.type), array_agg(c.token), array_agg(c.number) from (
      select o.type, t.token, -count(*)::int as number
      from gone o cross join lateral (values (o.first_token), (o.second_token)) t(token)
      where t.token is not null group by o.type, t.token) c
    having count(*) > 0;
  return null;
end $$;

-- Most updates leave the tokens as they are.
create function record.tell_tally_of_changed() returns trigger language plpgsql as $$
begin
  insert into record.tally_change
    select array_agg(c.type), array_agg(c.token), array_agg(c.number) from (
      select b.type, t.token, sum(b.number)::int as number
      from (select type, first_token, second_token, 1 as number from fresh
        union all select type, first_token, second_token, -1 from gone) b
      cross join lateral (values (b.first_token), (b.second_token)) t(token)
      where t.token is not null group by b.type, t.token having sum(b.number) <> 0) c
    having count(*) > 0;
  return null;
end $$;

create function record.tell_tally_of_lookups_gone() returns trigger language plpgsql as $$
begin
  insert into record.tally_change
    select array_agg(c.type), array_agg(c.token), array_agg(c.number) from (
      select o.type, o.token, -count(*)::int as number from gone o group by o.type, o.token) c
    having count(*) > 0;
  return null;
end $$;

create trigger tally_gone after delete on record.resource referencing old table as gone
  for each statement execute function record.tell_tally_of_gone();
create trigger tally_changed after update on record.resource referencing old table as gone new table as fresh
  for each statement execute function record.tell_tally_of_changed();
create trigger tally_lookups_gone after delete on record.lookup referencing old table as gone
  for each statement execute function record.tell_tally_of_lookups_gone();

-- What is there already. The same number as in core/record/tally.ts: fewer are counted faster than the tally is kept.
insert into record.tally (type, token, number)
  select type, token, count(*) from record.leads where token is not null group by type, token having count(*) >= 1000;

comment on column record.tally.type is 'privacy: open';
comment on column record.tally.token is 'privacy: open';
comment on column record.tally.number is 'privacy: open';
comment on column record.tally_change.types is 'privacy: open';
comment on column record.tally_change.tokens is 'privacy: clinical';
comment on column record.tally_change.numbers is 'privacy: open';
