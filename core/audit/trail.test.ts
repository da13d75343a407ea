/** Writing the trail: group commit, what is kept of an entry, and the trail seen as FHIR AuditEvents. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validate } from '#libs/fhir/validate.ts';
import type { Actor, Call } from '../access/actor.ts';
import { platformActor } from '../access/actor.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { keyOfId } from '../record/keys.ts';
import { Refusal } from '../refusal/refusal.ts';
import { fixedRuntime } from '../runtime/runtime.ts';
import { auditEvents } from './audit-events.ts';
import type { AuditEntry } from './entry.ts';
import { groupCommit } from './group-commit.ts';
import { type AuditTrail, createAuditTrail } from './index.ts';
import { hidePersonal } from './query-privacy.ts';

const runtime = fixedRuntime('2026-03-01T12:00:00Z');
const doctor: Actor = {
  role: 'physician',
  id: 'acc-anna',
  name: 'lek. Anna Nowak',
  purpose: 'TREAT',
  facility: 'clinic',
  facilityName: 'Przychodnia',
  scopes: [],
};
const jan: Actor = { role: 'patient', id: 'acc-jan', name: 'Jan Kowal', purpose: 'PATRQT', patient: 'jan', scopes: [] };
const operator: Actor = { role: 'operator', id: 'acc-op', name: 'Operator', purpose: 'HOPERAT', scopes: [] };
const machine: Actor = { ...operator, id: 'machine', role: 'machine', scopes: ['system/AuditEvent.rs'] };
const callOf = (actor: Actor): Call => ({ actor, source: '10.0.0.1', trace: 'trace-1' });
const about = (...ids: string[]) => ({ patientIds: ids, patients: ids.map((id) => keyOfId('Patient', id)) });
const anEntry = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
  call: callOf(doctor),
  at: runtime.now(),
  action: 'R',
  kind: 'read',
  outcome: 0,
  ...changes,
});

let database: TestDatabase;
let trail: AuditTrail;
beforeAll(async () => {
  database = await createTestDatabase();
  trail = createAuditTrail({ database, runtime });
});
afterAll(() => database.drop());

describe('group commit', () => {
  it('answers each caller after its own entry, in few flushes, without losing or repeating one', async () => {
    const flushes: number[][] = [];
    const write = groupCommit(async (entries: readonly number[]) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      flushes.push([...entries]);
    });
    const answered = new Set<number>();
    await Promise.all(
      Array.from({ length: 5000 }, async (_, number) => {
        await write(number);
        expect(flushes.some((flush) => flush.includes(number))).toBe(true);
        answered.add(number);
      }),
    );
    expect(answered.size).toBe(5000);
    expect(flushes.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 5000 }, (_, number) => number));
    expect(Math.max(...flushes.map(({ length }) => length))).toBeLessThanOrEqual(500);
    expect(flushes.length).toBeLessThan(20);
  });

  it('fails closed: when the flush fails, every waiting caller gets 503', async () => {
    const write = groupCommit<number>(() => Promise.reject(new Error('disk full')));
    const outcomes = await Promise.allSettled([write(1), write(2)]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'unavailable', code: 'audit-unavailable' } });
    }
  });

  it('refuses when too many wait', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const write = groupCommit<number>(() => gate, { batch: 1, waiting: 2, flights: 1 });
    const waiting = [write(1), write(2)];
    await expect(write(3)).rejects.toBeInstanceOf(Refusal);
    open();
    await Promise.all(waiting);
  });
});

describe('what is kept of an entry', () => {
  it('goes in by one statement, as part of another', async () => {
    const entries = [
      anEntry({ kind: 'with', ...about('jan', 'maria'), entities: ['Encounter/1/1', 'Procedure/2/1'] }),
      anEntry({ kind: 'with' }),
    ];
    const { text, values } = trail.insertion(entries, 2);
    const { rows } = await database.query(
      `with trail as (${text} returning 1) select $1::text as own, count(*) from trail`,
      ['x', ...values],
    );
    expect(rows).toEqual([{ own: 'x', count: '2' }]);
    const { rows: kept } = await database.query(
      `select patients, patient_ids, entities, actor_name from audit.event where kind = 'with' order by sequence`,
    );
    expect(kept).toEqual([
      {
        patients: about('jan', 'maria').patients,
        patient_ids: ['jan', 'maria'],
        entities: ['Encounter/1/1', 'Procedure/2/1'],
        actor_name: doctor.name,
      },
      { patients: null, patient_ids: null, entities: null, actor_name: doctor.name },
    ]);
  });

  it('says the same text whatever the entries are', () => {
    expect(trail.insertion([anEntry()]).text).toBe(trail.insertion([anEntry(), anEntry(about('x'))]).text);
  });

  it('cannot be used to forge lines, break arrays or stop the trail', async () => {
    const nasty = 'a"b\\c,{}\u0000\n\u202e';
    await trail.write(
      anEntry({ kind: 'nasty', reason: nasty, entities: [nasty, 'NULL', ''], query: `x=${'é'.repeat(5000)}` }),
    );
    const { rows } = await database.query(
      `select reason, entities, length(query) as long from audit.event where kind = 'nasty'`,
    );
    expect(rows).toEqual([{ reason: 'a"b\\c,{}���', entities: ['a"b\\c,{}���', 'NULL', ''], long: 2000 }]);
  });

  it('lets one entry that PostgreSQL refuses fail alone', async () => {
    const outcomes = await Promise.allSettled([
      trail.write(anEntry({ kind: 'alone' })),
      trail.write(anEntry({ kind: 'alone', patients: ['no-number'], patientIds: ['x'] })),
      trail.write(anEntry({ kind: 'alone' })),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const { rows } = await database.query(`select count(*)::int as n from audit.event where kind = 'alone'`);
    expect(rows).toEqual([{ n: 2 }]);
  });
});

describe('search strings', () => {
  const privacy = { key: Buffer.alloc(32, 1) };
  it.each([
    ['code=http://loinc.org|1234-5&_sort=-date&_count=20', true],
    ['patient=jan&status=active', true],
    ['family=Kowalska', false],
    ['Patient?family=Kowalska', false],
    ['Observation?code=1', true],
    ['identifier=urn:oid:1|44051401458', false],
    ['subject:Patient.name=Kowal', false],
    ['_has:Observation:patient:code=1', true],
    ['name:exact=Jan', false],
    ['code:text=gru%C5%BAlica', false],
    ['code=44051401458', false],
    ['%66amily=Kowalska', false],
    ['44051401458', false],
    ['%', true],
  ])('%s', (query, asItIs) => {
    const hidden = hidePersonal(query, privacy);
    if (asItIs) expect(hidden).toBe(query);
    else expect(hidden).toMatch(/~[0-9a-f]{16}$/);
    expect(hidden).not.toMatch(/Kowal|44051401458|gru/);
  });

  it('give the same hash for the same value', () => {
    expect(hidePersonal('family=Kow%61l', privacy)).toBe(hidePersonal('family=Kowal', privacy));
  });
});

describe('AuditEvent', () => {
  const events = () => auditEvents({ database });
  const search = async (actor: Actor, query: string) => {
    const page = await events().search(callOf(actor), query);
    return { ...page, resources: page.entries.map(({ stored }) => JSON.parse(stored.content)) };
  };
  beforeAll(async () => {
    for (let number = 0; number < 5; number++) {
      runtime.advance(24 * 60);
      await trail.write(
        anEntry({ kind: 'search-type', action: 'E', ...about('jan'), entities: ['Observation/o1/2'], query: 'code=1' }),
      );
    }
    await trail.write(
      anEntry({ call: callOf(jan), ...about('jan'), entities: ['Patient/jan/1'], rule: 'own-compartment', query: '' }),
    );
    await trail.write(anEntry({ outcome: 4, reason: 'hidden', ...about('maria') }));
    await trail.write(
      anEntry({ call: callOf(platformActor('import')), action: 'C', kind: 'transaction', ...about('maria') }),
    );
  });

  it.each([
    ['policy=urn:ezdrowie:access:rule:own-compartment', 1],
    ['policy=http://example.org', 0],
    ['entity-type=1&patient=Patient/jan&agent=acc-jan', 1],
    ['entity-role=24&patient=Patient/jan', 5],
    ['entity-role=99', 0],
    ['altid=a', 0],
    ['_tag=a', 0],
  ])('finds by %s what the resources say', async (query, count) => {
    const { resources } = await search(machine, `${query}&_count=100`);
    expect(resources).toHaveLength(count);
  });

  it('is valid R4', async () => {
    const { resources } = await search(platformActor('test'), '_count=100');
    expect(resources.length).toBeGreaterThan(8);
    for (const resource of resources) expect(validate(resource)).toEqual([]);
  });

  it('says who, what, about whom and how', async () => {
    const { resources } = await search(jan, 'subtype=search-type&_count=1');
    expect(resources[0]).toMatchObject({
      action: 'E',
      outcome: '0',
      subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'search-type' }],
      purposeOfEvent: [{ coding: [{ code: 'TREAT' }] }],
      agent: [
        { who: { identifier: { value: 'acc-anna' }, display: 'lek. Anna Nowak' }, requestor: true },
        { network: { address: '10.0.0.1', type: '2' } },
        { who: { display: 'e-Zdrowie' } },
        { who: { reference: 'Organization/clinic', display: 'Przychodnia' } },
      ],
      entity: [
        { what: { reference: 'Patient/jan' } },
        { what: { reference: 'Observation/o1/_history/2' } },
        { query: Buffer.from('code=1').toString('base64') },
        { what: { identifier: { value: 'trace-1' } } },
      ],
    });
  });

  it('names the person and the app, for whom, by what relation, how surely, and where a machine stands', async () => {
    const key = keyOfId('Patient', 'zofia');
    await database.query(
      `insert into access.care (patient, facility, kind, source, person, since)
        values ($1, 'clinic', 'code', 's', '', $2), ($1, 'clinic', 'visit', 'v', '', $3)`,
      [key, runtime.now(), new Date(runtime.now().getTime() + 1000)],
    );
    const withApp = { ...doctor, acr: 'ez:aal2-pr', app: { client: 'growth', name: 'Siatki centylowe' } } as const;
    const proxy: Actor = {
      ...jan,
      id: 'acc-mama',
      role: 'proxy',
      patient: 'zofia',
      proxy: { grant: '1', person: 'mama' },
    };
    const atGate: Actor = { ...machine, gate: { state: 'declared', limit: 'restricted' } };
    for (const actor of [withApp, proxy, atGate])
      await trail.write(anEntry({ call: callOf(actor), kind: 'vread', ...about('zofia') }));
    const { resources } = await search(platformActor('test'), 'patient=zofia&subtype=vread');
    const said = (value: object) => expect.objectContaining(value);
    expect(resources.map(({ agent }) => agent[0].extension)).toEqual([
      expect.arrayContaining([
        said({ valueBoolean: true }),
        said({ valueCoding: said({ code: 'declared', system: 'urn:ezdrowie:access:gate' }) }),
      ]),
      expect.arrayContaining([said({ valueBoolean: false }), said({ valueReference: { reference: 'Patient/zofia' } })]),
      expect.arrayContaining([
        said({ valueCodeableConcept: { coding: [said({ code: 'ez:aal2-pr' })] } }),
        said({ valueCoding: said({ code: 'code', system: 'urn:ezdrowie:access:relation' }) }),
      ]),
    ]);
    expect(resources[2].agent).toMatchObject([
      { who: { display: 'lek. Anna Nowak' }, requestor: true },
      { who: { identifier: { value: 'growth' }, display: 'Siatki centylowe' }, requestor: false },
      {},
      {},
    ]);
    const forOperator = (await search(operator, 'subtype=vread')).resources;
    expect(JSON.stringify(forOperator)).not.toContain('zofia');
    for (const resource of resources) expect(validate(resource)).toEqual([]);
  });

  it('shows a patient only what is about them', async () => {
    const { resources, total } = await search(jan, '_total=accurate&_count=100');
    expect(total).toBe(resources.length);
    expect(JSON.stringify(resources)).not.toMatch(/maria|Procedure\/2/);
    const other = (await search(platformActor('test'), 'patient=maria')).resources[0];
    expect(await events().read(callOf(jan), other.id)).toBeUndefined();
    expect(await events().read(callOf(jan), resources[0].id)).toMatchObject({ type: 'AuditEvent', version: 1 });
    for (const guess of [
      'patient=maria',
      'entity=Patient/maria&date=ge2020',
      'entity=Procedure/2&patient=jan',
      'patient=maria,zofia',
    ])
      expect((await search(jan, guess)).resources, 'nothing is found by what is not shown').toEqual([]);
    expect((await search(jan, 'patient=maria,jan&_total=accurate&_count=100')).total).toBe(total);
  });

  it('shows the operator everything but content', async () => {
    const { resources } = await search(operator, 'action=E,C&_count=100');
    expect(resources.length).toBe(6);
    expect(resources.some((resource) => resource.entity)).toBe(false);
  });

  it('is not for physicians, nor for machines without the scope', async () => {
    await expect(search(doctor, '')).rejects.toThrow(Refusal);
    await expect(search({ ...operator, role: 'machine', scopes: ['system/Patient.rs'] }, '')).rejects.toThrow('scope');
    expect((await search(machine, 'patient=maria&outcome=4')).resources).toHaveLength(1);
  });

  it('is paged by a cursor, newest first, without gaps', async () => {
    const all = (await search(jan, '_count=100')).resources.map(({ id }) => id);
    const paged: string[] = [];
    let query: string | undefined = '_count=2';
    while (query !== undefined) {
      const page: Awaited<ReturnType<typeof search>> = await search(jan, query);
      paged.push(...page.resources.map(({ id }) => id));
      query = page.next;
    }
    expect(paged).toEqual(all);
    expect(all).toEqual([...all].sort((a, b) => Number(b) - Number(a)));
  });

  it.each([
    ['date=2026-03-02', 1],
    ['date=ge2026-03-02&date=lt2026-03-04', 2],
    ['date=le2026-03-03T12:00:00Z&subtype=search-type', 2],
    ['entity=Observation/o1&patient=Patient/jan', 5],
    ['agent=acc-jan', 1],
    ['agent=Patient/jan', 1],
    ['agent-name=LEK.&action=E', 5],
    ['outcome=0,4&patient=jan,maria&subtype=read', 2],
    ['address=10.0.0.2', 0],
    ['_id=1,x', 1],
    ['agent=,', 0],
    ['agent-name=a\\,b', 0],
  ])('finds by %s', async (query, count) => {
    expect((await search(platformActor('test'), `${query}&_count=100`)).resources).toHaveLength(count);
  });

  it('shows a patient nothing of another whose id nobody knows any more', async () => {
    const nina = { ...jan, id: 'acc-nina', patient: 'nina' };
    const patients = ['nina', 'gone'].map((id) => keyOfId('Patient', id));
    for (const patientIds of [['nina', undefined], undefined]) {
      const page = { patients, patientIds, entities: ['Observation/of-nina/1', 'Observation/of-gone/1'] };
      await trail.write(anEntry({ kind: 'search-type', action: 'E', query: 'of-gone', ...page }));
    }
    const { resources } = await search(nina, 'subtype=search-type');
    expect(resources.map(({ entity }) => entity[0].what.reference)).toEqual(['Patient/nina', 'Patient/nina']);
    expect(JSON.stringify(resources)).not.toMatch(/of-gone|b2YtZ29uZQ/);
  });

  it.each([
    'date=yesterday',
    'action=X',
    'outcome=1',
    'entity=x',
    'entity=Observation/o1',
    '_cursor=x',
    '_count=x',
    '_sort=agent',
    'address=%00',
    'agent=%ed%a0%80',
    `agent=${'a,'.repeat(2000)}a`,
  ])('refuses %s in plain words', async (query) => {
    await expect(search(jan, query)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('leaves out unknown parameters, or refuses them when strict', async () => {
    expect(await search(jan, 'colour=red')).toMatchObject({ ignored: ['colour'], self: '' });
    await expect(events().search(callOf(jan), 'colour=red', { strict: true })).rejects.toThrow('colour');
  });
});
