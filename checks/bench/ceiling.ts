/**
 * The raw ceiling: the same rows written and read by the plain driver in the same run, without validation, search
 * values, audit or HTTP. A table like everybody's: jsonb, four indexes, and a history table.
 */
import pg from 'pg';
import { type Result, measure } from './closed-loop.ts';
import { draws, observation, personBundle } from './workload.ts';

interface PlainRow {
  id: string;
  patient: string;
  type: string;
  content: string;
}

const insertRows = (name: string) => ({
  name,
  text: `with row as (
      select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as t(id, patient, type, content)),
    history as (insert into bench.plain_history select id, 1, content from row)
    insert into bench.plain select id, patient, type, now(), content::jsonb from row`,
});

export async function measureCeiling(
  databaseUrl: string,
  options: { seconds: number; warm: number },
): Promise<Result[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  try {
    await pool.query(`drop schema if exists bench cascade; create schema bench;
      create table bench.plain (id text primary key, patient text, type text, updated timestamptz, content jsonb);
      create index on bench.plain (patient, type);
      create index on bench.plain (type, updated);
      create index on bench.plain (updated);
      create table bench.plain_history (id text, version int, content text, primary key (id, version))`);
    let next = 0;
    const ids: string[] = [];
    const rowsOf = (number: number): PlainRow[] =>
      personBundle(9, number).entry.map((entry) => {
        const { resource } = entry as { resource: { resourceType: string } };
        const id = `${next++}`.padStart(26, '0');
        return { id, patient: `p${number}`, type: resource.resourceType, content: JSON.stringify({ ...resource, id }) };
      });
    const write = async (rows: PlainRow[]) => {
      const column = (name: keyof PlainRow) => rows.map((row) => row[name]);
      await pool.query({
        ...insertRows('bench-insert'),
        values: [column('id'), column('patient'), column('type'), column('content')],
      });
      const last = rows.at(-1);
      if (last && ids.length < 20_000) ids.push(last.id);
    };
    const draw = draws(4242);
    const bundles = await measure('raw: 43 rows in one statement', 4, (count) => write(rowsOf(count)), options);
    const singles = await measure(
      'raw: one row, autocommit',
      16,
      (count) => {
        const id = `${next++}`.padStart(26, '0');
        const content = JSON.stringify({ id, ...observation(draw, 'Patient/x', 'Encounter/y', count) });
        return write([{ id, patient: `p${count % 100}`, type: 'Observation', content }]);
      },
      options,
    );
    const reads = await measure(
      'raw: read by key',
      16,
      async (count) => {
        const { rowCount } = await pool.query({
          name: 'bench-read',
          text: 'select content::text from bench.plain where id = $1',
          values: [ids[(count * 7919) % ids.length]],
        });
        if (rowCount !== 1) throw new Error('row not found');
      },
      options,
    );
    return [bundles, singles, reads];
  } finally {
    await pool.query('drop schema if exists bench cascade').catch(() => undefined);
    await pool.end();
  }
}
