-- When a version ceased to be the present one: the instant of the version after it, wherever the resource lay by then (it may have
-- moved to another patient). Null while it is the present one.
create function record.ended(p bigint, t smallint, i text, v integer) returns timestamptz language sql stable as $$
  select min(next.updated) from (
    select p as patient
    union select a.patient from record.alias a where a.type = t and a.id = i
    union select unnest(a.former) from record.alias a where a.type = t and a.id = i) place
  cross join lateral (
    select r.updated from record.resource r
      where r.patient = place.patient and r.type = t and r.id = i and r.version = v + 1
    union all
    select h.updated from record.history h
      where h.patient = place.patient and h.type = t and h.id = i and h.version = v + 1) next
$$;
