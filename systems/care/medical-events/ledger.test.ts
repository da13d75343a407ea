/** Events as systems of providers send them, by FHIR: the rules hold whoever writes, and whatever races. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machine } from '#core/record/fixtures.ts';
import type { Resource } from '#core/record/record.ts';
import { testAuthority } from '#core/signatures/fixtures/authority.ts';
import { signDetached } from '#core/signatures/index.ts';
import { makePesel } from '#libs/polish-identifiers/pesel.ts';
import { codeSystems, identifierSystems } from '#libs/polish-identifiers/systems.ts';
import {
  aDiagnosisOf,
  anEncounterOf,
  anEvent,
  aProcedureOf,
  doctor,
  numbers,
  oldNpwz,
  pesel,
  setStage,
  type Stage,
} from './fixtures.ts';
import { profiles } from './model.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  stage.signIn(machine());
});
afterAll(() => stage.close());

let last = 0;
const number = () => `event-${++last}`;
const post = (resource: Resource) => ({ resource, request: { method: 'POST', url: resource.resourceType } });
const whole = (of: string, more: Partial<Resource> = {}, ...parts: Resource[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    { fullUrl: 'urn:uuid:e', ...post(anEncounterOf(stage.patient, of, more)) },
    ...[aDiagnosisOf(stage.patient, 'urn:uuid:e'), ...parts].map(post),
  ],
});
const send = (bundle: object) => stage.ask('POST', '', { body: bundle });
const create = (resource: Resource) => stage.ask('POST', `/${resource.resourceType}`, { body: resource });
const ruleOf = ({ body }: { body: { issue?: { details?: { coding?: { code?: string }[] } }[] } }) =>
  body.issue?.map(({ details }) => details?.coding?.[0]?.code);
const ledger = async (of: string) =>
  (
    await stage.database.query<{ state: string; encounter: string; version: number; signed_at: Date | null }>(
      'select state, encounter, version, signed_at from medical_events.event where number = $1',
      [of],
    )
  ).rows;

describe('P1’s way, resource by resource', () => {
  it('is open with the Encounter, registered with the first Condition, and loses the last one only by being cancelled', async () => {
    const of = number();
    const { body: encounter } = await create(anEncounterOf(stage.patient, of));
    expect(await ledger(of)).toMatchObject([{ state: 'open' }]);
    const { body: first } = await create(aDiagnosisOf(stage.patient, `Encounter/${encounter.id}`));
    expect(await ledger(of)).toMatchObject([{ state: 'registered' }]);
    expect((await create(aProcedureOf(stage.patient, `Encounter/${encounter.id}`))).status).toBe(201);
    const { body: second } = await create(aDiagnosisOf(stage.patient, `Encounter/${encounter.id}`));
    expect((await stage.ask('DELETE', `/Condition/${first.id}`)).status).toBe(204);
    const kept = await stage.ask('DELETE', `/Condition/${second.id}`);
    expect([kept.status, ruleOf(kept)]).toEqual([422, ['REG.WER.10857']]);
    expect((await stage.ask('DELETE', `/Encounter/${encounter.id}`)).status).toBe(204);
    expect(await ledger(of)).toMatchObject([{ state: 'cancelled' }]);
    expect((await stage.ask('DELETE', `/Condition/${second.id}`)).status).toBe(204);
    expect((await create(anEncounterOf(stage.patient, of))).status).toBe(409);
  });

  it('takes parts that come before their Encounter, as an import brings them', async () => {
    const of = number();
    const id = `import-${of}`;
    expect((await create(aDiagnosisOf(stage.patient, `Encounter/${id}`))).status).toBe(201);
    expect(
      (await stage.ask('PUT', `/Encounter/${id}`, { body: { ...anEncounterOf(stage.patient, of), id } })).status,
    ).toBe(201);
    expect(await ledger(of)).toMatchObject([{ state: 'registered' }]);
  });

  it('corrects by PUT: a version more, the same number, the profile kept', async () => {
    const of = number();
    const { body } = await send(whole(of));
    const id = String(body.entry[0].response.location).split('/').at(-3);
    const put = (more: Partial<Resource>) =>
      stage.ask('PUT', `/Encounter/${id}`, { body: { ...anEncounterOf(stage.patient, of), id, ...more } });
    expect((await put({ class: { system: codeSystems.eventClass, code: '6' } })).status).toBe(200);
    expect(await ledger(of)).toMatchObject([{ state: 'registered', version: 2 }]);
    expect((await put({ identifier: [{ system: numbers, value: 'other' }] })).status).toBe(422);
    expect((await put({ meta: { source: 'urn:elsewhere' } })).status).toBe(422);
    expect((await put({ status: 'entered-in-error' })).status).toBe(200);
    expect((await put({})).status).toBe(409);
    expect(await ledger(of)).toMatchObject([{ state: 'cancelled', version: 3 }]);
  });
});

describe('finding the patient', () => {
  it('by P1’s names of parameters, as its clients ask', async () => {
    const system = identifierSystems.pesel;
    const found = (query: string) => stage.ask('GET', `/Patient?${query}&_total=accurate`);
    const asked = await found(`plpatient=${system}|${pesel}&plgiven=Łucja&plfamily=kowalska`);
    expect(asked.body.entry.map(({ resource }: { resource: Resource }) => resource.id)).toEqual([stage.patient]);
    expect((await found(`plpatient=${system}|${pesel}&plfamily=Nowak`)).body.total).toBe(0);
  });
});

describe('a transaction', () => {
  it('without a diagnosis is refused by REG.WER.10857, and nothing of it stands', async () => {
    const of = number();
    const entry = [
      { fullUrl: 'urn:uuid:e', ...post(anEncounterOf(stage.patient, of)) },
      post(aProcedureOf(stage.patient, 'urn:uuid:e')),
    ];
    const answer = await send({ resourceType: 'Bundle', type: 'transaction', entry });
    expect([answer.status, ruleOf(answer)]).toEqual([422, ['REG.WER.10857']]);
    expect(await ledger(of)).toEqual([]);
    const found = await stage.ask('GET', `/Encounter?identifier=${numbers}|${of}`);
    expect(found.body.entry ?? []).toEqual([]);
  });

  it('names people as the register does: REG.WER.4059; with a right that held then', async () => {
    const person = (npwz: string, display: string) => ({
      participant: [{ individual: { identifier: { system: identifierSystems.npwzDoctor, value: npwz }, display } }],
    });
    const npwz = String(
      (anEncounterOf('', '').participant as { individual: { identifier: { value: string } } }[])[0]?.individual
        .identifier.value,
    );
    const wrong = await send(whole(number(), person(npwz, 'Jan Kowalski')));
    expect([wrong.status, ruleOf(wrong)]).toEqual([422, ['REG.WER.4059']]);
    expect(ruleOf(await send(whole(number(), person(oldNpwz, 'Ewa Mazur'))))).toEqual(['no-right-to-practise']);
  });

  it('about one patient with the PESEL of another is refused', async () => {
    const identifier = { system: identifierSystems.pesel, value: makePesel('1980-01-01', 'male', 3) };
    const answer = await send(whole(number(), { subject: { reference: `Patient/${stage.patient}`, identifier } }));
    expect(ruleOf(answer)).toEqual(['another-patient']);
  });

  it('that comes again is told where the first one stands', async () => {
    const of = number();
    await send(whole(of));
    const [row] = await ledger(of);
    const again = await send(whole(of));
    expect([again.status, again.body.issue[0].diagnostics]).toEqual([
      409,
      expect.stringContaining(`Encounter/${row?.encounter}`),
    ]);
  });
});

describe('a signature', () => {
  const sign = async (targets: readonly string[], change: (xml: string) => string = (xml) => xml) => {
    const resources = await Promise.all(
      targets.map(async (target) => {
        const { text } = await stage.ask('GET', `/${target}`, { headers: { accept: 'application/fhir+xml' } });
        return { uri: `${stage.record.settings.baseUrl}/${target}`, octets: Buffer.from(change(text)) };
      }),
    );
    const { signer } = await (await testAuthority(new Date())).person('CN=Przychodnia');
    return signDetached(resources, 'application/fhir+xml', { signer, signedAt: new Date(), id: 'podpis' });
  };
  const provenance = (targets: readonly string[], signature: string): Resource => ({
    resourceType: 'Provenance',
    meta: { profile: [profiles.provenance] },
    target: targets.map((reference) => ({ reference })),
    recorded: '2026-03-02T10:30:00+01:00',
    agent: [{ who: { reference: 'Organization/clinic-1' } }],
    signature: [
      {
        type: [{ system: 'urn:oid:2.16.840.1.113883.3.4424.11.1.86', code: '1.2.840.10065.1.12.1.14' }],
        when: '2026-03-02T10:30:00+01:00',
        who: { reference: 'Organization/clinic-1' },
        targetFormat: 'application/fhir+xml',
        sigFormat: 'application/signature+xml',
        data: Buffer.from(signature).toString('base64'),
      },
    ],
  });
  const targetsOf = (body: { entry: { response: { location: string } }[] }) =>
    body.entry.map(({ response: { location } }) => location.replace(/^.*\/(?=[A-Z])/, ''));

  it('over versioned addresses is verified, and makes the event signed', async () => {
    const of = number();
    const targets = targetsOf((await send(whole(of))).body);
    const answer = await create(provenance(targets, await sign(targets)));
    expect([answer.status, (await ledger(of))[0]?.signed_at]).toEqual([201, expect.any(Date)]);
  });

  it('over other content, over less, over what is no longer so, or of an event without diagnosis is refused', async () => {
    const of = number();
    const targets = targetsOf((await send(whole(of))).body);
    const [first = ''] = targets;
    expect(
      (await create(provenance(targets, await sign(targets, (xml) => xml.replace('finished', 'planned'))))).status,
    ).toBe(422);
    expect((await create(provenance(targets, await sign([first])))).status).toBe(422);
    expect((await create(provenance(['Encounter/nobody/_history/1'], await sign(targets)))).status).toBe(422);
    const old = await sign(targets);
    const id = first.split('/')[1];
    const body = { ...anEncounterOf(stage.patient, of), id, class: { system: codeSystems.eventClass, code: '6' } };
    await stage.ask('PUT', `/Encounter/${id}`, { body });
    expect((await create(provenance(targets, old))).status).toBe(422);
    const open = await create(anEncounterOf(stage.patient, number()));
    const alone = [`Encounter/${open.body.id}/_history/1`];
    expect(ruleOf(await create(provenance(alone, await sign(alone))))).toEqual(['REG.WER.10857']);
    expect((await ledger(of))[0]?.signed_at).toBeNull();
  });
});

describe('races', { timeout: 60_000 }, () => {
  it('give a number to one event, whoever sends it how often at once', async () => {
    const send1 = fc.constantFrom('fhir', 'operation', 'other content');
    await fc.assert(
      fc.asyncProperty(fc.array(send1, { minLength: 2, maxLength: 8 }), async (ways) => {
        const of = `${number()}-race`;
        const event = anEvent(stage.patient, of);
        stage.signIn(machine());
        const byFhir = ways.filter((way) => way === 'fhir').map(() => send(whole(of)));
        // Who asks is read when the request comes in: let those in first.
        await new Promise((resolve) => setTimeout(resolve, 2));
        stage.signIn(doctor);
        const byUs = ways
          .filter((way) => way !== 'fhir')
          .map((way) => stage.call('POST', '/events', way === 'operation' ? event : { ...event, kind: '6' }));
        const answers = await Promise.all([...byFhir, ...byUs]);
        const rows = await ledger(of);
        expect(rows).toHaveLength(1);
        const { rows: living } = await stage.database.query(
          'select 1 from medical_events.diagnosis where encounter = $1',
          [rows[0]?.encounter],
        );
        expect(living.length).toBeGreaterThan(0);
        expect(answers.filter(({ status }) => status < 300).length).toBeGreaterThan(0);
        expect(answers.every(({ status }) => [200, 201, 409].includes(status))).toBe(true);
        // The same content has the same answer, or was beaten by another.
        const same = new Set(byUs.length > 0 ? answers.slice(byFhir.length).flatMap(({ body }) => body.id ?? []) : []);
        expect(same.size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 15 },
    );
    stage.signIn(machine());
  });

  it('never leave an event without a diagnosis', async () => {
    const of = number();
    await send(whole(of, {}, aDiagnosisOf(stage.patient, 'urn:uuid:e'), aDiagnosisOf(stage.patient, 'urn:uuid:e')));
    const [row] = await ledger(of);
    const found = await stage.ask('GET', `/Condition?encounter=Encounter/${row?.encounter}`);
    const ids = found.body.entry.map(({ resource }: { resource: Resource }) => resource.id);
    expect(ids).toHaveLength(3);
    const gone = await Promise.all(ids.map((id: string) => stage.ask('DELETE', `/Condition/${id}`)));
    expect(gone.map(({ status }) => status).sort()).toEqual([204, 204, 422]);
  });
});
