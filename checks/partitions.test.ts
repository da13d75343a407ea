/**
 * Laid out for a nation (decision 0017): every table has its class, no unique rule crosses the distribution key, and
 * what the platform really asks about one patient touches one partition. Plans come from PostgreSQL's auto_explain
 * while the interactions run, so a new statement in any of them is seen without being listed here.
 */
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsAbout } from '#core/audit/reading.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { type Database, openDatabase } from '#core/db/database.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import {
  anEncounter,
  anObservation,
  aPatient,
  baseUrl,
  bundleOf,
  callBy,
  entry,
  machine,
  patientActor,
  physicianAt,
} from '#core/record/fixtures.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { keyOfId } from '#core/record/keys.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { classOf, keyOf } from './layout.ts';

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Schema?: string;
  'Actual Loops'?: number;
  Plans?: Plan[];
}

let owner: TestDatabase;
let database: Database;
let record: FhirRecord;
const heard: Plan[] = [];

const demand = (rows: unknown[]) => expect(rows).toEqual([]);
const call = callBy(machine());

beforeAll(async () => {
  owner = await createTestDatabase();
  const name = new URL(owner.url).pathname.slice(1);
  for (const setting of [
    // Loaded with each connection; plans come as notices to whoever asked.
    `session_preload_libraries = 'auto_explain'`,
    'auto_explain.log_min_duration = 0',
    'auto_explain.log_analyze = on',
    'auto_explain.log_timing = off',
    'auto_explain.log_verbose = on',
    'auto_explain.log_format = json',
    'auto_explain.log_level = notice',
    // Tables are small here. The plan that big ones have is there only if the SQL allows it.
    'enable_seqscan = off',
    'enable_hashjoin = off',
    'enable_mergejoin = off',
  ]) {
    await owner.query(`alter database ${name} set ${setting}`);
  }
  database = openDatabase(owner.url, { connections: 4 });
  database.pool.on('connect', (client: pg.PoolClient) => {
    client.on('notice', ({ message = '' }) => {
      const start = message.indexOf('plan:');
      if (start < 0) return;
      heard.push((JSON.parse(message.slice(start + 5)) as { Plan: Plan }).Plan);
    });
  });
  record = createRecord({
    database,
    audit: createAuditTrail({ database, runtime: systemRuntime }),
    runtime: systemRuntime,
    settings: { baseUrl },
  });
  // Codes enough that some lead there by rows of record.lookup: of an empty table the planner reads all.
  const code = {
    coding: ['8867-4', '76282-3', '68999-2', '8889-8'].map((one) => ({ system: 'http://loinc.org', code: one })),
  };
  for (let n = 0; n < 24; n++) {
    const entries = Array.from({ length: 6 }, (_, place) =>
      entry('POST', 'Observation', anObservation('urn:uuid:a', { code, effectiveDateTime: `2026-01-${10 + place}` })),
    );
    const head = entry('POST', 'Patient', aPatient(), { fullUrl: 'urn:uuid:a' });
    await record.bundle(call, bundleOf('transaction', head, ...entries));
  }
});

afterAll(async () => {
  await database?.close();
  await owner?.drop();
});

/** Partitions of each table that the statements of `work` really went into. */
async function touchedBy(work: () => Promise<unknown>): Promise<{ table: string; partitions: string[] }[]> {
  heard.length = 0;
  await work();
  const touched = new Map<string, Set<string>>();
  for (const plan of heard) {
    for (const node of nodes(plan)) {
      const [, table, partition] = /^(.+)_p(\d+)$/.exec(`${node.Schema}.${node['Relation Name']}`) ?? [];
      if (!table || !partition || !node['Actual Loops'] || node['Node Type'] === 'ModifyTable') continue;
      touched.set(table, (touched.get(table) ?? new Set()).add(partition));
    }
  }
  return [...touched].map(([table, partitions]) => ({ table, partitions: [...partitions] }));
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

async function crossingOf(work: () => Promise<unknown>): Promise<string[]> {
  const touched = await touchedBy(work);
  return touched.filter(({ partitions }) => partitions.length > 1).map(({ table }) => table);
}

describe('every table', () => {
  it('has a class, and is partitioned as its class says', async () => {
    const { rows } = await owner.query<{ name: string; key: string | null }>(
      `select n.nspname || '.' || c.relname as name, pg_get_partkeydef(c.oid) as key
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition
         and n.nspname <> 'information_schema' and n.nspname !~ '^pg_' order by 1`,
    );
    expect(rows.length).toBeGreaterThan(15);
    demand(
      rows.flatMap(({ name, key }) => {
        if (!classOf(name)) return [`${name} is in no class: say in checks/layout.ts how it is spread`];
        const wanted = keyOf(name);
        const wantedKey = wanted ? `HASH (${wanted.join(', ')})` : null;
        return wantedKey === key ? [] : [`${name} is partitioned by ${key}, its class says ${wantedKey}`];
      }),
    );
  });

  it('has no unique rule without the distribution key, and no foreign key to another machine', async () => {
    const { rows } = await owner.query<{ name: string; index: string; columns: string[] }>(
      `select n.nspname || '.' || coalesce(parent.relname, c.relname) as name, x.relname as index,
         array(select a.attname::text from unnest(i.indkey::int2[]) k join pg_attribute a
           on a.attrelid = c.oid and a.attnum = k) as columns
       from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
         join pg_namespace n on n.oid = c.relnamespace
         left join pg_inherits h on h.inhrelid = c.oid left join pg_class parent on parent.oid = h.inhparent
       where i.indisunique and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'`,
    );
    const distributed = rows.filter(({ name }) => keyOf(name));
    expect(distributed.length).toBeGreaterThan(40);
    demand(distributed.filter(({ name, columns }) => keyOf(name)?.some((column) => !columns.includes(column))));
    const { rows: references } = await owner.query<{ from: string; to: string }>(
      `select f.relnamespace::regnamespace || '.' || f.relname as from,
         t.relnamespace::regnamespace || '.' || t.relname as to
       from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
       where k.contype = 'f' and k.conparentid = 0`,
    );
    demand(references.filter(({ from, to }) => [from, to].some((name) => keyOf(name))));
  });
});

describe('a question about one patient touches one partition of each table', () => {
  let patient: string;
  let observation: string;
  let chosen: string;
  let alone: string;
  beforeAll(async () => {
    patient = (await record.create(call, aPatient())).id;
    chosen = 'chosen-by-the-client';
    observation = (await record.create(call, anObservation(`Patient/${patient}`))).id;
    await record.update(call, anObservation(`Patient/${patient}`, { id: observation, note: [{ text: '2' }] }));
    alone = (await record.create(call, aPatient())).id;
    await record.create(call, anObservation(`Patient/${alone}`));
    await record.create(call, anEncounter(`Patient/${patient}`, 'f'));
    await record.update(call, anObservation(`Patient/${patient}`, { id: chosen }));
  });

  const about = () => anObservation(`Patient/${patient}`, { note: [{ text: String(heard.length) }] });
  const physician = callBy(physicianAt('f'));

  const questions: [string, () => Promise<unknown>][] = [
    ['read', () => record.read(call, 'Observation', observation)],
    ['read by a physician', () => record.read(physician, 'Observation', observation)],
    ['read by the patient', () => record.read(callBy(patientActor(patient)), 'Observation', observation)],
    ['vread', () => record.vread(call, 'Observation', observation, 1)],
    ['history', () => record.historyInstance(call, 'Observation', observation)],
    ['search by code', () => record.search(call, 'Observation', `patient=${patient}&code=http://loinc.org|8867-4`)],
    ['search by date', () => record.search(call, 'Observation', `patient=${patient}&date=ge2026&_sort=-date`)],
    ['search by a physician', () => record.search(physician, 'Observation', `patient=${patient}&_total=accurate`)],
    ['search for encounters', () => record.search(call, 'Encounter', `subject=Patient/${patient}`)],
    // Of somebody without an institution: those lie in compartments of their own, each read by its key.
    ['everything', () => record.everything(call, alone)],
    ['outline', () => record.outline(call, patient, ['Observation', 'Encounter'])],
    ['create', () => record.create(call, about())],
    ['update', () => record.update(call, { ...about(), id: observation, status: 'amended' })],
    ['update of an id chosen by the client', () => record.update(call, { ...about(), id: chosen, status: 'amended' })],
    [
      'patch',
      () => record.patch(call, 'Observation', observation, [{ op: 'replace', path: '/status', value: 'corrected' }]),
    ],
    [
      'transaction',
      () =>
        record.bundle(
          call,
          bundleOf(
            'transaction',
            entry('POST', 'Observation', about()),
            entry('PUT', `Observation/${observation}`, { ...about(), id: observation, status: 'preliminary' }),
          ),
        ),
    ],
    ['delete', () => record.delete(call, 'Observation', observation)],
  ];

  it.each(questions)('%s', async (_, work) => {
    demand(await crossingOf(work));
    expect(heard.length).toBeGreaterThan(0);
  });

  it('searches that share a statement', async () => {
    const search = () => record.search(call, 'Observation', `patient=${patient}&code=http://loinc.org|8867-4`);
    // Asked often enough to be named; only then are they shared.
    for (let n = 0; n < 6; n++) await search();
    demand(await crossingOf(() => Promise.all(Array.from({ length: 12 }, search))));
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.length).toBeLessThan(12);
  });

  it('who looked at my data: by the index on patients, never the whole trail', async () => {
    heard.length = 0;
    await eventsAbout(database, keyOfId('Patient', patient), { limit: 20 });
    const plan = heard.flatMap(nodes);
    expect(plan.map((node) => node['Node Type'])).toContain('Bitmap Index Scan');
    expect(plan.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  });
});

/** Read whole, also in the background while others ask: what waits to be folded, and a row of state each. */
const readWhole = new Set(['tally_change', 'search_parameter_state', 'definition_state']);

describe('what crosses patients', () => {
  it.each([
    ['a code', 'Observation', 'code=http://loinc.org|8867-4&_sort=-date&_count=5', 'record.lookup'],
    ['an identifier', 'Patient', 'identifier=urn:none|1', 'record.lookup'],
    ['a name', 'Patient', 'name=kowal', 'record.word'],
  ])('starts from a narrow table: %s', async (_, type, query, table) => {
    expect(await crossingOf(() => record.search(call, type, query))).toContain(table);
    const scans = heard.flatMap(nodes).filter((node) => node['Node Type'] === 'Seq Scan' && node['Actual Loops']);
    const read = scans.filter((node) => node.Schema === 'record').map((node) => node['Relation Name'] ?? '');
    expect(read.filter((name) => !readWhole.has(name))).toEqual([]);
  });

  it('is seen by this test: a question without the key, and one about two patients', async () => {
    expect(await crossingOf(() => database.query(`select from record.resource where id = 'x'`))).toEqual([
      'record.resource',
    ]);
    const keys = Array.from({ length: 40 }, (_, n) => String(n));
    const several = { text: 'select from record.resource where patient = any($1::int8[])', values: [keys] };
    expect(await crossingOf(() => database.query(several))).toEqual(['record.resource']);
  });
});
