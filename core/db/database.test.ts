import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlState } from './database.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

describe('database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('commits what a transaction did, and nothing of one that throws', async () => {
    await database.query('create table fact (id int primary key)');
    await database.transaction((tx) => tx.query('insert into fact values (1)'));
    const failing = database.transaction(async (tx) => {
      await tx.query('insert into fact values (2)');
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect((await database.query('select id from fact')).rows).toEqual([{ id: 1 }]);
  });

  it('tells the SQLSTATE of a broken rule', async () => {
    await database.query('create table rule (id int primary key)');
    await database.query('insert into rule values (1)');
    const error = await database.query('insert into rule values (1)').catch((failure: unknown) => failure);
    expect(sqlState(error)).toBe('23505');
  });

  it('has the schemas of the platform, in hash partitions', async () => {
    const { rows } = await database.query<{ n: string }>(
      `select count(*) as n from pg_inherits where inhparent = 'record.resource'::regclass`,
    );
    expect(Number(rows[0]?.n)).toBe(4);
  });
});
