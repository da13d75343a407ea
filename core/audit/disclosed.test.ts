/** What of a seal was a disclosure: by steps that spare work, and by the plain question that they stand for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { isHashed, keyOfId, ownerId } from '../record/keys.ts';
import { fixedRuntime, systemRuntime } from '../runtime/runtime.ts';
import { disclosedInSeal } from './disclosed.ts';
import { loadAuditKeys } from './keys.ts';
import { type Sealer, startSealer } from './sealer.ts';

/** What is meant: every patient of every event with every type, and of those that are the same the first. */
const plainly = `
  select min(e.sequence) as event, min(e.at) as at, to_char(e.at at time zone 'Europe/Warsaw', 'YYYY-MM-DD') as day,
    p.patient, coalesce(p.id, record.owner_id(p.patient)) as "patientId", e.role, e.actor,
    e.actor_name as "actorName", e.facility, e.facility_name as "facilityName", e.app, e.app_name as "appName",
    e.purpose, e.kind = 'export' as "isExport", t.type
  from audit.seal s
  cross join lateral unnest(s.sequences) q(sequence)
  join audit.event e on e.sequence = q.sequence
  cross join lateral unnest(e.patients, e.patient_ids) p(patient, id)
  cross join lateral (
    select distinct case when e.kind in ('everything', 'export') then 'everything'
      else split_part(x, '/', 1) end as type
    from unnest(case when e.kind = 'outline' then string_to_array(e.query, ',')
      else coalesce(e.entities, '{everything}') end) x) t
  where s.number = $1 and e.outcome = 0 and e.action in ('R', 'E') and p.patient is not null
    and (e.role in ('machine', 'physician', 'pharmacist', 'proxy') or e.app is not null) and t.type <> ''
  group by 3, p.patient, 5, e.role, e.actor, e.actor_name, e.facility, e.facility_name, e.app, e.app_name, e.purpose,
    e.kind = 'export', t.type`;

/** Keys that tell the Patient's id, and one that was hashed from an id that a client chose. */
const patients = ['1', '2', '3', keyOfId('Patient', 'chosen')].map((key) => ({
  key,
  id: isHashed(key) ? 'chosen' : ownerId(key),
}));

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
const entity = oneOf('Observation/1/1', 'Observation/2/1', 'Observation', 'Observation0/1', 'Condition/1/1', '/x', '');
const event = fc.record({
  // On both sides of midnight in Poland.
  at: oneOf('2026-03-01T22:59:59.999Z', '2026-03-01T23:00:00Z', '2026-03-02T10:00:00Z', '2026-03-02T09:00:00Z'),
  action: oneOf('R', 'R', 'E', 'C'),
  kind: oneOf('read', 'search-type', 'search-type', 'everything', 'export', 'outline'),
  outcome: oneOf(0, 0, 0, 0, 4),
  actor: oneOf('a', 'b'),
  actor_name: oneOf('Anna', 'Anna', 'Nowa'),
  role: oneOf('machine', 'machine', 'physician', 'pharmacist', 'proxy', 'patient', 'operator'),
  purpose: oneOf('TREAT', 'TREAT', 'HOPERAT'),
  facility: oneOf(null, 'clinic'),
  facility_name: oneOf(null, 'Przychodnia'),
  app: oneOf(null, null, 'diary'),
  app_name: oneOf(null, 'Dzienniczek'),
  whose: fc.option(fc.array(fc.record({ of: fc.nat(patients.length - 1), named: fc.boolean() }), { maxLength: 6 })),
  entities: fc.option(
    fc.oneof(
      fc.array(oneOf('Observation/1/1', 'Observation/2/1', 'Observation/3/1'), { maxLength: 5 }),
      fc.array(fc.oneof({ arbitrary: entity, weight: 6 }, fc.constant(null)), { maxLength: 5 }),
    ),
  ),
  query: oneOf(null, '', 'Condition', 'Condition,Observation,,Condition'),
});

/** As it lies in the trail: an id that the key tells may be there or not. */
function lying({ whose, ...said }: { readonly whose: { of: number; named: boolean }[] | null }) {
  const all = whose?.map(({ of, named }) => ({ ...patients[of], named }));
  const ids = all?.map(({ key = '', id, named }) => (named || isHashed(key) ? id : null));
  return { ...said, patients: all?.map(({ key }) => key), patient_ids: ids?.some(Boolean) ? ids : null };
}

const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-disclosed-'));
let database: TestDatabase;
let sealer: Sealer;
beforeAll(async () => {
  database = await createTestDatabase();
  const runtime = fixedRuntime('2026-03-02T12:00:00Z');
  sealer = startSealer({ database, runtime, keys: loadAuditKeys(home, systemRuntime), every: 3_600_000 });
});
afterAll(async () => {
  await sealer.stop();
  await database.drop();
  rmSync(home, { recursive: true });
});

/** Writes the events, seals them, and returns the number of the seal. */
async function sealed(events: readonly object[]): Promise<string> {
  await database.query({
    text: `insert into audit.event (at, action, kind, outcome, actor, actor_name, role, purpose, facility,
        facility_name, source, trace, patients, patient_ids, entities, query, app, app_name)
      select at, action, kind, outcome, actor, actor_name, role, purpose, facility, facility_name, '', '', patients,
        patient_ids, entities, query, app, app_name
      from jsonb_to_recordset($1) as e (at timestamptz, action "char", kind text, outcome int2, actor text,
        actor_name text, role text, purpose text, facility text, facility_name text, patients int8[],
        patient_ids text[], entities text[], query text, app text, app_name text)`,
    values: [JSON.stringify(events)],
  });
  const waiting = 'select 1 from audit.event where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1';
  while ((await database.query(waiting)).rowCount > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await sealer.sealNow();
  return String(sealer.status().seals);
}

const told = (rows: readonly object[]) =>
  rows.map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).sort()))).sort();

describe('the disclosures of a seal', () => {
  it('are those of the plain question, whatever the events are', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 40, size: 'max' }), async (events) => {
        const seal = await sealed(events.map(lying));
        const { rows } = await database.query<object>({ text: plainly, values: [seal] });
        expect(told((await disclosedInSeal(database, seal)) ?? [])).toEqual(told(rows));
        found += rows.length;
      }),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(500);
  });

  it('are those of one seal, and of none that is not there', async () => {
    const page = { ...{ at: '2026-03-02T10:00:00Z', action: 'R', kind: 'read', outcome: 0, role: 'machine' } };
    const seen = { ...page, actor: 'his', actor_name: 'HIS', purpose: 'TREAT', patients: ['7'], patient_ids: ['7'] };
    const first = await sealed([seen, { ...seen, patients: ['8', '7'], patient_ids: ['8', '7'] }]);
    const second = await sealed([{ ...seen, patients: ['9'], patient_ids: ['9'] }]);
    const patientsOf = async (seal: string) =>
      (await disclosedInSeal(database, seal))?.map(({ patient, type }) => `${patient} ${type}`).sort();
    expect(await patientsOf(first)).toEqual(['7 everything', '8 everything']);
    expect(await patientsOf(second)).toEqual(['9 everything']);
    expect(await disclosedInSeal(database, String(Number(second) + 1))).toBeUndefined();
  });
});
