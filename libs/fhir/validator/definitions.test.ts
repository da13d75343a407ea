/** `$validate` of definitions as HL7 publishes them: what its own have is no fault. */
import { expect, it } from 'vitest';
import { shippedDefinitions } from '../profiles/shipped.ts';
import { verdict } from '../verdict.ts';

const errors = (resource: object): (string | undefined)[] =>
  verdict(resource, { definitions: shippedDefinitions(), purpose: 'validate' })
    .filter(({ severity }) => severity === 'error')
    .map(({ expression }) => expression);

it('finds nothing wrong where HL7 publishes it', () => {
  const url = 'http://hl7.org/fhir/StructureDefinition';
  const normative = [{ url: `${url}/structuredefinition-normative-version`, valueCode: '4.0.0' }];
  const element = { id: 'Patient', path: 'Patient', extension: normative };
  const type = { extension: [{ url: `${url}/regex`, valueString: 'a' }], code: 'string' };
  const inner = {
    id: 'Patient.id',
    path: 'Patient.id',
    min: 0,
    max: '1',
    base: { path: 'Resource.id', min: 0, max: '1' },
    type: [type],
  };
  const whole = { min: 0, max: '*', base: { path: 'Patient', min: 0, max: '*' }, definition: 'A patient.' };
  const definition = {
    ...{
      resourceType: 'StructureDefinition',
      url: 'http://example.org/p',
      name: 'P',
      status: 'draft',
      kind: 'resource',
    },
    ...{ abstract: false, type: 'Patient', baseDefinition: `${url}/Patient`, derivation: 'constraint' },
    snapshot: {
      element: [
        { ...element, ...whole },
        { ...inner, definition: 'Its id.' },
      ],
    },
    differential: { element: [element] },
  };
  expect(errors(definition)).toEqual([]);
  const twice = { element: [element, element] };
  expect(errors({ ...definition, differential: twice })).toContain('StructureDefinition.differential.element[1].id');
  const set = { resourceType: 'ValueSet', status: 'draft', extension: normative };
  const contained = [
    { resourceType: 'CodeSystem', id: 'c', status: 'draft', content: 'complete', concept: [{ code: 'a' }] },
  ];
  expect(errors({ ...set, contained, compose: { include: [{ system: '#c' }] } })).toEqual([]);
});
