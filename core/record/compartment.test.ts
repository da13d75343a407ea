import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPatient, anObservation, callBy, machine, openTestRecord, type TestRecord } from './fixtures.ts';
import { keyOfId } from './keys.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

const call = callBy(machine());
const rowsOf = async (table: string, id: string) => {
  const { rows } = await test.database.query<{ patient: string }>(
    `select patient from record.${table} where id = '${id}'`,
  );
  return rows.map(({ patient }) => patient);
};
const everythingOf = async (id: string) =>
  (await test.record.everything(call, id)).entries.map(({ stored }) => `${stored.type}/${stored.id}`);

describe('compartments', () => {
  it('lays what is about a patient beside the patient, whoever chose the ids', async () => {
    const patient = await test.record.create(call, aPatient());
    const given = await test.record.create(call, anObservation(`Patient/${patient.id}`));
    const chosen = await test.record.update(call, { ...anObservation(`Patient/${patient.id}`), id: 'chosen' });
    const key = keyOfId('Patient', patient.id);
    expect([given.patient, chosen.patient]).toEqual([key, key]);
    expect(await rowsOf('alias', 'chosen')).toEqual([key]);
    expect(await rowsOf('alias', given.id)).toEqual([]);
    expect((await test.record.read(call, 'Observation', 'chosen')).version).toBe(1);
    expect((await everythingOf(patient.id)).sort()).toEqual(
      [`Observation/${given.id}`, 'Observation/chosen', `Patient/${patient.id}`].sort(),
    );
  });

  it.each([
    ['an id of the server', undefined],
    ['an id of the client', 'wanderer'],
  ])('moves a resource whose patient changes: %s', async (_, id) => {
    const [one, other] = [await test.record.create(call, aPatient()), await test.record.create(call, aPatient())];
    const first = anObservation(`Patient/${one.id}`);
    const made = id ? await test.record.update(call, { ...first, id }) : await test.record.create(call, first);
    const second = { ...anObservation(`Patient/${other.id}`), id: made.id };
    expect(await test.record.update(call, second)).toMatchObject({
      version: 2,
      patient: other.patient,
      outcome: 'updated',
    });
    expect(await rowsOf('resource', made.id)).toEqual([other.patient]);
    expect(await rowsOf('history', made.id)).toEqual([one.patient]);
    expect(new Set(await rowsOf('leads', made.id))).toEqual(new Set([other.patient]));
    expect(await everythingOf(one.id)).toEqual([`Patient/${one.id}`]);
    expect(await everythingOf(other.id)).toContain(`Observation/${made.id}`);
    expect((await test.record.read(call, 'Observation', made.id)).version).toBe(2);
    expect((await test.record.vread(call, 'Observation', made.id, 1)).version).toBe(1);
    const back = await test.record.update(call, { ...first, id: made.id });
    expect(back).toMatchObject({ version: 3, patient: one.patient });
    expect(
      (await test.record.historyInstance(call, 'Observation', made.id)).entries.map(({ stored }) => stored.version),
    ).toEqual([3, 2, 1]);
    await test.record.delete(call, 'Observation', made.id);
    await expect(test.record.read(call, 'Observation', made.id)).rejects.toMatchObject({ kind: 'gone' });
    expect(await rowsOf('resource', made.id)).toEqual([]);
    expect(await rowsOf('leads', made.id)).toEqual([]);
  });

  it('keeps one of two that choose the same id at once for different patients', async () => {
    const patients = await Promise.all([test.record.create(call, aPatient()), test.record.create(call, aPatient())]);
    await Promise.all(
      patients.map(({ id }) => test.record.update(call, { ...anObservation(`Patient/${id}`), id: 'contested' })),
    );
    expect(await rowsOf('resource', 'contested')).toHaveLength(1);
    expect((await test.record.historyInstance(call, 'Observation', 'contested')).entries).toHaveLength(2);
  });

  it('tells who cares for whom from what is written', async () => {
    const { id } = await test.record.create(
      call,
      aPatient({ managingOrganization: { reference: 'Organization/first' } }),
    );
    await test.record.create(call, {
      resourceType: 'Encounter',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: `Patient/${id}` },
      serviceProvider: { reference: 'Organization/second' },
    });
    const { rows } = await test.database.query<{ facility: string }>(
      `select facility from access.care where patient = ${keyOfId('Patient', id)} order by 1`,
    );
    expect(rows.map(({ facility }) => facility)).toEqual(['first', 'second']);
  });

  it('draws the outline of a life without content', async () => {
    const { id } = await test.record.create(call, aPatient());
    await test.record.create(call, anObservation(`Patient/${id}`, { effectiveDateTime: '2020-01-01' }));
    await test.record.create(call, anObservation(`Patient/${id}`, { effectiveDateTime: '2019-01-01' }));
    const rows = await test.record.outline(call, id, ['Observation']);
    expect(rows.map(({ type, starts }) => [type, starts])).toEqual([
      ['Observation', Date.UTC(2019, 0, 1) / 1000],
      ['Observation', Date.UTC(2020, 0, 1) / 1000],
    ]);
  });
});
