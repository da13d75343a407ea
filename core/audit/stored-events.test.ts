/** AuditEvents that machines send stand in one list with the trail's own, found by the same parameters. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../access/actor.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { createRecord, type FhirRecord } from '../record/index.ts';
import { keyOfId } from '../record/keys.ts';
import { fixedRuntime } from '../runtime/runtime.ts';
import { auditEvents } from './audit-events.ts';
import { createAuditTrail } from './index.ts';

const runtime = fixedRuntime('2026-03-01T12:00:00Z');
const machine: Actor = {
  role: 'machine',
  id: 'pump',
  name: 'Pump',
  purpose: 'HOPERAT',
  scopes: ['system/*.cruds'],
};
const jan: Actor = { role: 'patient', id: 'acc-jan', name: 'Jan', purpose: 'PATRQT', patient: 'jan', scopes: [] };
const callOf = (actor: Actor) => ({ actor, source: 'local', trace: 'trace' });

let database: TestDatabase;
let record: FhirRecord;

const event = (patient: string, more: object = {}) => ({
  resourceType: 'AuditEvent',
  type: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110112' },
  action: 'E',
  recorded: runtime.now().toISOString(),
  outcome: '0',
  agent: [{ requestor: true, name: 'Pompa', who: { identifier: { value: 'pump-7' } } }],
  source: { site: 'ward', observer: { display: 'Pump' } },
  entity: [{ what: { reference: `Patient/${patient}` }, name: 'dose' }],
  ...more,
});

/** 0 and 3 of the trail, 1 and 2 sent, and so on: what comes from where changes in the middle of pages. */
beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime });
  const virtualTypes = { AuditEvent: auditEvents({ database }) };
  record = createRecord({ database, audit, runtime, virtualTypes });
  const about = { patientIds: ['jan'], patients: [keyOfId('Patient', 'jan')] };
  for (let n = 0; n < 12; n++) {
    runtime.advance(1);
    if (n % 3 === 0) {
      await audit.write({ call: callOf(jan), at: runtime.now(), action: 'R', kind: 'read', outcome: 0, ...about });
    } else await record.create(callOf(machine), event(n === 5 ? 'ewa' : 'jan', n === 7 ? { action: 'D' } : {}));
  }
});
afterAll(() => database.drop());

async function search(query: string, actor = machine) {
  const page = await record.search(callOf(actor), 'AuditEvent', query);
  return { ...page, resources: page.entries.map(({ stored }) => JSON.parse(stored.content)) };
}

it.each([
  ['site=ward&patient=jan', 7],
  ['patient=jan&action=D', 1],
  ['entity-name=dose&patient=Patient/ewa', 1],
  ['agent-name=pompa&_count=1000', 8],
  ['agent:identifier=pump-7', 8],
  ['type=http://dicom.nema.org/resources/ontology/DCM|110112', 8],
  ['type=110112&date=2026-03-02', 0],
  ['type=110112&date=2026-03-01', 8],
  ['subtype=read&agent=acc-jan', 4],
  ['site=ward&agent=acc jan', 0],
])('finds by %s', async (query, count) => {
  const { resources, total } = await search(`${query}&_total=accurate`);
  expect([resources.length, total]).toEqual([count, count]);
  expect(await search(`${query}&_summary=count`)).toMatchObject({ total: count, entries: [] });
});

it.each([1, 2, 3, 5, 100])('pages by %s through both, newest first, each once', async (count) => {
  const asked = 'patient=jan&date=2026-03-01';
  const whole = (await search(`${asked}&_count=1000`, jan)).resources;
  const sent = whole.filter(({ agent }) => agent[0].name === 'Pompa');
  expect([sent.length, whole.length - sent.length >= 4]).toEqual([7, true]);
  const times = whole.map(({ meta }) => meta.lastUpdated);
  expect(times).toEqual([...times].sort().reverse());
  const seen: string[] = [];
  let query: string | undefined = `${asked}&_count=${count}`;
  // What is read leaves its trail, newer than where the pages have come to.
  while (query !== undefined && seen.length < 200) {
    const page: Awaited<ReturnType<typeof search>> = await search(query, jan);
    seen.push(...page.resources.map(({ id }) => id));
    query = page.next;
    if (query) expect(page.resources.length).toBe(count);
  }
  const ids = whole.map(({ id }) => id);
  expect(seen.filter((id) => ids.includes(id))).toEqual(ids);
  expect(new Set(seen).size).toBe(seen.length);
});

it('shows a patient only their own, and refuses a cursor that is none', async () => {
  const { resources } = await search('entity-name=dose&_count=100', jan);
  expect(resources.map(({ entity }) => entity[0].what.reference)).toEqual(Array(7).fill('Patient/jan'));
  await expect(search('_cursor=x')).rejects.toMatchObject({ code: 'bad-cursor' });
  await expect(search('_cursor=~abc')).rejects.toMatchObject({ kind: 'invalid' });
});

it('takes no event under a number, which only the trail gives', async () => {
  const numbered = { ...event('jan'), id: '9999' };
  const refused = expect.objectContaining({ code: 'id-not-yours' });
  await expect(record.update(callOf(machine), numbered)).rejects.toEqual(refused);
  const request = { method: 'PUT', url: 'AuditEvent/9999' };
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: numbered, request }] };
  await expect(record.bundle(callOf(machine), bundle)).rejects.toMatchObject({ kind: 'invalid' });
  expect(await record.update(callOf(machine), { ...numbered, id: 'pump-1' })).toMatchObject({ outcome: 'created' });
});

it('claims no includes for what is found in the trail', async () => {
  const { rest } = JSON.parse(await record.capabilities());
  const claimed = rest[0].resource.find(({ type }: { type: string }) => type === 'AuditEvent');
  expect([claimed.searchInclude, claimed.searchRevInclude]).toEqual([undefined, undefined]);
});
