-- record: every former version says when it was replaced, and keeps what it was found by. So what was known at an instant is a
-- condition (updated <= t and replaced > t), and a search in the past is the same search over other rows. Decision 0013.
alter table record.history
  add column replaced timestamptz,
  add column starts float8, add column ends float8, add column tokens bigint[], add column strings text[],
  add column range_keys bigint[], add column range_lows float8[], add column range_highs float8[];
update record.history set replaced = record.ended(patient, type, id, version) where content is not null;
drop function record.ended;

-- As in 410: no plan asks for statistics of these.
alter table record.history alter column tokens set statistics 0;
alter table record.history alter column strings set statistics 0;
alter table record.history alter column range_keys set statistics 0;
alter table record.history alter column range_lows set statistics 0;
alter table record.history alter column range_highs set statistics 0;

comment on column record.history.replaced is 'privacy: pseudonymous';
comment on column record.history.starts is 'privacy: clinical';
comment on column record.history.ends is 'privacy: clinical';
comment on column record.history.tokens is 'privacy: clinical';
comment on column record.history.strings is 'privacy: identifying';
comment on column record.history.range_keys is 'privacy: clinical';
comment on column record.history.range_lows is 'privacy: clinical';
comment on column record.history.range_highs is 'privacy: clinical';
