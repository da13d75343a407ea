/** In whose care somebody is by what is written, until when; and labels, which are the server's. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { confidentialitySystem, sensitivitySystem } from '../access/labels.ts';
import {
  aPatient,
  anEncounter,
  anObservation,
  bundleOf,
  callBy,
  entry,
  machine,
  openTestRecord,
  patientActor,
  physicianAt,
  type TestRecord,
} from './fixtures.ts';
import type { Resource } from './record.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());
beforeEach(() => test.signIn(machine()));

const make = async (resource: Resource): Promise<string> => (await test.record.create(callBy(machine()), resource)).id;
const put = (resource: Resource) => test.record.update(callBy(machine()), resource);
const organization = (id: string) => ({ reference: `Organization/${id}` });
const sees = async (facility: string, path: string): Promise<boolean> => {
  test.signIn(physicianAt(facility));
  const { status } = await test.ask('GET', path);
  test.signIn(machine());
  return status === 200;
};
const thisYear = new Date().getUTCFullYear();

describe('care', () => {
  it.each<[string, Partial<Resource>, boolean]>([
    ['this year', { period: { start: `${thisYear}-01-02`, end: `${thisYear}-01-03` } }, true],
    ['last year', { period: { start: `${thisYear - 1}-01-02` } }, true],
    ['two years ago', { period: { start: `${thisYear - 2}-12-31` } }, false],
    ['that began years ago and lasts', { status: 'in-progress', period: { start: '2019-01-01' } }, true],
    ['that was cancelled', { status: 'cancelled' }, false],
    ['entered in error', { status: 'entered-in-error' }, false],
  ])('of a visit %s', async (_, more, expected) => {
    const patient = await make(aPatient());
    await make(anEncounter(`Patient/${patient}`, 'f-visit', more));
    expect(await sees('f-visit', `/Patient/${patient}`)).toBe(expected);
  });

  it('ends when the patient declares another doctor, and begins again', async () => {
    const patient = await make(aPatient({ generalPractitioner: [organization('f-first')] }));
    const declare = (facility: string) =>
      put({ ...aPatient({ generalPractitioner: [organization(facility)] }), id: patient });
    expect(await sees('f-first', `/Patient/${patient}`)).toBe(true);
    await declare('f-second');
    expect([await sees('f-first', `/Patient/${patient}`), await sees('f-second', `/Patient/${patient}`)]).toEqual([
      false,
      true,
    ]);
    await declare('f-first');
    expect(await sees('f-first', `/Patient/${patient}`)).toBe(true);
  });

  it('by a referral ends with it, and by a prescription shows what dispensing needs', async () => {
    const patient = await make(aPatient());
    const subject = { reference: `Patient/${patient}` };
    const observation = await make(anObservation(`Patient/${patient}`));
    const referral = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject,
      performer: [organization('f-to')],
    };
    const id = await make(referral);
    const prescription = {
      ...{ resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject },
      medicationCodeableConcept: { text: 'ramipryl' },
      dispenseRequest: { performer: organization('f-pharmacy') },
    };
    const medicine = await make(prescription);
    const seen = async () => [
      await sees('f-to', `/Observation/${observation}`),
      await sees('f-pharmacy', `/MedicationRequest/${medicine}`),
      await sees('f-pharmacy', `/Observation/${observation}`),
    ];
    expect(await seen()).toEqual([true, true, false]);
    await put({ ...referral, id, status: 'completed' });
    await test.record.delete(callBy(machine()), 'MedicationRequest', medicine);
    expect((await seen()).slice(0, 1)).toEqual([false]);
    expect(await sees('f-pharmacy', `/Patient/${patient}`)).toBe(false);
  });

  it('lists nobody twice who is in care for several reasons', async () => {
    const patient = await make(aPatient({ generalPractitioner: [organization('f-both')] }));
    await make(anEncounter(`Patient/${patient}`, 'f-both'));
    await make(anEncounter(`Patient/${patient}`, 'f-both', { class: { code: 'IMP' } }));
    test.signIn(physicianAt('f-both'));
    const { body } = await test.ask('GET', '/Patient?_total=accurate');
    expect([body.total, body.entry.length]).toEqual([1, 1]);
  });
});

describe('labels', () => {
  const sent = {
    security: [
      { system: confidentialitySystem, code: 'N' },
      { system: 'urn:own', code: 'x' },
    ],
  };
  const code = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'F20.0' }] };
  const ours = [
    { system: 'urn:own', code: 'x' },
    { system: confidentialitySystem, code: 'R' },
    { system: sensitivitySystem, code: 'PSY' },
  ];
  const stored = async (id: string) => (await test.ask('GET', `/Condition/${id}`)).body.meta.security;

  it('are the server’s, whatever a client sends and by whichever way', async () => {
    const patient = await make(aPatient());
    const condition = { resourceType: 'Condition', subject: { reference: `Patient/${patient}` }, code, meta: sent };
    const id = await make(condition);
    expect(await stored(id)).toEqual(ours);
    await put({ ...condition, id, recordedDate: '2026-01-01' });
    expect(await stored(id)).toEqual(ours);
    const patch = [{ op: 'remove', path: '/meta/security' }];
    await test.ask('PATCH', `/Condition/${id}`, {
      body: patch,
      headers: { 'content-type': 'application/json-patch+json' },
    });
    expect(await stored(id)).toEqual(ours.slice(1));
    const meta = { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: { security: [ours[1]] } }] };
    expect((await test.ask('POST', `/Condition/${id}/$meta-delete`, { body: meta })).status).toBe(200);
    expect(await stored(id)).toEqual(ours.slice(1));
    const bundle = bundleOf(
      'transaction',
      entry('PUT', `Condition/${id}`, { ...condition, id, recordedDate: '2026-01-02' }),
    );
    await test.ask('POST', '/', { body: bundle });
    expect(await stored(id)).toEqual(ours);
    const conditional = { ...condition, recordedDate: '2026-01-03' };
    await test.ask('PUT', `/Condition?_id=${id}`, { body: conditional });
    expect(await stored(id)).toEqual(ours);
    const plain = await make({ ...condition, code: { text: 'katar' }, meta: { security: [ours[2]] } });
    expect(await stored(plain)).toBeUndefined();
  });

  it('keep a resource from weak relations in every way to ask, and from those who treat in none', async () => {
    const patient = await make(aPatient());
    const subject = { reference: `Patient/${patient}` };
    const condition = await make({ resourceType: 'Condition', subject, code });
    const about = { ...anObservation(`Patient/${patient}`), focus: [{ reference: `Condition/${condition}` }] };
    const observation = await make(about as Resource);
    await make({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject,
      performer: [organization('f-weak')],
    });
    await make(anEncounter(`Patient/${patient}`, 'f-strong'));
    await put({ resourceType: 'Condition', id: condition, subject, code, recordedDate: '2026-01-01' });
    const asks = [
      `/Condition?patient=${patient}`,
      `/Condition?code=F20.0`,
      `/Condition?_id=${condition}`,
      `/Condition?patient=${patient}&_summary=count`,
      `/Condition?_has:Observation:focus:status=final`,
      `/Observation?patient=${patient}&focus:Condition.code=F20.0`,
      `/Observation?_id=${observation}&_include=Observation:focus`,
      `/Patient?_id=${patient}&_revinclude=Condition:patient`,
      `/Patient?_has:Condition:patient:code=F20.0`,
      `/Patient/${patient}/$everything`,
      `/Patient/${patient}/Condition`,
      `/Condition/_history`,
      `/_history`,
      `/Condition/${condition}`,
      `/Condition/${condition}/_history`,
      `/Condition/${condition}/_history/1`,
      `/Condition/${condition}?_asOf=${new Date().toISOString()}`,
      `/Condition/$meta`,
    ];
    const told = async (facility: string): Promise<string[]> => {
      test.signIn(physicianAt(facility));
      const answers = await Promise.all(asks.map(async (path) => [path, (await test.ask('GET', path)).text] as const));
      test.signIn(machine());
      return answers.flatMap(([path, text]) => (/F20|PSY|"total":1/.test(text.replaceAll(path, '')) ? [path] : []));
    };
    expect((await told('f-weak')).filter((path) => !path.startsWith('/Patient?_has'))).toEqual([]);
    expect((await told('f-strong')).length).toBeGreaterThan(12);
    test.signIn(physicianAt('f-weak'));
    expect((await test.ask('GET', '/Patient?_has:Condition:patient:code=F20.0')).body.entry ?? []).toEqual([]);
    expect(await test.record.outline(callBy(physicianAt('f-weak')), patient, ['Condition'])).toEqual([]);
    test.signIn(patientActor(patient));
    expect((await test.ask('GET', `/Condition/${condition}`)).status).toBe(200);
  });
});
