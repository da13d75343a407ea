/**
 * Contract tests of the programme's flows between systems that stand, each named by its id, by the real interface
 * alone. Which there are and which are not yet: docs/flows.md.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syntheticProducts } from '#libs/medicinal-products/synthetic.ts';
import { registerXml } from '#libs/medicinal-products/write-register.ts';
import { madeFile } from '#core/registers/table.ts';
import { polishDay } from '#core/registers/days.ts';
import { untestedFlows } from '../flows-table.ts';
import { type FlowStage, setFlowStage } from './stage.ts';

let stage: FlowStage;
const profile = (address: string) => `/api/patient-profile/${stage.patient}/${address}`;
const made: { prescription: string; package: string; referral: string; event: string } = {
  ...{ prescription: '', package: '', referral: '', event: '' },
};

beforeAll(async () => {
  stage = await setFlowStage();
  const issued = await stage.gabinet.post('/api/e-prescription/packages', {
    patient: stage.patient,
    prescriptions: [
      {
        ...{ medicine: { kind: 'G', gtin: '02000000000008' }, quantity: 1, refundLevel: '100%' },
        dosage: { amount: { value: 1, unit: 'tabl.' }, times: 1 },
      },
    ],
  });
  expect(issued.status, JSON.stringify(issued.body)).toBe(200);
  made.package = issued.body.id;
  made.prescription = issued.body.prescriptions[0].id;
  const referral = await stage.gabinet.post('/api/e-referral/referrals', {
    ...{ kind: 'clinic', urgency: 'UR', patient: stage.patient, speciality: { code: '1100' } },
    diagnoses: [{ code: 'I10' }],
  });
  expect(referral.status, JSON.stringify(referral.body)).toBe(200);
  made.referral = referral.body.id;
  const event = await stage.gabinet.post('/api/medical-events/events', {
    ...{ number: 'flow-event-0001', patient: stage.patient, kind: '4', start: new Date().toISOString() },
    diagnoses: [{ code: 'I10', name: 'Nadciśnienie', role: 'main' }],
  });
  expect(event.status, JSON.stringify(event.body)).toBe(201);
  made.event = event.body.id;
}, 240_000);
afterAll(() => stage?.close(), 60_000);

const eventOf = (type: string, id: string, by: 'gabinet' | 'ikp' = 'gabinet') =>
  stage[by].get(profile(`events/${type}/${id}`));

describe('what the e-Profil shows of others', () => {
  it('FLOW-45 SGR → ePP: a prescription stands in the profile as it was issued', async () => {
    const { body } = await stage.gabinet.get(profile('overview'));
    const line = body.medicines.find(({ link }: { link: { id: string } }) => link.id === made.prescription);
    expect(line).toMatchObject({ link: { type: 'MedicationRequest' }, dispensed: { state: 'no' } });
    expect(line.what).toContain('Howanina');
    expect(line.prescribed).toBeDefined();
  });

  it('FLOW-35 SGS → ePP: a referral opens in the profile with what it is about', async () => {
    const { status, body } = await eventOf('ServiceRequest', made.referral);
    expect(status).toBe(200);
    expect(body).toMatchObject({ link: { type: 'ServiceRequest', id: made.referral }, status: 'active' });
    expect(body.what.length).toBeGreaterThan(3);
  });

  it('FLOW-47 SGZ → ePP: an event stands in the life line, with its diagnosis', async () => {
    const { body } = await stage.gabinet.get(profile('timeline?lane=visits'));
    const rows = body.rows.map(({ link }: { link: { id: string } }) => link.id);
    expect(rows).toContain(made.event);
    const opened = await eventOf('Encounter', made.event);
    expect(JSON.stringify(opened.body.decided)).toContain('Nadciśnienie');
  });

  it('FLOW-48 RPL → ePP: a product of the imported register is prescribed and shown by its name there', async () => {
    const importer = stage.started.platform.registers.find(({ kind }) => kind === 'rpl');
    const products = [...syntheticProducts(1, 402)];
    const added = products.at(-1);
    const gtin = added?.packages.find((one) => one.gtin && one.availability === 'Rp')?.gtin;
    expect(gtin, 'the last synthetic product has a package on prescription').toBeDefined();
    const before = await stage.bus.get(`/api/medicinal-products/packages/${gtin}`);
    expect(before.status).toBe(404);
    await importer?.load(madeFile('rpl.xml', () => registerXml(polishDay(new Date()), products)));
    const issued = await stage.gabinet.post('/api/e-prescription/packages', {
      patient: stage.patient,
      prescriptions: [
        {
          ...{ medicine: { kind: 'G', gtin }, quantity: 1, refundLevel: '100%' },
          dosage: { amount: { value: 1, unit: 'szt.' }, times: 1 },
        },
      ],
    });
    expect(issued.status, JSON.stringify(issued.body)).toBe(200);
    const { body } = await stage.gabinet.get(profile('overview'));
    const names = body.medicines.map(({ what }: { what: string }) => what).join('\n');
    expect(names).toContain(added?.name);
  });
});

describe('where the e-Profil leads', () => {
  it('FLOW-39 ePP → SGR: the id that the profile gives opens the prescription', async () => {
    const { body } = await stage.gabinet.get(profile('overview'));
    const { link } = body.medicines.find(({ link }: { link: { id: string } }) => link.id === made.prescription);
    const read = await stage.gabinet.get(`/api/e-prescription/prescriptions/${link.id}`);
    expect([read.status, read.body.prescription?.id ?? read.body.id]).toEqual([200, made.prescription]);
    const stranger = await stage.otherPatient.get(`/api/e-prescription/prescriptions/${link.id}`);
    expect([403, 404]).toContain(stranger.status);
  });

  it('FLOW-38 ePP → SGS: the id that the profile gives opens the referral', async () => {
    const { body } = await eventOf('ServiceRequest', made.referral);
    const read = await stage.gabinet.get(`/api/e-referral/referrals/${body.link.id}`);
    expect(read.status).toBe(200);
    expect(JSON.stringify(read.body)).toContain(made.referral);
    expect([403, 404]).toContain((await stage.otherPatient.get(`/api/e-referral/referrals/${body.link.id}`)).status);
  });

  it('FLOW-43 ePP → SGZ: the id that the profile gives opens the medical event', async () => {
    const { body } = await stage.gabinet.get(profile('timeline?lane=visits'));
    const { link } = body.rows.find((row: { link: { id: string } }) => row.link.id === made.event);
    const read = await stage.gabinet.get(`/api/medical-events/events/${link.id}`);
    expect(read.status).toBe(200);
    expect(JSON.stringify(read.body)).toContain('flow-event-0001');
    expect([403, 404]).toContain((await stage.otherPatient.get(`/api/medical-events/events/${link.id}`)).status);
  });
});

describe('whom the e-Profil serves', () => {
  it('FLOW-36 Gabinet.gov.pl → ePP: a physician asks by the identifier of a patient and acts', async () => {
    const found = await stage.gabinet.post('/api/patient-profile/find', { text: 'wisniow anna' });
    expect(found.body.patients.map(({ id }: { id: string }) => id)).toContain(stage.patient);
    expect((await stage.gabinet.get(profile('timeline'))).status).toBe(200);
    expect((await stage.stranger.get(profile('timeline'))).status).toBe(401);
  });

  it('FLOW-44 ePP → Gabinet.gov.pl: single and summed-up data come back', async () => {
    const { body } = await stage.gabinet.get(profile('overview'));
    for (const part of ['problems', 'medicines', 'results', 'news', 'gaps', 'sources', 'lifeLine'])
      expect(body, part).toHaveProperty(part);
    expect(body.lifeLine.total).toBeGreaterThan(100);
  });

  it('FLOW-40 IKP → ePP: patients ask for their own profile, and are refused that of others', async () => {
    expect((await stage.ikp.get(profile('overview'))).status).toBe(200);
    expect([403, 404]).toContain((await stage.otherPatient.get(profile('overview'))).status);
  });

  it('FLOW-41 ePP → IKP: patients get the same facts as their physician', async () => {
    const [own, theirs] = [await stage.ikp.get(profile('overview')), await stage.gabinet.get(profile('overview'))];
    const links = ({ body }: typeof own) => body.medicines.map(({ link }: { link: { id: string } }) => link.id).sort();
    expect(links(own)).toEqual(links(theirs));
    expect((await eventOf('Encounter', made.event, 'ikp')).body.link.id).toBe(made.event);
  });
});

describe('the table', () => {
  it('leaves no flow untested of which both systems stand', () => {
    expect(untestedFlows().map(({ id, source, target }) => `${id} ${source} → ${target}`)).toEqual([]);
  });
});
