/** The predicate of a visibility, asked of a real PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceTypes, typeNumber } from '#libs/fhir/resource-types.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { compileVisibility, sees, type Visibility } from './visibility.ts';

/** Three compartments: two patients, and resources that are no patient's. */
const [jan, maria, nobody] = ['11', '22', '33'] as const;
const rows: { patient: string; type: string }[] = [
  { patient: jan, type: 'Patient' },
  { patient: jan, type: 'Observation' },
  { patient: jan, type: 'AuditEvent' },
  { patient: maria, type: 'Patient' },
  { patient: maria, type: 'Observation' },
  { patient: nobody, type: 'Practitioner' },
  { patient: nobody, type: 'Binary' },
];
const words = rows.map(({ patient, type }) => `${patient}/${type}`);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(`insert into access.care values ($1, 'clinic', now()), ($2, 'hospital', now())`, [jan, maria]);
});
afterAll(() => database.drop());

/** Which rows the predicate lets through, by PostgreSQL. */
async function seen(visibility: Visibility, type?: string): Promise<string[]> {
  const predicate = compileVisibility(visibility, 'r', 4, type);
  const { rows: found } = await database.query<{ patient: string; type: number }>(
    `select r.patient, r.type from unnest($1::int8[], $2::int2[], $3::text[]) as r (patient, type, id)
      where ${predicate.sql}`,
    [
      rows.map(({ patient }) => patient),
      rows.map((row) => typeNumber(row.type)),
      rows.map(() => 'x'),
      ...predicate.values,
    ],
  );
  return found.map((row) => `${row.patient}/${resourceTypes[row.type - 1]}`);
}

const cases: [string, Visibility, string[]][] = [
  ['everything', { kind: 'all' }, words],
  ['chosen types', { kind: 'types', types: ['Patient'] }, ['11/Patient', '22/Patient']],
  ['no type', { kind: 'types', types: [] }, []],
  ['a patient', { kind: 'patient', key: jan, id: 'jan' }, [...words.slice(0, 3), '33/Practitioner']],
  ['a facility', { kind: 'facility', facility: 'clinic' }, ['11/Patient', '11/Observation', '33/Practitioner']],
  ['another facility', { kind: 'facility', facility: 'x' }, ['33/Practitioner']],
  ['nobody', { kind: 'none' }, ['33/Practitioner']],
];

describe('the predicate', () => {
  it.each(cases)('lets %s see exactly what it should', async (_, visibility, expected) => {
    expect(await seen(visibility)).toEqual(expected);
  });

  it.each(cases)('says the same for %s when the type is known beforehand', async (_, visibility, expected) => {
    for (const type of ['Patient', 'Observation', 'AuditEvent', 'Practitioner', 'Binary']) {
      const ofType = (word: string) => word.endsWith(`/${type}`);
      expect((await seen(visibility, type)).filter(ofType), type).toEqual(expected.filter(ofType));
    }
  });

  it.each(cases)('agrees for %s with the answer without a database', async (_, visibility, expected) => {
    for (const { patient, type } of rows) {
      const answer = sees(visibility, type, patient);
      if (answer !== 'ask') expect(answer, `${patient}/${type}`).toBe(expected.includes(`${patient}/${type}`));
    }
  });
});
