/** Foreign documents over HTTP: filed as they came, compared, decided about once, and by those who may. */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import type { Resource } from '#core/record/record.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { createTerminology } from '#core/terminology/index.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import { aForeignSummary, resourcesOf } from './fixtures.ts';
import { foreignSummaries } from './index.ts';
import type { Compared, Reconciliation } from './model.ts';

let database: TestDatabase;
let server: FastifyInstance;
let record: FhirRecord;
let anna: string;
const machine: Actor = { role: 'machine', id: 'm', name: 'HIS', purpose: 'HOPERAT', scopes: ['system/*.cruds'] };
const call = { actor: machine, source: 'local', trace: 't' };
const actors: Record<string, Actor> = { machine };
const runtime = { ...systemRuntime, now: () => new Date('2026-11-26T12:00:00Z') };
const summary = aForeignSummary();

const ask = async (who: string, method: 'GET' | 'POST', path: string, body?: object) => {
  const headers = { authorization: who };
  const url = `/api/foreign-summaries/${path}`;
  const answer = await server.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
  return { status: answer.statusCode, body: answer.json() };
};
const file = (who: string, document: string, more: object = {}) =>
  ask(who, 'POST', `patients/${anna}/documents`, { document, confirmed: true, ...more });
const reconcile = async (id: string, who = 'doctor'): Promise<Reconciliation> =>
  (await ask(who, 'GET', `documents/${id}`)).body;
const factIn = ({ sections }: Reconciliation, what: string): Compared =>
  sections.flatMap(({ facts }) => facts).find((fact) => fact.what.includes(what)) as Compared;
const decide = (id: string, key: string, decision: string, more: object = {}, who = 'doctor') =>
  ask(who, 'POST', `documents/${id}/decisions`, { key, decision, ...more });
const make = async (resource: Resource) => (await record.create(call, resource)).id;
const count = async (type: string, query: string) =>
  (await record.search(call, type, `${query}&_total=accurate&_count=0`)).total;

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime });
  const terminology = createTerminology({ database, audit, runtime });
  record = createRecord({ database, audit, runtime, terminology });
  terminology.follow(record);
  const clinic = await make({ resourceType: 'Organization', name: 'Przychodnia' });
  anna = await make({
    ...{ resourceType: 'Patient', name: [{ given: ['Anna'], family: 'Kowalska' }], birthDate: '1959-03-12' },
    ...{ gender: 'female', managingOrganization: { reference: `Organization/${clinic}` } },
  });
  const subject = { reference: `Patient/${anna}` };
  await make({
    ...{ resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject, authoredOn: '2026-10-01' },
    medicationCodeableConcept: { coding: [{ system: codeSystems.atc, code: 'C09AA05' }], text: 'Ramipryl 5 mg' },
  });
  await make({
    ...{
      resourceType: 'Condition',
      subject,
      code: { coding: [{ system: codeSystems.icd10, code: 'I10' }], text: 'NT' },
    },
  });
  const physician = (id: string, facility: string): Actor => ({
    ...{ role: 'physician', id, name: `lek. ${id}`, purpose: 'TREAT', scopes: [], practitioner: id, facility },
  });
  const patient = (own: string): Actor => ({
    ...{ role: 'patient', id: own, name: own, purpose: 'PATRQT', patient: own, scopes: [] },
  });
  Object.assign(actors, {
    ...{ doctor: physician('Nowak', clinic), elsewhere: physician('Obcy', 'f-other') },
    ...{ anna: patient(anna), stranger: patient('somebody') },
  });
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const authenticator = {
    authenticate: async ({ headers }: { headers: { authorization?: string | undefined } }) =>
      actors[String(headers.authorization)],
  };
  const { operations } = foreignSummaries({ record, terminology });
  serveOperations(server, operations, { database, audit, runtime, authenticator });
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

describe('filing', () => {
  it('shows first what a file is and whose, and keeps nothing', async () => {
    const { status, body } = await ask('doctor', 'POST', `patients/${anna}/check`, { document: summary });
    expect(status).toBe(200);
    expect(body.identity.verdict).toBe('same');
    expect(body.document.sections).toHaveLength(5);
    expect((await ask('doctor', 'GET', `patients/${anna}/documents`)).body).toEqual({ documents: [] });
  });

  it('needs somebody to say that it is the same person, and a reason where data differ', async () => {
    expect(await file('doctor', summary, { confirmed: false })).toMatchObject({
      body: { code: 'identity-not-confirmed' },
    });
    const unsure = aForeignSummary((bundle) =>
      Object.assign(resourcesOf(bundle)[1] as object, { birthDate: '1959-12-03' }),
    );
    expect(await file('doctor', unsure)).toMatchObject({ status: 422, body: { code: 'identity-not-confirmed' } });
    expect(await file('doctor', unsure, { reason: 'paszport okazany w gabinecie' })).toMatchObject({ status: 200 });
    const other = aForeignSummary((bundle) =>
      Object.assign(resourcesOf(bundle)[1] as object, { birthDate: '1980-01-01', name: [{ family: 'Bianchi' }] }),
    );
    expect(await file('doctor', other, { reason: 'na pewno' })).toMatchObject({ body: { code: 'different-person' } });
  });

  it('keeps every byte, once', async () => {
    const first = await file('doctor', summary);
    const again = await file('doctor', summary);
    expect(first.body.isNew).toBe(true);
    expect(again.body).toEqual({ id: first.body.id, isNew: false });
    const { body } = await ask('anna', 'GET', `documents/${first.body.id}/original`);
    expect(body.content).toBe(summary);
    const at = (await record.read(call, 'DocumentReference', first.body.id)).content;
    const changed = JSON.parse(at);
    const data = Buffer.from('{}').toString('base64');
    Object.assign(changed.content[0].attachment, { data, size: 2 });
    await expect(record.update(call, changed)).rejects.toMatchObject({ code: 'document-immutable' });
    Object.assign(changed.masterIdentifier, { value: createHash('sha256').update('{}').digest('hex') });
    await expect(record.update(call, changed)).rejects.toMatchObject({ code: 'document-immutable' });
    const mistaken = { ...JSON.parse(at), status: 'entered-in-error' };
    expect((await record.update(call, mistaken)).version).toBe(2);
  });

  it('is for those who treat the patient; others are answered as if there were none', async () => {
    expect(await file('elsewhere', summary)).toMatchObject({ status: 404 });
    expect(await file('anna', summary)).toMatchObject({ status: 403 });
    const { id } = (await file('doctor', summary)).body;
    for (const who of ['elsewhere', 'stranger']) expect((await ask(who, 'GET', `documents/${id}`)).status).toBe(404);
    expect((await reconcile(id, 'anna')).mayDecide).toBe(false);
  });

  it('says what is wrong with a file', async () => {
    const codes = ['{', '{"resourceType":"Patient"}', '{"resourceType":"Bundle","type":"document","entry":[]}'];
    const said = await Promise.all(codes.map(async (document) => (await file('doctor', document)).body.code));
    expect(said).toEqual(['not-readable', 'not-a-document', 'no-composition']);
  });
});

describe('reconciling', () => {
  it('holds both sides against each other, and decides nothing', async () => {
    const shown = await reconcile((await file('doctor', summary)).body.id);
    expect(factIn(shown, 'Ramipril')).toMatchObject({ relation: 'differs', differences: ['dose'] });
    expect(factIn(shown, 'Penicillina')).toMatchObject({ relation: 'only-there', acceptable: true });
    const problems = shown.sections.find(({ kind }) => kind === 'problems');
    expect(problems?.onlyHere).toHaveLength(1);
    expect(shown.sections.flatMap(({ facts }) => facts).some(({ decision }) => decision)).toBe(false);
    expect(shown.undecided).toBe(6);
    expect(await count('AllergyIntolerance', `patient=${anna}`)).toBe(0);
  });

  it('uses concept maps that are here', async () => {
    await record.create(call, {
      ...{ resourceType: 'ConceptMap', url: 'urn:example:map', status: 'active' },
      group: [
        {
          ...{ source: 'urn:example:regional-codes', target: codeSystems.icd10 },
          element: [{ code: 'X-77', target: [{ code: 'I10', equivalence: 'equivalent' }] }],
        },
      ],
    });
    const shown = await reconcile((await file('doctor', summary)).body.id);
    expect(factIn(shown, 'deposito')).toMatchObject({
      relation: 'same',
      ours: [expect.stringMatching(/^Condition\//)],
    });
  });

  it('takes over what is accepted once, in the doctor’s name, with where it came from', async () => {
    const { id } = (await file('doctor', summary)).body;
    const { key } = factIn(await reconcile(id), 'Penicillina');
    const both = await Promise.all([decide(id, key, 'accepted'), decide(id, key, 'accepted')]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0]?.body.resource).toBe(both[1]?.body.resource);
    expect(await count('AllergyIntolerance', `patient=${anna}`)).toBe(1);
    const [, own = ''] = both[0]?.body.resource.split('/') ?? [];
    const allergy = JSON.parse((await record.read(call, 'AllergyIntolerance', own)).content);
    expect(allergy).toMatchObject({ language: 'it', criticality: 'high', patient: { reference: `Patient/${anna}` } });
    const [entry] = (await record.search(call, 'Provenance', `target=AllergyIntolerance/${own}`)).entries;
    expect(JSON.parse(entry?.stored.content ?? '{}')).toMatchObject({
      entity: [{ role: 'source', what: { reference: `DocumentReference/${id}` } }],
      agent: [{ who: { reference: 'Practitioner/Nowak' } }, { who: { display: 'Carla Rossi' } }],
    });
    expect(await decide(id, key, 'known')).toMatchObject({ status: 409, body: { code: 'decided-already' } });
    expect(factIn(await reconcile(id), 'Penicillina').decision).toMatchObject({ kind: 'accepted', by: 'lek. Nowak' });
  });

  it('takes over every kind, of medicines by the name that stands elsewhere in the document', async () => {
    const { id } = (await file('doctor', summary)).body;
    const shown = await reconcile(id);
    for (const what of ['Ramipril', 'Insufficienza', 'Vaccino', 'Emoglobina'])
      expect([what, (await decide(id, factIn(shown, what).key, 'accepted')).status]).toEqual([what, 200]);
    const [entry] = (await record.search(call, 'MedicationStatement', `patient=${anna}`)).entries;
    expect(JSON.parse(entry?.stored.content ?? '{}').medicationCodeableConcept.text).toBe('Ramipril 10 mg compresse');
  });

  it('needs a reason to say that a fact does not apply, and remembers it in the next document', async () => {
    const { id } = (await file('doctor', summary)).body;
    const { key } = factIn(await reconcile(id), 'deposito');
    expect(await decide(id, key, 'not-applicable')).toMatchObject({ body: { code: 'reason-needed' } });
    expect(await decide(id, key, 'not-applicable', { reason: 'pomyłka wystawcy' })).toMatchObject({ status: 200 });
    expect(await decide(id, 'none', 'known')).toMatchObject({ status: 404, body: { code: 'no-such-fact' } });
    const next = aForeignSummary((bundle) => void (bundle.timestamp = '2026-09-01T09:00:00+02:00'));
    const second = (await file('doctor', next)).body;
    expect(second.isNew).toBe(true);
    const remembered = await reconcile(second.id);
    expect(factIn(remembered, 'deposito').decision).toMatchObject({ kind: 'not-applicable', document: id });
    expect(factIn(remembered, 'Penicillina').decision).toMatchObject({ kind: 'accepted', document: id });
    const changed = aForeignSummary((bundle) => {
      for (const one of resourcesOf(bundle))
        if (one.resourceType === 'MedicationStatement') one.dosage = [{ text: '2 compresse la mattina' }];
    });
    const third = await reconcile((await file('doctor', changed)).body.id);
    expect(factIn(third, 'Ramipril').decision).toBeUndefined();
  });

  it('is decided by doctors who treat the patient', async () => {
    const { id } = (await file('doctor', summary)).body;
    const { key } = factIn(await reconcile(id), 'deposito');
    expect((await decide(id, key, 'known', {}, 'elsewhere')).status).toBe(404);
    expect((await decide(id, key, 'known', {}, 'anna')).status).toBe(403);
  });

  it('takes nothing over that the record would not hold to be valid, and says so', async () => {
    const broken = aForeignSummary((bundle) => {
      for (const one of resourcesOf(bundle)) if (one.resourceType === 'Observation') one.status = 'wrong';
    });
    const { id } = (await file('doctor', broken)).body;
    const { key } = factIn(await reconcile(id), 'Emoglobina');
    expect(await decide(id, key, 'accepted')).toMatchObject({ status: 422, body: { code: 'not-acceptable' } });
  });
});
