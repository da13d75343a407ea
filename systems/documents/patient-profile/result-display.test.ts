/** The choice of when to see results: kept by the patient, per test, by nobody else. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { resultDisplayOperations } from './result-display-operations.ts';
import { chosen, fromBasic, ownedChoices, toBasic } from './result-display.ts';

let database: TestDatabase;
let record: FhirRecord;
const callOf = (actor: Partial<Call['actor']>): Call => ({
  actor: { role: 'patient', id: 'x', name: 'X', purpose: 'PATRQT', scopes: [], ...actor },
  source: 'local',
  trace: 'test',
});
const self = callOf({ patient: 'p-1' });
const stranger = callOf({ patient: 'p-2' });

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime, queryKey: Buffer.alloc(32, 1) });
  record = createRecord({ database, audit, runtime: systemRuntime });
  record.owns(ownedChoices);
  for (const id of ['p-1', 'p-2'])
    await record.update(callOf({ role: 'platform' }), { resourceType: 'Patient', id, name: [{ family: id }] });
}, 60_000);
afterAll(() => database.drop());

const run = (name: string, call: Call, body?: object) => {
  const found = resultDisplayOperations(record).find((one) => one.name === name);
  return found?.handle(
    { params: { patient: 'p-1' }, query: {}, body } as never,
    { call, now: () => new Date() } as never,
  );
};

it('keeps what was chosen per test, and forgets what goes back to "at once"', async () => {
  expect(await run('result-display', self)).toEqual({ choices: [] });
  await run('choose-result-display', self, { code: '4548-4', when: 'after-comment' });
  await run('choose-result-display', self, { code: '2160-0', when: 'after-comment' });
  await run('choose-result-display', self, { code: '4548-4', when: 'at-once' });
  expect(await run('result-display', self)).toEqual({ choices: [{ code: '2160-0', when: 'after-comment' }] });
  await run('choose-result-display', self, { code: '2160-0', when: 'at-once' });
  expect(await run('result-display', self)).toEqual({ choices: [] });
});

it('is nobody else’s: another patient neither reads nor writes it, and the record refuses a hand-made one', async () => {
  await expect(run('result-display', stranger)).rejects.toMatchObject({ kind: 'not-found' });
  const body = { code: '4548-4', when: 'after-comment' };
  await expect(run('choose-result-display', stranger, body)).rejects.toMatchObject({ kind: 'not-found' });
  const machine = callOf({ role: 'machine', scopes: ['system/*.cruds'] });
  const forged = toBasic('p-1', chosen({ choices: [] }, '718-7', 'after-comment'));
  await expect(record.update(machine, forged)).rejects.toMatchObject({
    code: 'owned-profile',
  });
});

it('reads back what it wrote, and calls nothing else a choice', () => {
  const one = chosen({ choices: [] }, '4548-4', 'after-comment');
  expect(fromBasic(toBasic('p-1', one))).toEqual(one);
  expect(fromBasic({ ...toBasic('p-1', one), extension: [{ url: 'other' }] })).toBeUndefined();
  expect(fromBasic({ resourceType: 'Basic', code: {} })).toBeUndefined();
});
