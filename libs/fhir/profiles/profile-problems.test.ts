/** What the author of a profile hears at once: what contradicts its base, leads nowhere or cannot be read. */
import { expect, it } from 'vitest';
import { verdict } from '../verdict.ts';
import { Definitions } from './definitions.ts';
import type { ProfileDefinition } from './profile.ts';
import { shippedDefinitions } from './shipped.ts';

type Json = { [name: string]: unknown };

const core = 'http://hl7.org/fhir/StructureDefinition/';
const base = 'http://example.org/base';

function profile(type: string, elements: Json[], more: Json = {}): Json {
  const element = elements.map((one) => ({ id: one.path, ...one }));
  return {
    ...{
      resourceType: 'StructureDefinition',
      url: 'http://example.org/p',
      name: 'P',
      status: 'draft',
      abstract: false,
    },
    ...{ kind: 'resource', type, baseDefinition: core + type, derivation: 'constraint' },
    differential: { element },
    ...more,
  };
}

/** Known already: at most three names, none of them without a use; of the marital status no text alone. */
const definitions = new Definitions(shippedDefinitions());
const known = profile(
  'Patient',
  [
    { path: 'Patient.name', max: '3' },
    { path: 'Patient.name.use', min: 1 },
    { path: 'Patient.deceased[x]', type: [{ code: 'boolean' }] },
  ],
  { url: base },
);
definitions.add(known as unknown as ProfileDefinition);

function told(definition: Json): string[] {
  const issues = verdict(definition, { definitions, purpose: 'validate' });
  return issues.map(({ severity, expression }) => `${severity} ${expression?.replace('StructureDefinition.', '')}`);
}

const slicing = (path: string, type = 'value'): Json => ({
  slicing: { discriminator: [{ type, path }], rules: 'open' },
});
const rule = (expression: string): Json => ({
  constraint: [{ key: 'x-1', severity: 'error', human: 'so', expression }],
});
const onBase = { baseDefinition: base };

it.each<[string, Json]>([
  ['less than its base allows', profile('Patient', [{ path: 'Patient.name', min: 1, max: '2' }], onBase)],
  ['one of the types', profile('Observation', [{ path: 'Observation.value[x]', type: [{ code: 'Quantity' }] }])],
  ['a short name of a choice', profile('Observation', [{ path: 'Observation.valueQuantity', min: 1 }])],
  [
    'slices of identifiers by their system',
    profile('Patient', [
      { path: 'Patient.identifier', ...slicing('system') },
      { path: 'Patient.identifier', id: 'Patient.identifier:a', sliceName: 'a', min: 0, max: '1' },
      { path: 'Patient.identifier.system', id: 'Patient.identifier:a.system', min: 1, fixedUri: 'http://a.b' },
    ]),
  ],
  [
    'slices of extensions, which are told by their url anyway',
    profile('Patient', [
      {
        ...{ path: 'Patient.extension', id: 'Patient.extension:a', sliceName: 'a' },
        type: [{ code: 'Extension', profile: [`${core}patient-birthPlace`] }],
      },
    ]),
  ],
  [
    'slices by what a reference leads to',
    profile('Observation', [
      { path: 'Observation.performer', ...slicing('resolve().code', 'type') },
      {
        ...{ path: 'Observation.performer', id: 'Observation.performer:a', sliceName: 'a' },
        type: [{ code: 'Reference', targetProfile: [`${core}PractitionerRole`] }],
      },
    ]),
  ],
  [
    'a pattern of the type',
    profile('Observation', [{ path: 'Observation.code', patternCodeableConcept: { text: 'a' } }]),
  ],
  ['a rule', profile('Patient', [{ path: 'Patient', ...rule('name.exists()') }])],
])('may demand %s', (_, definition) => {
  expect(told(definition).filter((one) => one.startsWith('error'))).toEqual([]);
});

const element = (at: number): string => `error differential.element[${at}]`;

it.each<[string, Json, string]>([
  ['what is not there', profile('Patient', [{ path: 'Patient.nickname', min: 1 }]), element(0)],
  ['of another type', profile('Patient', [{ path: 'Observation.identifier', min: 1 }]), element(0)],
  ['more than its base allows', profile('Patient', [{ path: 'Patient.name', max: '*' }], onBase), element(0)],
  ['more than its type allows', profile('Patient', [{ path: 'Patient.gender', max: '2' }]), element(0)],
  ['at least what may not be', profile('Patient', [{ path: 'Patient.gender', min: 2 }]), element(0)],
  ['less than its base demands', profile('Patient', [{ path: 'Patient.name.use', min: 0 }], onBase), element(0)],
  [
    'a type that its type does not have',
    profile('Observation', [{ path: 'Observation.value[x]', type: [{ code: 'Money' }] }]),
    element(0),
  ],
  [
    'a type that its base has left out',
    profile('Patient', [{ path: 'Patient.deceased[x]', type: [{ code: 'dateTime' }] }], onBase),
    element(0),
  ],
  [
    'a target that its type does not have',
    profile('Observation', [
      { path: 'Observation.subject', type: [{ code: 'Reference', targetProfile: [`${core}Medication`] }] },
    ]),
    element(0),
  ],
  [
    'a profile of another type',
    profile('Patient', [{ path: 'Patient.name', type: [{ code: 'HumanName', profile: [`${core}bp`] }] }]),
    element(0),
  ],
  [
    'slices that nothing slices',
    profile('Patient', [
      { path: 'Patient.name', id: 'Patient.name:a', sliceName: 'a', min: 1 },
      { path: 'Patient.name', id: 'Patient.name:b', sliceName: 'b', max: '1' },
    ]),
    element(0),
  ],
  [
    'more of its slices than of the whole',
    profile('Patient', [
      { path: 'Patient.name', max: '1', ...slicing('use') },
      { path: 'Patient.name', id: 'Patient.name:a', sliceName: 'a', min: 1 },
      { path: 'Patient.name', id: 'Patient.name:b', sliceName: 'b', min: 1 },
    ]),
    element(0),
  ],
  [
    'slices by what is not there',
    profile('Patient', [
      { path: 'Patient.identifier', ...slicing('type.code') },
      { path: 'Patient.identifier', id: 'Patient.identifier:a', sliceName: 'a', max: '1' },
    ]),
    element(0),
  ],
  [
    'slices by what cannot be read',
    profile('Patient', [
      { path: 'Patient.identifier', ...slicing("where(use='usual').system") },
      { path: 'Patient.identifier', id: 'Patient.identifier:a', sliceName: 'a', max: '1' },
    ]),
    'error differential',
  ],
  ['a fixed value of another type', profile('Patient', [{ path: 'Patient.gender', fixedString: 'male' }]), element(0)],
  ['a limit of another type', profile('Patient', [{ path: 'Patient.birthDate', minValueInteger: 2000 }]), element(0)],
  [
    'a looser binding',
    profile('Patient', [
      { path: 'Patient.gender', binding: { strength: 'preferred', valueSet: 'http://example.org/v' } },
    ]),
    element(0),
  ],
  ['a rule that is no FHIRPath', profile('Patient', [{ path: 'Patient', ...rule('name.where(') }]), element(0)],
  ['by an id of another element', profile('Patient', [{ path: 'Patient.name', id: 'Patient.title' }]), element(0)],
  [
    'on a base of another type',
    profile('Patient', [{ path: 'Patient.name', min: 1 }], { baseDefinition: `${core}Observation` }),
    'error baseDefinition',
  ],
])('may not demand %s', (_, definition, at) => {
  expect(told(definition)).toContain(at);
});

it('is warned of slices by which nothing tells what belongs to them', () => {
  const definition = profile('Patient', [
    { path: 'Patient.identifier', ...slicing('system') },
    { path: 'Patient.identifier', id: 'Patient.identifier:a', sliceName: 'a', max: '1' },
  ]);
  expect(told(definition)).toContain('warning differential.element[1]');
});

it('may store what has such faults', () => {
  const definition = profile('Patient', [{ path: 'Patient.nickname', min: 1 }]);
  expect(verdict(definition, { definitions, purpose: 'write' })).toEqual([]);
});
