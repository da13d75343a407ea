/** Definitions of codes, maps and searches that make sense, and such as do not. */
import { expect, it } from 'vitest';
import { shippedDefinitions } from '../profiles/shipped.ts';
import { verdict } from '../verdict.ts';

type Json = { [name: string]: unknown };

function told(resource: Json): string[] {
  const issues = verdict(resource, { definitions: shippedDefinitions(), purpose: 'validate' });
  return issues.map(({ severity, expression }) => `${severity} ${expression?.replace(/^[A-Za-z]+\./, '')}`);
}

const gender = 'http://hl7.org/fhir/administrative-gender';
const system = (more: Json): Json => ({
  ...{ resourceType: 'CodeSystem', url: 'http://example.org/s', status: 'active', content: 'complete' },
  ...more,
});
const set = (include: Json): Json => ({
  ...{ resourceType: 'ValueSet', url: 'http://example.org/v', status: 'active', compose: { include: [include] } },
});
const filter = (op: string, value: string): Json =>
  set({ system: gender, filter: [{ property: 'concept', op, value }] });
const map = (code: string, mapped: string, more: Json = {}): Json => ({
  ...{ resourceType: 'ConceptMap', url: 'http://example.org/m', status: 'active' },
  group: [
    { source: gender, target: gender, ...more, element: [{ code, target: [{ code: mapped, equivalence: 'equal' }] }] },
  ],
});
const parameter = (expression: string, more: Json = {}): Json => ({
  ...{ resourceType: 'SearchParameter', url: 'http://example.org/p', name: 'p', status: 'active', code: 'p' },
  ...{ description: 'Finds', base: ['Patient'], type: 'token', expression, ...more },
});
const model = (expression: string, more: Json = {}): Json => ({
  ...{ resourceType: 'StructureDefinition', url: 'http://example.org/l', name: 'L', status: 'draft', abstract: false },
  ...{
    kind: 'logical',
    type: 'http://example.org/l',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Element',
  },
  derivation: 'specialization',
  differential: {
    element: [
      {
        ...{ id: 'l', path: 'l', min: 0, max: '*', definition: 'A thing', short: 'A thing' },
        constraint: [{ key: 'l-1', severity: 'error', human: 'so', expression }],
      },
    ],
  },
  ...more,
});
const typed = (more: Json): Json =>
  system({ property: [{ code: 'x', type: 'code' }], concept: [{ code: 'a', property: [{ code: 'x', ...more }] }] });

it.each<[string, Json]>([
  ['a count that fits', system({ count: 2, concept: [{ code: 'a', concept: [{ code: 'b' }] }] })],
  ['a count of another basis', system({ count: 9, compositional: true, concept: [{ code: 'a' }] })],
  ['a fragment of more', system({ content: 'fragment', count: 9, concept: [{ code: 'a' }] })],
  ['properties of their types', typed({ valueCode: 'a' })],
  ['a supplement', system({ content: 'supplement', supplements: gender, concept: [{ code: 'male' }] })],
  ['a filter', filter('is-a', 'male')],
  ['a map', map('male', 'female')],
  ['a map from a version that is not here', map('m', 'female', { sourceVersion: '9' })],
  ['a search', parameter('Patient.gender')],
  ['a search of two types', parameter('Patient.gender | Practitioner.gender', { base: ['Patient', 'Practitioner'] })],
  ['a search of what any resource has', parameter('Resource.meta.tag', { base: ['Resource'] })],
  ['a rule of a model', model('l.exists()')],
])('may be %s', (_, resource) => {
  expect(told(resource)).toEqual([]);
});

it.each<[string, Json, string]>([
  ['a wrong count', system({ count: 3, concept: [{ code: 'a' }] }), 'error count'],
  ['a fragment of less', system({ content: 'fragment', count: 0, concept: [{ code: 'a' }] }), 'error count'],
  ['codes of which there are none', system({ content: 'not-present', concept: [{ code: 'a' }] }), 'warning content'],
  ['properties of other types', typed({ valueString: 'a' }), 'error concept[0].property[0].value'],
  ['properties that lead nowhere', typed({ valueCode: 'z' }), 'warning concept[0].property[0].value'],
  [
    'properties of nobody',
    system({ concept: [{ code: 'a', property: [{ code: 'y', valueCode: 'a' }] }] }),
    'warning concept[0].property[0].code',
  ],
  [
    'new codes in a supplement',
    system({ content: 'supplement', supplements: gender, concept: [{ code: 'new' }] }),
    'error concept[0].code',
  ],
  ['a supplement of nothing', system({ content: 'supplement', concept: [{ code: 'a' }] }), 'warning content'],
  ['a filter by no code', filter('is-a', 'm'), 'error compose.include[0].filter[0].value'],
  ['a filter that is neither true nor false', filter('exists', 'x'), 'error compose.include[0].filter[0].value'],
  ['a set of itself', set({ valueSet: ['http://example.org/v'] }), 'error compose.include[0].valueSet[0]'],
  ['a map from nowhere', map('m', 'male'), 'warning group[0].element[0].code'],
  ['a map to nowhere', map('male', 'm'), 'warning group[0].element[0].target[0].code'],
  ['a search by no FHIRPath', parameter('Patient.gender.where('), 'error expression'],
  ['a search for what is not there', parameter('Patient.genders'), 'error expression'],
  ['a search of another type', parameter('Observation.code'), 'error expression'],
  ['a search for what does not fit', parameter('Patient.gender', { type: 'date' }), 'error expression'],
  [
    'a rule of a model that is no FHIRPath',
    model('l.where('),
    'error differential.element[0].constraint[0].expression',
  ],
])('may not be %s', (_, resource, at) => {
  expect(told(resource)).toEqual([at]);
});
