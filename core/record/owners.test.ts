/** Profiles that a system owns: who may write them, and what happens in the transaction of a change. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Actor, type Call, decidedBy, platformActor } from '../access/actor.ts';
import { Refusal } from '../refusal/refusal.ts';
import { callBy, openTestRecord, machine, physicianAt, type TestRecord } from './fixtures.ts';
import type { Change, Resource } from './record.ts';

const owned = 'http://example.org/StructureDefinition/Owned';
const open = 'http://example.org/StructureDefinition/Open';
const system = 'e-prescription';

let at: TestRecord;
let patient: string;
let heard: readonly Change[] = [];
let refusing = false;

beforeAll(async () => {
  at = await openTestRecord();
  const hook = async (tx: { query(text: string): Promise<unknown> }, changes: readonly Change[]) => {
    heard = changes;
    await tx.query('insert into owner_test.ledger default values');
    if (refusing) throw new Refusal('conflict', 'no-more', 'There is no more of it.');
  };
  await at.database.query('create schema owner_test');
  await at.database.query('create table owner_test.ledger (n int generated always as identity)');
  at.record.owns({ system, types: ['MedicationRequest'], profiles: [owned], hook });
  at.record.owns({ system: 'others', types: ['MedicationRequest'], profiles: [open], writers: 'all', hook });
  patient = (await at.record.create(callBy(machine()), { resourceType: 'Patient' })).id;
});
afterAll(() => at.close());
beforeEach(() => {
  heard = [];
  refusing = false;
});

const anyone = callBy(machine());
const owner = decidedBy(callBy(physicianAt('org-1')), system);
const order = (profile?: string, more: object = {}): Resource => ({
  resourceType: 'MedicationRequest',
  ...(profile ? { meta: { profile: [profile] } } : {}),
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: { text: 'metformina' },
  subject: { reference: `Patient/${patient}` },
  ...more,
});
const rows = async () => Number((await at.database.query('select count(*) from owner_test.ledger')).rows[0]?.count);
const refusalOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'allowed',
    (error) => (error instanceof Refusal ? `${error.kind} ${error.code}` : String(error)),
  );

test('only the owner creates, changes, un-declares and deletes; versions of the canonical do not matter', async () => {
  expect(await refusalOf(at.record.create(anyone, order(owned)))).toBe('forbidden owned-profile');
  expect(await refusalOf(at.record.create(anyone, order(`${owned}|2.0`)))).toBe('forbidden owned-profile');
  expect(heard).toEqual([]);
  const { id } = await at.record.create(owner, order(owned));
  expect(heard).toMatchObject([{ method: 'create', id, type: 'MedicationRequest' }]);
  for (const change of [order(owned, { id, status: 'stopped' }), order(undefined, { id })])
    expect(await refusalOf(at.record.update(anyone, change))).toBe('forbidden owned-profile');
  expect(await refusalOf(at.record.delete(anyone, 'MedicationRequest', id))).toBe('forbidden owned-profile');
  const otherSystem = decidedBy(anyone, 'e-referral');
  expect(await refusalOf(at.record.update(otherSystem, order(owned, { id, status: 'stopped' })))).toMatch(
    'owned-profile',
  );
  await at.record.update(owner, order(owned, { id, status: 'completed' }));
  await at.record.delete(owner, 'MedicationRequest', id);
  expect(heard).toMatchObject([{ method: 'delete', id }]);
});

test('a bundle is refused whole, at whatever entry; a conditional create too', async () => {
  const entry = (resource: Resource) => ({ resource, request: { method: 'POST', url: 'MedicationRequest' } });
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [entry(order()), entry(order(owned))] };
  const before = (await at.record.search(anyone, 'MedicationRequest', `patient=${patient}`)).entries.length;
  expect(await refusalOf(at.record.bundle(anyone, bundle))).toBe('forbidden owned-profile');
  const once = at.record.create(anyone, order(owned), { ifNoneExist: 'identifier=x|y' });
  expect(await refusalOf(once)).toBe('forbidden owned-profile');
  expect((await at.record.search(anyone, 'MedicationRequest', `patient=${patient}`)).entries).toHaveLength(before);
  await at.record.bundle(owner, bundle);
  expect(heard).toHaveLength(1);
});

test('what the hook wrote and what it followed stand or fall together', async () => {
  refusing = true;
  const before = await rows();
  expect(await refusalOf(at.record.create(owner, order(owned, { id: 'never' })))).toBe('conflict no-more');
  expect(await rows()).toBe(before);
  expect(await at.record.search(owner, 'MedicationRequest', `patient=${patient}&status=draft`)).toMatchObject({
    entries: [],
  });
});

test('open to all writers: the hook hears of it, and what declares nothing is nobody’s', async () => {
  await at.record.create(anyone, order(open));
  expect(heard).toHaveLength(1);
  heard = [];
  await at.record.create(anyone, order());
  expect(heard).toEqual([]);
});

test('the platform brings back what was exported', async () => {
  await at.record.create(callBy(platformActor('import')), order(owned));
  expect(heard).toHaveLength(1);
});

test('the trail names the person and says by which rule; the trail itself stays closed', async () => {
  const { id } = await at.record.create(owner, order(owned));
  const { rows: trail } = await at.database.query(
    `select actor, role, rule from audit.event where entities::text like '%${id}%'`,
  );
  expect(trail).toEqual([{ actor: 'account-physician', role: 'physician', rule: 'owner' }]);
  expect(await refusalOf(at.record.search(owner, 'AuditEvent', ''))).toMatch('forbidden');
});

test('whoever just recovered an account prescribes nothing, whatever a system decides', async () => {
  const cooling: Actor = { ...physicianAt('org-1'), cooling: true };
  const call: Call = decidedBy(callBy(cooling), system);
  expect(await refusalOf(at.record.create(call, order(owned)))).toBe('forbidden cooling');
});
