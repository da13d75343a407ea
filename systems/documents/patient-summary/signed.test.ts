/** Curated and signed summaries on the real record: what is signed is what was seen, and nobody else writes or alters it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from '#libs/fhir/json.ts';
import { machineCall, openWorld, patientOf, testSignatures, type World, wrongWith } from './fixtures.ts';
import type { Fhir } from './model.ts';
import { signedProfile, type Signatures, verify } from './signed.ts';

const anna = patientOf('anna.wisniowiecka');
const at = `/api/patient-summary/${anna}`;
const doctor = 'jan.nowak';

let world: World;
let signatures: Signatures;

beforeAll(async () => {
  signatures = await testSignatures();
  world = await openWorld(3, { signatures });
}, 120_000);
afterAll(() => world.close());

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
// oxlint-disable-next-line no-explicit-any
const body = async (answer: Promise<{ status: number; body: unknown; text: string }>, status = 200): Promise<any> => {
  const { status: found, body, text } = await answer;
  expect(found, text).toBe(status);
  return body;
};
const lineOf = (sheet: { sections: { name: string; lines: { line: string }[] }[] }, section: string, n = 0): string =>
  sheet.sections.find(({ name }) => name === section)?.lines[n]?.line as string;
const idOf = async (): Promise<string> => (await body(world.ask(doctor, 'GET', `${at}/signed`))).summaries[0].id;

describe('a signed summary', () => {
  it('says what was left out and why, what was confirmed and added, who signed, and is valid by IPS', async () => {
    const sheet = await body(world.ask(doctor, 'GET', at));
    expect(sheet.signed).toBeUndefined();
    const hide = [{ line: lineOf(sheet, 'problems'), reason: 'rozpoznanie nieaktualne' }];
    const confirm = [lineOf(sheet, 'allergies')];
    const add = [
      { section: 'allergies', text: 'Lateks <b>' },
      { section: 'problems', text: 'Samotna' },
      { section: 'medications', text: 'Melatonina' },
      { section: 'alerts', text: 'Nie słyszy' },
    ];
    const wishes = { hide, confirm, add, comment: 'Pacjentka zna swoje leki.\nMówi po polsku.' };
    const preview = await body(world.ask(doctor, 'POST', `${at}/preview`, { body: wishes }));
    expect(preview.basis).toBe(sheet.basis);
    const signed = await body(world.ask(doctor, 'POST', `${at}/sign`, { body: { ...wishes, basis: sheet.basis } }));
    expect(signed).toMatchObject({ summary: { status: 'current' }, signature: { valid: true, signer: 'Jan Nowak' } });

    const bundle = await body(world.ask('anna.wisniowiecka', 'GET', `${at}/signed/${signed.summary.id}`));
    expect(wrongWith(bundle)).toEqual([]);
    const text = JSON.stringify(bundle);
    expect(text).not.toContain(hide[0]?.line.split('/')[1]);
    expect(text).toContain('rozpoznanie nieaktualne');
    expect(text).toContain('Lateks &lt;b&gt;');
    expect(text).toContain('potwierdzone przez lekarza');
    expect(text).toContain('Pacjentka zna swoje leki.');
    const [{ resource: composition }] = bundle.entry;
    expect(composition).toMatchObject({ status: 'final', attester: [{ mode: 'legal' }] });
  });

  it('is told to be older than the record, change by change, without what the physician left out', async () => {
    const before = await body(world.ask(doctor, 'GET', at));
    expect(before.signed.changes).toEqual([]);
    const code = { text: 'Pyłki brzozy' };
    await world.record.create(machineCall, {
      ...{ resourceType: 'AllergyIntolerance', code, patient: { reference: `Patient/${anna}` } },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
      },
    });
    const after = await body(world.ask(doctor, 'GET', at));
    expect(after.signed.changes).toMatchObject([{ kind: 'new', what: 'Pyłki brzozy' }]);
    expect(after.signed.says).toContain('Liczba zmian: 1');
    // Signed as it was seen, or not at all.
    const old = await world.ask(doctor, 'POST', `${at}/sign`, { body: { basis: before.basis } });
    expect(old.status).toBe(409);
  });

  it('takes the place of the one before, which stays', async () => {
    const first = await idOf();
    const { basis } = await body(world.ask(doctor, 'GET', at));
    const second = await body(world.ask(doctor, 'POST', `${at}/sign`, { body: { basis, language: 'en' } }));
    const { summaries } = await body(world.ask('anna.wisniowiecka', 'GET', `${at}/signed`));
    expect(summaries.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
      [second.summary.id, 'current'],
      [first, 'superseded'],
    ]);
    const old = await body(world.ask(doctor, 'GET', `${at}/signed/${first}/verification`));
    expect(old).toMatchObject({ summary: { status: 'superseded' }, signature: { valid: true } });
    const bundle = await body(world.ask(doctor, 'GET', `${at}/signed/${second.summary.id}`));
    const former = await body(world.ask(doctor, 'GET', `${at}/signed/${first}`));
    expect(bundle.entry[0].resource.relatesTo[0].targetIdentifier).toEqual(former.identifier);
  });

  it('cannot be altered without its signature telling', async () => {
    const bundle: Fhir = await body(world.ask(doctor, 'GET', `${at}/signed/${await idOf()}`));
    expect(await verify(signatures, bundle)).toMatchObject({ valid: true });
    const altered = JSON.parse(stringify(bundle)) as Fhir;
    (altered.entry as { resource: { title?: string } }[])[0]!.resource.title = 'Inne';
    expect(await verify(signatures, altered)).toMatchObject({ valid: false, code: 'signature-wrong-value' });
    const { signature: _gone, ...unsigned } = altered;
    expect(await verify(signatures, unsigned as Fhir)).toMatchObject({ valid: false, code: 'unsigned' });
  });

  it('is written by this system alone, and is nobody else’s to see', async () => {
    const forged = {
      ...{ resourceType: 'DocumentReference', meta: { profile: [signedProfile] }, status: 'current' },
      ...{ subject: { reference: `Patient/${anna}` }, content: [{ attachment: { title: 'x' } }] },
    };
    await expect(world.record.create(machineCall, forged)).rejects.toMatchObject({ code: 'owned-profile' });
    const id = await idOf();
    for (const who of ['jakub.zielinski', 'ewa.mazur']) {
      for (const path of ['', '/signed', `/signed/${id}`, `/signed/${id}/verification`]) {
        expect((await world.ask(who, 'GET', `${at}${path}`)).status, `${who} ${path}`).toBe(404);
      }
    }
    expect((await world.ask('ewa.mazur', 'POST', `${at}/sign`, { body: { basis: 'x'.repeat(22) } })).status).toBe(404);
    expect(
      (await world.ask('anna.wisniowiecka', 'POST', `${at}/sign`, { body: { basis: 'x'.repeat(22) } })).status,
    ).toBe(403);
  });

  it('refuses lines that are not there and lines left out without a reason', async () => {
    const sheet = await body(world.ask(doctor, 'GET', at));
    const refused = async (wishes: object) =>
      (await world.ask(doctor, 'POST', `${at}/preview`, { body: wishes })).status;
    expect(await refused({ hide: [{ line: 'Condition/nowhere', reason: 'nieaktualne' }] })).toBe(422);
    expect(await refused({ confirm: ['Condition/nowhere'] })).toBe(422);
    expect(await refused({ hide: [{ line: lineOf(sheet, 'problems'), reason: ' ' }] })).toBe(422);
    expect(await refused({ add: [{ section: 'results', text: 'x' }] })).toBe(400);
  });
});
