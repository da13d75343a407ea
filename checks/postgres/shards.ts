/**
 * Moves half of the partitions of every table "by patient" to a second server, where they stay reachable as foreign
 * tables (postgres_fdw). Both servers have run the same migrations. For a fresh database: no rows are moved.
 */
import { layout } from '../layout.ts';
import { ask, type Cluster } from './cluster.ts';

interface Partition {
  name: string;
  bound: string;
}

/** What PostgreSQL demands first: no unique rule on a parent of foreign partitions. Each local one keeps its own. */
export async function moveHalf(coordinator: Cluster, shard: Cluster, database: string): Promise<string[]> {
  const on = (statement: string) => ask(coordinator.url(database), statement);
  await on(`create extension postgres_fdw;
    create server shard foreign data wrapper postgres_fdw
      options (host '127.0.0.1', port '${shard.port}', dbname '${database}', batch_size '200', async_capable 'true');
    create user mapping for current_user server shard options (user 'ezdrowie', password_required 'false')`);
  const moved: string[] = [];
  for (const { table } of layout.filter(({ spread }) => spread === 'by patient')) {
    const [schema] = table.split('.');
    const partitions = (await on(`select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = '${table}'::regclass order by 1`)) as unknown as Partition[];
    const keys = await on(`select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = '${table}'::regclass and contype in ('p', 'u')`);
    for (const { name } of keys) await on(`alter table ${table} drop constraint ${name}`);
    const unique = await on(`select x.indexrelid::regclass::text as name, pg_get_indexdef(x.indexrelid) as definition
      from pg_index x where x.indrelid = '${table}'::regclass and x.indisunique`);
    for (const { name } of unique) await on(`drop index ${name}`);
    for (const [place, { name, bound }] of partitions.entries()) {
      const partition = `${schema}.${name}`;
      if (place % 2 === 0) {
        for (const { definition } of keys) await on(`alter table ${partition} add ${definition}`);
        for (const { definition } of unique)
          await on(String(definition).replace(/^(create unique index) \S+ on (only )?\S+/i, `$1 on ${partition}`));
        continue;
      }
      await on(`drop table ${partition};
        create foreign table ${partition} partition of ${table} ${bound}
          server shard options (schema_name '${schema}', table_name '${name}')`);
      moved.push(partition);
    }
  }
  return moved;
}
