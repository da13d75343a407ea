/** Search parameters whose expressions are made to cost: a bounded time, and no write is harmed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorkers, type Workers } from '../../jobs/index.ts';
import { openTestRecord, type TestRecord } from '../fixtures.ts';
import type { Resource } from '../record.ts';
import { aParameter, ready } from './fixtures.ts';

let test: TestRecord;
let workers: Workers;

beforeAll(async () => {
  test = await openTestRecord();
  const { database, record } = test;
  const onFailure = (says: string): void => expect(says).toBe('');
  workers = await startWorkers({ database, handlers: record.handlers, onFailure });
});
afterAll(async () => {
  await workers.stop();
  await test.close();
});

const put = async (resource: Resource) => {
  const answer = await test.ask('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource });
  expect([answer.status, answer.body?.issue?.[0]?.diagnostics]).toEqual([201, undefined]);
};

describe('hostile expressions', () => {
  const nested = (depth: number): object => ({
    linkId: String(depth),
    text: 'a'.repeat(200),
    ...(depth > 0 ? { item: [nested(depth - 1), nested(depth - 1)] } : {}),
  });
  const answers = (id: string) => ({
    resourceType: 'QuestionnaireResponse',
    id,
    status: 'completed',
    item: [nested(8)],
  });
  const hostile = [
    'QuestionnaireResponse.descendants().select(%resource.descendants().count()).toString()',
    `QuestionnaireResponse.repeat(item).text${'.select($this & $this)'.repeat(40)}`,
    Array(25).fill('QuestionnaireResponse.descendants().where(hasValue()).toString()').join(' | '),
    "QuestionnaireResponse.repeat(item).text.where(matches('(a+)+$') and matches('((a*)*)*b'))",
  ];

  it('cost a bounded time and harm no write', async () => {
    for (const [n, expression] of hostile.entries()) {
      await put(aParameter(`hostile-${n}`, 'string', '', { base: ['QuestionnaireResponse'], expression }));
    }
    const started = Date.now();
    await put(answers('q1') as Resource);
    expect(Date.now() - started).toBeLessThan(1_500);
    for (const n of hostile.keys()) await ready(test, `hostile-${n}`);
    const { body } = await test.ask('GET', '/QuestionnaireResponse?status=completed');
    expect(body.entry.map(({ resource }: { resource: Resource }) => resource.id)).toEqual(['q1']);
    const run = await test.ask('GET', '/SearchParameter/$status');
    expect(run.status).toBe(200);
    for (const n of hostile.keys()) await test.ask('DELETE', `/SearchParameter/hostile-${n}`);
  });
});
