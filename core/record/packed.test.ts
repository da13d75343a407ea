/** What SQL and Node make of packed resources is the same. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dictionary1 } from '#libs/fhir/packing/dictionary-1.ts';
import { pack } from '#libs/fhir/packing/pack.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const texts = [
  '{"resourceType":"Basic"}',
  `{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"718-7"}]}}`,
  `{"resourceType":"Basic","note":"${'ą'.repeat(3000)}"}`,
  `{"resourceType":"Binary","data":"${Array.from({ length: 4000 }, (_, n) => (n * 7919).toString(36)).join('')}"}`,
];

describe('packed resources in the database', () => {
  it('have the dictionary that Node has', async () => {
    const { rows } = await database.query<{ text: string }>(
      `select convert_from(bytes, 'UTF8') as text from record.dictionary where number = 1`,
    );
    expect(rows[0]?.text).toBe(dictionary1);
  });

  it.each(texts)('are unpacked by both: %.60s', async (text) => {
    const { rows } = await database.query<{ sql: string; node: string; plain: string }>(
      `select record.text(packed) as sql, packed as node,
         '\\xf500'::bytea || convert_to(record.text(packed), 'UTF8') as plain
       from (select $1::bytea as packed) p`,
      [pack(text)],
    );
    expect(rows[0]).toEqual({ sql: text, node: text, plain: text });
  });
});
