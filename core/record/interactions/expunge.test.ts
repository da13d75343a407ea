/** $expunge: nothing is left, somebody is told, and not everybody may. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, platformActor } from '../../access/actor.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import {
  aPatient,
  anObservation,
  callBy,
  machine,
  openTestRecord,
  patientActor,
  physicianAt,
  type TestRecord,
} from '../fixtures.ts';
import type { Resource } from '../record.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

const operator: Actor = { role: 'operator', id: 'op', name: 'Operator', purpose: 'HOPERAT', scopes: [] };
const put = (resource: Resource) => test.ask('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource });
const parameters = (what: string, reason: string | undefined, count?: number) => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'what', valueCode: what },
    ...(reason === undefined ? [] : [{ name: 'reason', valueString: reason }]),
    ...(count === undefined ? [] : [{ name: 'count', valueInteger: count }]),
  ],
});
async function expunge(
  place: string,
  what: string,
  reason: string | undefined = 'Entered for the wrong person',
  count?: number,
) {
  test.signIn(operator);
  const answer = await test.ask('POST', `/${place}/$expunge`, { body: parameters(what, reason, count) });
  test.signIn(machine());
  return answer;
}

/** Rows of every table of the record that speak of a resource. */
async function rowsOf(type: string, id: string): Promise<{ [table: string]: number }> {
  const count = async (table: string, where = 'type = $1::int2 and id = $2') => {
    const { rows } = await test.database.query<{ n: number }>({
      text: `select count(*)::int as n from record.${table} where ${where}`,
      values: [typeNumber(type), id],
    });
    return rows[0]?.n ?? 0;
  };
  const { rows: tables } = await test.database.query<{ name: string }>(
    `select relname as name from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname = 'record' and relkind in ('r', 'p') and not relispartition and exists (
        select from pg_attribute a where a.attrelid = c.oid and attname = 'id') order by 1`,
  );
  const found: { [table: string]: number } = {};
  for (const { name } of tables) found[name] = await count(name);
  found.change = await count(
    'change',
    `exists (select from unnest(types, ids, methods) e(t, i, m) where t = $1 and i = $2 and m <> 'X')`,
  );
  found.told = await count(
    'change',
    `exists (select from unnest(types, ids, methods) e(t, i, m) where t = $1 and i = $2 and m = 'X')`,
  );
  return found;
}

const nothing = {
  alias: 0,
  change: 0,
  definition: 0,
  former_lead: 0,
  history: 0,
  lookup: 0,
  resource: 0,
  told: 1,
  word: 0,
};

/** An observation with four versions that lay with two patients. */
async function eventful(id: string) {
  for (const patient of ['x1', 'x2']) await put(aPatient({ id: patient }));
  for (const [n, patient] of ['x1', 'x1', 'x2', 'x2'].entries()) {
    await put(
      anObservation(`Patient/${patient}`, {
        id,
        valueQuantity: { value: n },
        performer: [{ reference: 'Practitioner/p' }],
        ...(n === 1 ? { derivedFrom: [{ reference: 'Observation/elsewhere' }] } : {}),
      }),
    );
  }
}

describe('$expunge', () => {
  it('removes a living resource from every table', async () => {
    await eventful('living');
    expect(await rowsOf('Observation', 'living')).toMatchObject({
      ...{ resource: 1, history: 3, former_lead: 1, alias: 1, told: 0 },
    });
    const { status, body } = await expunge('Observation/living', 'everything');
    expect([status, body.issue[0].diagnostics]).toEqual([200, '4 versions of Observation/living are gone for good.']);
    expect(await rowsOf('Observation', 'living')).toEqual({ ...nothing, told: 2 });
    for (const path of ['', '/_history', '/_history/1']) {
      expect((await test.ask('GET', `/Observation/living${path}`)).status).toBe(404);
    }
    expect((await test.ask('GET', '/Observation/_history')).text).not.toContain('Observation/living');
    expect((await test.ask('GET', '/Observation?patient=x2&_summary=count')).body.total).toBe(0);
    expect((await expunge('Observation/living', 'everything')).status).toBe(404);
    // Nothing is remembered: the id begins anew.
    expect((await put(anObservation('Patient/x1', { id: 'living' }))).headers.etag).toBe('W/"1"');
  });

  it('removes a deleted one, and all deleted ones of a type', async () => {
    await eventful('dead');
    await test.ask('DELETE', '/Observation/dead');
    expect((await expunge('Observation/dead', 'former')).status).toBe(409);
    expect((await expunge('Observation/dead', 'everything')).status).toBe(200);
    expect(await rowsOf('Observation', 'dead')).toMatchObject({ history: 0, alias: 0, change: 0 });
    for (const id of ['d1', 'd2', 'd3']) {
      await put({ resourceType: 'Basic', id, code: { text: id } });
      if (id !== 'd3') await test.ask('DELETE', `/Basic/${id}`);
    }
    expect((await expunge('Basic', 'deleted', undefined, 1)).body.issue).toHaveLength(1);
    expect((await expunge('Basic', 'deleted')).body.issue).toHaveLength(1);
    expect((await expunge('Basic', 'deleted')).body.issue[0].diagnostics).toBe('There was nothing to remove.');
    expect(await rowsOf('Basic', 'd1')).toEqual(nothing);
    expect((await test.ask('GET', '/Basic/d3')).status).toBe(200);
  });

  it('removes former versions and leaves the living one', async () => {
    await eventful('former');
    expect((await expunge('Observation/former', 'former')).status).toBe(200);
    expect(await rowsOf('Observation', 'former')).toMatchObject({ resource: 1, history: 0, alias: 1 });
    const { body } = await test.ask('GET', '/Observation/former/_history');
    expect(body.entry.map((one: { resource: Resource }) => one.resource.meta?.versionId)).toEqual(['4']);
    const feed = (await test.ask('GET', '/Observation/_history?_count=1000')).body.entry as { resource?: Resource }[];
    expect(feed.filter(({ resource }) => resource?.id === 'former')).toHaveLength(1);
    expect((await test.ask('GET', '/Observation?patient=x2&_id=former')).body.entry).toHaveLength(1);
    expect((await put(anObservation('Patient/x2', { id: 'former' }))).headers.etag).toBe('W/"5"');
  });

  it('tells hooks, and leaves an entry with the reason in the trail', async () => {
    const told: string[] = [];
    test.record.onChange(['Basic'], async (_tx, changes) => {
      for (const { method, id } of changes) told.push(`${method} ${id}`);
    });
    await put({ resourceType: 'Basic', id: 'hooked', code: { text: 'x' } });
    await expunge('Basic/hooked', 'everything', 'Asked for by the court');
    expect(told).toEqual(['create hooked', 'delete hooked']);
    const { rows } = await test.database.query<{ entities: string[]; query: string; role: string; rule: string }>(
      `select entities, query, role, rule from audit.event where kind = 'expunge' order by sequence desc limit 1`,
    );
    expect(rows[0]).toEqual({
      entities: ['Basic/hooked/1'],
      query: expect.stringContaining(encodeURIComponent('Asked for by the court')),
      role: 'operator',
      rule: 'upkeep',
    });
  });

  it('does not leave a compartment without its patient', async () => {
    await put(aPatient({ id: 'alone' }));
    await put(anObservation('Patient/alone', { id: 'with' }));
    expect((await expunge('Patient/alone', 'everything')).status).toBe(409);
    await test.ask('DELETE', '/Observation/with');
    expect((await expunge('Patient/alone', 'everything')).status).toBe(409);
    await expunge('Observation/with', 'everything');
    expect((await expunge('Patient/alone', 'everything')).status).toBe(200);
    expect(await rowsOf('Patient', 'alone')).toEqual(nothing);
  });

  it('meets changes: the living one stays whole, and nothing half is left', async () => {
    const [call, platform] = [callBy(machine()), callBy(platformActor('test'))];
    for (let round = 0; round < 10; round++) {
      const id = `expunged-${round}`;
      const put = (n: number) =>
        test.record.update(call, anObservation(undefined, { id, valueQuantity: { value: n } }));
      await put(0);
      const wanted = { what: 'everything', reason: 'A race between two of us' };
      const all = [put(1), test.record.expunge(platform, 'Observation', id, wanted), put(2)];
      for (const one of await Promise.allSettled<unknown>(all)) {
        if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(Refusal);
      }
      const { rows } = await test.database.query<{ version: number; living: boolean }>(
        `select version, true as living from record.resource where id = '${id}'
          union all select version, false from record.history where id = '${id}' order by version`,
      );
      expect(rows.map(({ version }) => version)).toEqual(rows.map((_, n) => n + 1));
      expect(rows.filter(({ living }) => living).length).toBe(rows.length > 0 ? 1 : 0);
    }
  });

  it('leaves the audit trail alone, and needs a reason', async () => {
    expect((await expunge('AuditEvent/1', 'everything')).status).toBe(422);
    expect((await expunge('AuditEvent', 'deleted')).status).toBe(422);
    await put({ resourceType: 'Basic', id: 'why', code: { text: 'x' } });
    expect((await expunge('Basic/why', 'everything', 'so')).status).toBe(400);
    expect((await expunge('Basic/why', 'all')).status).toBe(400);
    expect((await expunge('Basic', 'everything')).status).toBe(400);
    expect((await test.ask('GET', '/Basic/why')).status).toBe(200);
  });

  it.each([
    ['a machine with every scope of FHIR', machine(), 403],
    ['a machine with the explicit right', machine('ezdrowie/expunge'), 404],
    ['a patient', patientActor('x1'), 403],
    ['a physician', physicianAt('house'), 403],
  ])('%s: %s', async (_, actor, status) => {
    test.signIn(actor as Actor);
    const body = parameters('everything', 'A reason long enough');
    expect((await test.ask('POST', '/Basic/never/$expunge', { body })).status).toBe(status);
    test.signIn(machine());
  });
});
