/** Reads that share a statement with their audit entries: each is answered rightly, told once, and never without. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anObservation, anOrganization, aPatient, openTestRecord, type TestRecord } from '../fixtures.ts';

let test: TestRecord;
const ids: string[] = [];
beforeAll(async () => {
  test = await openTestRecord();
  const make = async (resource: object & { resourceType: string }) => {
    const { body } = await test.ask('POST', `/${resource.resourceType}`, { body: resource });
    ids.push(`${resource.resourceType}/${body.id}`);
    return String(body.id);
  };
  const patient = await make(aPatient());
  for (let n = 0; n < 10; n++) await make(anObservation(`Patient/${patient}`));
  await make(anOrganization());
  await test.ask('PUT', '/Patient/chosen', { body: { ...aPatient(), id: 'chosen' } });
  await make(anObservation('Patient/chosen'));
});
afterAll(() => test?.close());

const last = async () =>
  Number((await test.database.query<{ n: string }>('select max(sequence) as n from audit.event')).rows[0]?.n);
const told = async (after: number) =>
  (
    await test.database.query<{ entity: string; outcome: number; patient: string | null }>(
      `select entities[1] as entity, outcome, patient_ids[1] as patient from audit.event where sequence > $1`,
      [after],
    )
  ).rows;

describe('reads at once', () => {
  it('are answered each with its own, and told once each, found or not', async () => {
    const before = await last();
    const missing = ids.map((path) => path.replace(/.$/, (sign) => (sign === 'z' ? 'y' : 'z')));
    const asked = [...ids, ...missing, ...ids];
    const answers = await Promise.all(asked.map((path) => test.ask('GET', `/${path}`)));
    answers.forEach(({ status, body }, at) => {
      if (missing.includes(asked[at] as string)) expect(status).toBe(404);
      else expect(`${body.resourceType}/${body.id}`).toBe(asked[at]);
    });
    const events = await told(before);
    expect(
      events
        .filter(({ outcome }) => outcome === 0)
        .map(({ entity }) => entity)
        .sort(),
    ).toEqual([...ids, ...ids].map((path) => `${path}/1`).sort());
    expect(events.filter(({ outcome }) => outcome === 4)).toHaveLength(missing.length);
  });

  it("name the patient, by the id or by the content, and nobody for what is nobody's", async () => {
    const before = await last();
    await Promise.all(ids.map((path) => test.ask('GET', `/${path}`)));
    const events = await told(before);
    const patient = ids[0]?.slice('Patient/'.length);
    for (const { entity, patient: named } of events) {
      if (entity.startsWith('Organization/')) expect(named).toBeNull();
      else expect(named).toBe(entity.startsWith(ids.at(-1) as string) ? 'chosen' : patient);
    }
    expect(events).toHaveLength(ids.length);
  });

  it('show nothing when the trail cannot be written', async () => {
    await test.database.query('alter table audit.event rename to event_elsewhere');
    try {
      const answers = await Promise.all(ids.map((path) => test.ask('GET', `/${path}`)));
      expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 503));
      for (const { text } of answers) expect(text).not.toContain('Patient/');
    } finally {
      await test.database.query('alter table audit.event_elsewhere rename to event');
    }
    expect((await test.ask('GET', `/${ids[0]}`)).status).toBe(200);
  });
});
