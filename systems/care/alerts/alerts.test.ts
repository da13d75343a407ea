/** Alerts on the real record: the demonstration's Anna, the document, decisions, and who may see what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import type { OperationInput } from '#core/http/operation.ts';
import { fillPopulation } from '#core/import/fill.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { validate } from '#libs/fhir/validate.ts';
import { demonstrationPeople } from '#libs/population/index.ts';
import { alerts } from './index.ts';

const people = demonstrationPeople();
const account = (login: string) => {
  const found = people.find((one) => one.login === login);
  if (!found) throw new Error(`the demonstration has no ${login}`);
  return found;
};
const anna = account('anna.wisniowiecka').patientId as string;
const now = new Date('2026-11-23T10:00:00Z');

function callOf(login: string): Call {
  const { role, name, patientId, practitionerId, facilityId, facilityName } = account(login);
  const ids = { patient: patientId, practitioner: practitionerId, facility: facilityId, facilityName };
  const actor: Actor = { role, id: login, name, purpose: 'TREAT', scopes: [], ...ids };
  return { actor, source: 'local', trace: 'test' };
}

let database: TestDatabase;
let record: FhirRecord;
let ids = 0;
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by hand.
let ask: (login: string, name: string, input: object) => Promise<any>;

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime, queryKey: Buffer.alloc(32, 1) });
  record = createRecord({ database, audit, runtime: systemRuntime });
  await fillPopulation(record, { patients: 3 });
  await database.query('analyze');
  const system = alerts({
    ...{ record, database, runtime: systemRuntime, baseUrl: 'http://localhost:8080' },
    safety: { warnings: async () => [] },
    specialityOf: async () => '0713',
  });
  ask = (login, name, input) => {
    const operation = system.operations.find((one) => one.name === name);
    if (!operation) throw new Error(`no operation ${name}`);
    const call = callOf(login);
    const http = { reply: { type: () => undefined } };
    const context = { ...{ actor: call.actor, call, tx: database, now: () => now }, about: () => undefined };
    const whole = { params: {}, query: {}, body: undefined, http, ...input } as unknown as OperationInput;
    return operation.handle(whole, { ...context, newId: () => `decision-${++ids}` }) as Promise<unknown>;
  };
}, 120_000);
afterAll(() => database.drop());

const annas = (login = 'jan.nowak') => ask(login, 'read-alerts', { params: { patient: anna } });

describe('the page', () => {
  it('says what is wrong with Anna, why, and what may be done', async () => {
    const page = await annas();
    const rules = page.alerts.map(({ rule }: { rule: string }) => rule);
    expect(rules).toContain('unfilled-heart-failure');
    for (const alert of page.alerts) {
      expect(alert.actions.length).toBeGreaterThan(0);
      expect(alert.because.length).toBeGreaterThan(0);
    }
    expect(page.isComplete).toBe(page.unchecked.length === 0);
  });

  it('hides her from others as if she did not exist', async () => {
    await expect(annas('ewa.mazur')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('the document', () => {
  const documentOf = (body: object) => ask('jan.nowak', 'read-alerts-document', { body });

  it('is one valid document for one identifier', async () => {
    const stored = JSON.parse((await record.read(callOf('jan.nowak'), 'Patient', anna)).content);
    const pesel = stored.identifier.find(({ system }: { system: string }) => system.endsWith('1.1.616')).value;
    const byPesel = await documentOf({ pesel });
    const byId = await documentOf({ patient: anna });
    expect(byPesel).toEqual(byId);
    expect(validate(byPesel).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(byPesel.entry[0].resource.resourceType).toBe('Composition');
    expect(
      byPesel.entry.filter(
        ({ resource }: { resource: { resourceType: string } }) => resource.resourceType === 'Patient',
      ),
    ).toHaveLength(1);
  });

  it('refers to nothing that it does not hold', async () => {
    const { entry } = await documentOf({ patient: anna });
    const held = new Set(entry.map(({ fullUrl }: { fullUrl: string }) => fullUrl));
    const sections = entry[0].resource.section.flatMap(({ entry: inside = [] }) => inside);
    expect(sections.length).toBeGreaterThan(0);
    for (const { reference } of sections) expect(held).toContain(reference);
  });

  it('wants one identifier and knows only whom the caller may see', async () => {
    await expect(documentOf({})).rejects.toMatchObject({ code: 'one-patient' });
    await expect(documentOf({ pesel: '44051401458', patient: anna })).rejects.toMatchObject({ code: 'one-patient' });
    await expect(documentOf({ pesel: '44051401458' })).rejects.toMatchObject({ code: 'no-such-patient' });
  });
});

describe('a decision', () => {
  const decide = (body: object) => ask('jan.nowak', 'decide-about-alert', { params: { patient: anna }, body });

  it('sets an alert aside with a reason, is seen by the next doctor, and can be taken back', async () => {
    const [first] = (await annas()).alerts.filter(({ tier }: { tier: number }) => tier > 1);
    const made = await decide({ alert: first.id, decision: 'overridden', reason: 'tolerated', comment: 'od lat' });
    const after = await annas();
    expect(after.alerts.map(({ id }: { id: string }) => id)).not.toContain(first.id);
    const [set] = after.tolerated.filter(({ id }: { id: string }) => id === first.id);
    expect(set.decisions[0]).toMatchObject({ reason: 'tolerated', comment: 'od lat', name: account('jan.nowak').name });
    await ask('jan.nowak', 'undo-decision-about-alert', { params: { patient: anna, decision: made.id } });
    expect((await annas()).alerts.map(({ id }: { id: string }) => id)).toContain(first.id);
  });

  it('accepts an action of the alert and no other', async () => {
    const [first] = (await annas()).alerts;
    await expect(decide({ alert: first.id, decision: 'accepted', action: 'none' })).rejects.toMatchObject({
      code: 'no-such-action',
    });
    const made = await decide({ alert: first.id, decision: 'accepted', action: first.actions[0].id });
    expect(made).toMatchObject({ kind: 'accepted', action: first.actions[0].id, reason: null });
  });

  it('is about an alert that is there', async () => {
    await expect(decide({ alert: 'nothing.000', decision: 'overridden' })).rejects.toMatchObject({
      code: 'no-such-alert',
    });
  });
});

describe('cards', () => {
  it('tell of every rule, and of one whole', async () => {
    const { rules } = await ask('jan.nowak', 'list-alert-rules', {});
    expect(rules.length).toBeGreaterThan(40);
    const card = await ask('jan.nowak', 'read-alert-rule', { params: { id: rules[0].id } });
    expect(card).toMatchObject({ id: rules[0].id, notForClinicalUse: true });
    await expect(ask('jan.nowak', 'read-alert-rule', { params: { id: 'no-rule' } })).rejects.toMatchObject({
      code: 'no-such-rule',
    });
  });
});
