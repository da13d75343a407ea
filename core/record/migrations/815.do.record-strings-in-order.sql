-- record: the strings of a row stand in the order of "C" (byte by byte), so that those that begin alike stand together: a walk along
-- record.word has to know of each row whether a word is the first of them, and looking at all strings took half of its time.
-- TypeScript sorts them from now on (libs/fhir/search/extract.ts); these are the rows that are there already. Those of history stay as
-- they are: no walk comes there.
-- Partition by partition: the triggers of the parent would look at the tokens of every row. Partitions on other servers are
-- sorted there.
do $$
declare
  part regclass;
begin
  for part in
    select t.relid from pg_partition_tree('record.resource') t join pg_class c on c.oid = t.relid
    where t.isleaf and c.relkind = 'r'
  loop
    execute format(
      'update %s set strings = array(select s.v from unnest(strings) s(v) order by s.v collate "C")
        where cardinality(strings) > 1
          and strings <> array(select s.v from unnest(strings) s(v) order by s.v collate "C")', part);
  end loop;
end $$;
