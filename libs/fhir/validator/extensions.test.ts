/** Extensions by their definitions: where they may stand, which parts they have, and names that nobody has defined. */
import { describe, expect, it } from 'vitest';
import { Definitions } from '../profiles/definitions.ts';
import type { ProfileDefinition, ProfileElement } from '../profiles/profile.ts';
import { shippedDefinitions } from '../profiles/shipped.ts';
import { verdict, type VerdictOptions } from '../verdict.ts';

type Json = { [element: string]: unknown };

const core = 'http://hl7.org/fhir/StructureDefinition/';
const url = 'http://example.org/StructureDefinition/x';
const patient = (more: Json): Json => ({ resourceType: 'Patient', ...more });
const extension = { url, valueString: 'x' };

const definition = (more: Partial<ProfileDefinition>, ...element: ProfileElement[]): ProfileDefinition => ({
  ...{ resourceType: 'StructureDefinition', url, type: 'Extension', kind: 'complex-type', derivation: 'constraint' },
  ...{
    baseDefinition: `${core}Extension`,
    differential: { element: [{ path: 'Extension.url', fixedUri: url }, ...element] },
  },
  ...more,
});
const context = (expression: string) => definition({ context: [{ type: 'element', expression }] });

function check(resource: Json, known: ProfileDefinition[] = [], options: Partial<VerdictOptions> = {}) {
  const definitions = new Definitions(shippedDefinitions());
  for (const one of known) definitions.add(one);
  return verdict(resource, { definitions, purpose: 'validate', now: '2026-11-28T10:00:00Z', ...options });
}
const errors = (...of: Parameters<typeof check>) =>
  check(...of)
    .filter(({ severity }) => severity === 'error')
    .map(({ expression }) => expression);

describe('where an extension may stand', () => {
  const quantity = { resourceType: 'Observation', status: 'final', code: { text: 'x' } };
  const valueSet = { resourceType: 'ValueSet', status: 'draft', extension: [extension] };
  const elsewhere = patient({ communication: [{ language: { text: 'x' }, extension: [extension] }] });

  it.each([
    [
      'a form of a choice',
      'Observation.valueQuantity',
      { ...quantity, valueQuantity: { value: 1, extension: [extension] } },
    ],
    ['a type by its address', `${core}Patient`, patient({ extension: [extension] })],
    ['what R5 calls canonical', 'CanonicalResource', valueSet],
    ['what R5 calls metadata', 'MetadataResource', valueSet],
    ['anything', 'Base', patient({ name: [{ text: 'x', extension: [extension] }] })],
    ['a slice', `${core}Patient#Patient.name:official`, patient({ name: [{ text: 'x', extension: [extension] }] })],
  ])('takes %s', (_, expression, resource) => {
    expect(errors(resource, [context(expression)])).toEqual([]);
    expect(errors(elsewhere, [context('Patient')])).toEqual(['Patient.communication[0].extension[0]']);
  });

  it('asks rules about the element in its type', () => {
    const rule = definition({ contextInvariant: ['$this is HumanName'] });
    expect(errors(patient({ name: [{ text: 'x', extension: [extension] }] }), [rule])).toEqual([]);
    expect(errors(patient({ extension: [extension] }), [rule])).toEqual(['Patient.extension[0]']);
  });
});

describe('what an extension is', () => {
  it('is defined as one', () => {
    expect(errors(patient({ extension: [{ url: `${core}Patient`, valueString: 'x' }] }))).toEqual([
      'Patient.extension[0]',
    ]);
  });

  it('has the parts of its definition and of those below, though slicing leaves it open', () => {
    const nationality = (...parts: Json[]) =>
      patient({ extension: [{ url: `${core}patient-nationality`, extension: parts }] });
    const code = { url: 'code', valueCodeableConcept: { text: 'x' } };
    expect(errors(nationality(code))).toEqual([]);
    const other = nationality(code, { url: 'country', valueString: 'PL' });
    expect(errors(other)).toEqual(['Patient.extension[0].extension[1]']);
    expect(errors(other, [], { purpose: 'write' })).toEqual([]);
    const narrower = definition({ baseDefinition: `${core}patient-nationality` });
    expect(errors(patient({ extension: [{ url, extension: [code] }] }), [narrower])).toEqual([]);
  });
});

describe("names in HL7's domain", () => {
  const named = (name: string) => patient({ extension: [{ url: name, valueString: 'x' }] });
  const general = { demandsKnownExtensions: true };

  it.each([`${core}patient-birthTme`, 'http://hl7.org/fhir/us/nowhere/StructureDefinition/x'])(
    '%s is an error where conformance is asked, and no reason not to store',
    (name) => {
      expect(errors(named(name), [], general)).toEqual(['Patient.extension[0]']);
      expect(check(named(name)).map(({ severity }) => severity)).toEqual(['warning']);
      expect(check(named(name), [], { purpose: 'write' })).toEqual([]);
    },
  );

  it.each([
    'http://example.org/StructureDefinition/x',
    'http://hl7.org/fhir/5.0/StructureDefinition/extension-Patient.x',
    'http://hl7.org/fhir/tools/StructureDefinition/x',
    'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content',
    'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression',
  ])('%s is left alone', (name) => {
    expect(check(named(name), [], general)).toEqual([]);
  });

  it('stand also where HL7 lets them stand since R4', () => {
    const born = { extension: [{ url: `${core}patient-birthTime`, valueDateTime: '2026-11-28T10:00:00Z' }] };
    const person = (resourceType: string) => errors({ resourceType, birthDate: '2026-11-28', _birthDate: born });
    expect(['Patient', 'Person', 'Practitioner'].map(person)).toEqual([[], [], []]);
    expect(errors(patient(born))).toEqual(['Patient.extension[0]']);
  });

  it('knows what HL7 has added since R4', () => {
    const endpoint = (value: Json) => ({
      ...{ resourceType: 'Endpoint', status: 'active', connectionType: { code: 'x' }, payloadType: [{ text: 'x' }] },
      ...{ address: 'http://example.org', extension: [{ url: `${core}endpoint-fhir-version`, ...value }] },
    });
    expect(errors(endpoint({ valueCode: '4.0.1' }), [], general)).toEqual([]);
    expect(errors(endpoint({ valueString: '4.0.1' }), [], general)).toEqual(['Endpoint.extension[0].value']);
  });
});
