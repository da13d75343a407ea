/**
 * Flows between the e-Profil and the service bus (SUS): FLOW-42, from the number of a patient to the id by which the
 * profile is asked; FLOW-37, single and summed-up data to the system of a provider, as its clinician would see them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ajv } from 'ajv';
import type { OpenApiDocument } from '#core/http/openapi/model.ts';
import { demonstrationPeople, firstCitizens } from '#libs/population/index.ts';
import { aggregatedShape } from '#systems/documents/patient-profile/aggregated.ts';
import { type FlowStage, setFlowStage } from './stage.ts';

let stage: FlowStage;
let asking: { patient: string; practitioner: string };
beforeAll(async () => {
  stage = await setFlowStage();
  asking = { patient: stage.patient, practitioner: stage.practitioner };
}, 240_000);
afterAll(() => stage?.close(), 60_000);

const [anna] = [...firstCitizens(3)];
const elsewhere = demonstrationPeople().find(({ login }) => login === 'ewa.mazur')?.practitionerId ?? '';

describe('FLOW-42 SUS → ePP: the identifier of a patient', () => {
  it('is answered by an opaque id, for the number in the body', async () => {
    const { practitioner } = asking;
    const found = await stage.practice.post('/api/patient-profile/identify', { pesel: anna?.pesel, practitioner });
    expect([found.status, found.body]).toEqual([200, { patient: stage.patient }]);
    const nobody = await stage.practice.post('/api/patient-profile/identify', { pesel: '44051401359', practitioner });
    expect([nobody.status, nobody.body.code]).toEqual([404, 'no-such-patient']);
    const bad = await stage.practice.post('/api/patient-profile/identify', { pesel: 'abc', practitioner });
    expect([bad.status, bad.body.code]).toEqual([400, 'bad-pesel']);
  });

  it('is described for machines, and refused to people, strangers and systems of no provider', async () => {
    const { paths } = (await stage.bus.get('/api/openapi.json')).body as OpenApiDocument;
    expect(paths['/api/patient-profile/identify']?.post?.operationId).toBe('identify-patient');
    const body = { pesel: anna?.pesel, practitioner: asking.practitioner };
    const asked = async (who: 'gabinet' | 'ikp' | 'stranger' | 'bus') =>
      (await stage[who].post('/api/patient-profile/identify', body)).body.code;
    expect(await asked('stranger')).toBe('sign-in-first');
    for (const who of ['gabinet', 'ikp'] as const) expect(['not-for-your-role', 'csrf']).toContain(await asked(who));
    expect(await asked('bus')).toBe('no-provider');
  });
});

describe('FLOW-37 ePP → SUS: single and summed-up data', () => {
  it('are what the clinician sees in the portal, by a schema that others can rely on', async () => {
    const { status, body } = await stage.practice.post('/api/patient-profile/aggregated', asking);
    expect(status, JSON.stringify(body)).toBe(200);
    const seen = (await stage.gabinet.get(`/api/patient-profile/${stage.patient}/overview`)).body;
    for (const part of ['problems', 'medicines', 'results', 'allergies', 'gaps'])
      expect(body[part]).toEqual(seen[part]);
    expect(body.entries.total).toBe(seen.lifeLine.total);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    expect(ajv.validate(aggregatedShape, body), ajv.errorsText()).toBe(true);
    expect(body.outside).toMatchObject([{ source: 'nfz', name: 'NFZ' }]);
  });

  it('come as they were known on a day gone by', async () => {
    const asOf = '2026-01-01';
    const then = await stage.practice.post('/api/patient-profile/aggregated', { ...asking, asOf });
    // The demonstration was written today: then nothing was known, and it is said so.
    expect([then.status, then.body.code]).toEqual([404, 'not-yet-known']);
  });

  it('lead to single events', async () => {
    const { body } = await stage.practice.post('/api/patient-profile/aggregated', asking);
    const [{ link, what }] = body.problems;
    const event = await stage.practice.post('/api/patient-profile/aggregated/event', { ...asking, ...link });
    expect(event.body).toMatchObject({ link, what });
    const odd = await stage.practice.post('/api/patient-profile/aggregated/event', {
      ...asking,
      ...link,
      id: 'no-such',
    });
    expect(odd.status).toBe(404);
  });

  it('are for the treating clinician alone: not for one of another provider, nor of a patient who is not in care', async () => {
    const foreign = await stage.practice.post('/api/patient-profile/aggregated', {
      ...asking,
      practitioner: elsewhere,
    });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'not-your-clinician']);
    const unknown = await stage.practice.post('/api/patient-profile/aggregated', { ...asking, patient: 'nobody' });
    expect(unknown.status).toBe(404);
  });

  it('stand in the trail with the system and the clinician, for the patient to see', async () => {
    const { rows } = await stage.started.platform.database.query<{ actor: string; name: string }>(
      `select distinct actor, actor_name as name from audit.event where actor = 'sandbox-practice' and kind = 'read'`,
    );
    expect(rows.map(({ name }) => name).join()).toContain('lek. Jan');
  });

  it('leave resource by resource too, by FHIR', async () => {
    const { body } = await stage.practice.post('/api/patient-profile/aggregated', asking);
    const [{ link }] = body.medicines;
    const resource = await stage.bus.get(`/fhir/R4/${link.type}/${link.id}`);
    expect(resource.body).toMatchObject({ resourceType: link.type, id: link.id });
  });
});
