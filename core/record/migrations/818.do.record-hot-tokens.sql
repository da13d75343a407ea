-- record: what the planner shall believe of tokens. It takes the rows of a table by the number of different tokens, and since most are
-- of one resource (identifiers), every token leads to a handful by that: it then gathers all rows of a code and sorts them, where the
-- index gives them in order and a page ends the walk. Codes that people search for lead to a hundredth of everything; of a token
-- that leads to one, both ways take as long. Decision 0062.
do $$
declare
  part record;
begin
  for part in
    select t.relid::regclass as name, column_name
    from (values ('record.resource'::regclass, 'first_token'), ('record.resource', 'second_token'), ('record.lookup', 'token'))
      wanted(parent, column_name)
    cross join lateral pg_partition_tree(wanted.parent) t join pg_class c on c.oid = t.relid
    where t.isleaf and c.relkind = 'r'
  loop
    execute format('alter table %s alter column %I set (n_distinct = 100)', part.name, part.column_name);
    execute format('analyze %s (%I)', part.name, part.column_name);
  end loop;
end $$;
