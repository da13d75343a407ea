/** Profiles: what they demand of values that are not there, are long, or refer to versions. */
import { describe, expect, it } from 'vitest';
import { verdict } from '../verdict.ts';
import { Definitions } from './definitions.ts';
import type { ProfileElement } from './profile.ts';
import { shippedDefinitions } from './shipped.ts';
import { trimmedProfile } from './trim.ts';

const url = 'http://example.org/StructureDefinition/values';

function errors(resource: { resourceType: string }, element: ProfileElement) {
  const type = resource.resourceType;
  const definitions = new Definitions(shippedDefinitions());
  definitions.add({
    ...{ resourceType: 'StructureDefinition', url, type, kind: 'resource', derivation: 'constraint' },
    ...{ baseDefinition: `http://hl7.org/fhir/StructureDefinition/${type}`, differential: { element: [element] } },
  });
  return verdict(resource, { definitions, profiles: [url], purpose: 'validate' })
    .filter(({ severity }) => severity === 'error')
    .map(({ expression }) => expression);
}

const absent = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
};

describe('a value', () => {
  it.each(['fixedBoolean', 'patternBoolean'])('%s is not that of an element that has only extensions', (how) => {
    const element = { path: 'Patient.active', [how]: true };
    expect(errors({ resourceType: 'Patient' }, element)).toEqual([]);
    expect(errors({ resourceType: 'Patient', ...{ _active: absent } }, element)).toEqual(['Patient.active']);
  });

  it('is as long as it has characters', () => {
    const family = (text: string) => ({ resourceType: 'Patient', name: [{ family: text }] });
    const element = { path: 'Patient.name.family', maxLength: 3 };
    expect(errors(family('😀😀😀'), element)).toEqual([]);
    expect(errors(family('abcd'), element)).toEqual(['Patient.name[0].family']);
  });
});

describe('what stands in place of a value', () => {
  const ofR5 = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.';
  const other = { extension: [{ url: 'http://example.org/other', valueString: 'x' }] };
  const canonical = { url: `${ofR5}valueAlternatives`, valueCanonical: absent.extension[0]?.url ?? '' };

  it.each([
    ['nothing', { url: `${ofR5}mustHaveValue`, valueBoolean: true }, absent, true],
    ['what is named', canonical, absent, false],
    ['nothing else', canonical, other, true],
    ['anything', { url: `${ofR5}mustHaveValue`, valueBoolean: false }, other, false],
  ])('is %s', (_, control, shadow, isRefused) => {
    const element = { path: 'Patient.active', min: 1, extension: [control] };
    const patient = { resourceType: 'Patient', ...{ _active: shadow } };
    expect(errors(patient, element)).toEqual(isRefused ? ['Patient.active'] : []);
    expect(errors({ resourceType: 'Patient', ...{ active: true } }, element)).toEqual([]);
  });
});

it('is judged by its snapshot where its base is not known', () => {
  const definitions = new Definitions(shippedDefinitions());
  const trimmed = trimmedProfile({
    ...{ resourceType: 'StructureDefinition', url, type: 'Patient', kind: 'resource', derivation: 'constraint' },
    ...{
      baseDefinition: 'http://example.org/nowhere',
      differential: { element: [{ path: 'Patient.gender', min: 1 }] },
    },
    snapshot: { element: [{ path: 'Patient' }, { path: 'Patient.gender', min: 1 }, { path: 'Patient.name', min: 1 }] },
  });
  definitions.add(trimmed);
  const issues = verdict({ resourceType: 'Patient' }, { definitions, profiles: [url], purpose: 'validate' });
  expect(issues.map(({ expression }) => expression)).toEqual(['Patient.gender', 'Patient.name']);
});

it('is sorted by its type also when that is a reference', () => {
  const type = [{ code: 'Reference' }];
  const definitions = new Definitions(shippedDefinitions());
  definitions.add({
    ...{
      resourceType: 'StructureDefinition',
      url,
      type: 'MedicationRequest',
      kind: 'resource',
      derivation: 'constraint',
    },
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/MedicationRequest',
    differential: {
      element: [
        { path: 'MedicationRequest.medication[x]', slicing: { rules: 'closed' } },
        { path: 'MedicationRequest.medication[x]', sliceName: 'medicationReference', type },
      ],
    },
  });
  const request = (more: object) => {
    const head = { resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject: { display: 'x' } };
    return verdict({ ...head, ...more }, { definitions, profiles: [url], purpose: 'validate' });
  };
  expect(request({ medicationReference: { reference: 'Medication/1' } })).toEqual([]);
  expect(request({ medicationCodeableConcept: { text: 'x' } }).length).toBe(1);
});

describe('a reference', () => {
  const to = (reference: string) => ({
    ...{ resourceType: 'Observation', status: 'final', code: { text: 'x' } },
    subject: { reference },
  });
  const refused = (versioning: string, reference: string) =>
    errors(to(reference), { path: 'Observation.subject', type: [{ code: 'Reference', versioning }] }).length > 0;

  it.each([
    ['specific', 'Patient/1', true],
    ['specific', 'Patient/1/_history/2', false],
    ['specific', 'urn:uuid:00000000-0000-4000-8000-000000000000', false],
    ['independent', 'Patient/1/_history/2', true],
    ['independent', 'http://example.org/Patient/1', false],
    ['either', 'Patient/1/_history/2', false],
  ])('%s: %s', (versioning, reference, isRefused) => {
    expect(refused(versioning, reference)).toBe(isRefused);
  });
});
