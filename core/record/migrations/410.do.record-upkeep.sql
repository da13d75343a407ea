-- record: what PostgreSQL's own upkeep may cost. Measured: while a fresh record fills, analysing the wide columns took more
-- time than writing the rows. No plan uses statistics of these columns: search asks with parameters, and plans are kept.
do $$
declare
  t text;
  c text;
  p regclass;
begin
  foreach t in array array['resource', 'history', 'change'] loop
    for c in
      select attname from pg_attribute
      where attrelid = ('record.' || t)::regclass and attnum > 0 and not attisdropped
        and (atttypid::regtype::text like '%[]' or attname = 'content')
    loop
      execute format('alter table record.%I alter column %I set statistics 0', t, c);
    end loop;
  end loop;
  foreach t in array array['resource', 'history', 'lookup', 'word', 'change', 'alias'] loop
    for p in select inhrelid::regclass from pg_inherits where inhparent = ('record.' || t)::regclass loop
      -- Tables that mostly grow: look again after a fifth has come, and tidy up after inserts when they have grown by two fifths.
      execute format('alter table %s set (autovacuum_analyze_threshold = 5000, autovacuum_analyze_scale_factor = 0.2, '
        'autovacuum_vacuum_insert_threshold = 10000, autovacuum_vacuum_insert_scale_factor = 0.4)', p);
    end loop;
  end loop;
end $$;
