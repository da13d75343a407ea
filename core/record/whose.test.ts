/** What SQL tells of a key, for the trail of pages across patients, is what keys.ts and compartment.ts say. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { isOwn } from './compartment.ts';
import { keyOfId, ownerId } from './keys.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

it('whose id a key tells', async () => {
  const key = fc.bigInt({ min: 0n, max: (1n << 62n) - 1n }).map(String);
  const keys = ['0', '1', '15', '16', '4611686018427387903', ...fc.sample(key, 200)];
  const { rows } = await database.query<{ id: string }>(
    'select record.owner_id(k) as id from unnest($1::int8[]) with ordinality k(k, n) order by n',
    [keys],
  );
  expect(rows.map(({ id }) => id)).toEqual(keys.map(ownerId));
});

it('which rows lie in a compartment of their own', async () => {
  const keys = fc.sample(fc.bigInt({ min: 0n, max: (1n << 62n) - 1n }).map(String), 20);
  const ids = ['chosen', 'x000', ...keys.flatMap((key) => [ownerId(key), `${ownerId(key).slice(0, 25)}1`])];
  const places = ids.flatMap((id) =>
    ['Observation', 'Condition'].flatMap((type) =>
      [keyOfId(type, id), keyOfId('Patient', id), keyOfId('Patient', 'other'), '7'].map((key) => ({ type, id, key })),
    ),
  );
  const { rows } = await database.query<{ own: boolean }>(
    `select record.is_own(type, id, key) as own from unnest($1::text[], $2::text[], $3::int8[])
      with ordinality t(type, id, key, n) order by n`,
    [places.map(({ type }) => type), places.map(({ id }) => id), places.map(({ key }) => key)],
  );
  expect(rows.map(({ own }) => own)).toEqual(places.map(({ type, id, key }) => isOwn(type, id, key)));
  expect(rows.some(({ own }) => own)).toBe(true);
});
