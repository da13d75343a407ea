/** The definitions are those of R4, whatever the package that carries them has changed. */
import { expect, it } from 'vitest';
import { validate } from '../validate.ts';

type Json = { [element: string]: unknown };

const paths = (resource: Json): (string | undefined)[] => validate(resource).map(({ expression }) => expression);

const variable = (characteristic: Json): Json => ({
  ...{ resourceType: 'EvidenceVariable', status: 'draft', characteristic: [characteristic] },
});

it('has elements that the package lost', () => {
  const whole = {
    description: 'adults',
    definitionDataRequirement: { type: 'Patient' },
    usageContext: [{ code: { code: 'age' }, valueCodeableConcept: { text: 'adult' } }],
    exclude: false,
    participantEffectivePeriod: { start: '2026' },
    timeFromStart: { value: 1, unit: 'h', system: 'http://unitsofmeasure.org', code: 'h' },
    groupMeasure: 'mean',
  };
  expect(paths(variable(whole))).toEqual([]);
  expect(paths({ resourceType: 'EvidenceVariable', status: 'draft' })).toEqual(['EvidenceVariable.characteristic']);
  expect(paths(variable({ description: 'adults' }))).toEqual(['EvidenceVariable.characteristic[0].definition']);
  const both = { definitionCanonical: 'http://example.org/a', definitionCodeableConcept: { text: 'a' } };
  expect(paths(variable(both))).toEqual(['EvidenceVariable.characteristic[0].definition']);
});

it.each<[string, Json, string]>([
  ['Meta', { resourceType: 'Patient', meta: { project: 'http://example.org/p' } }, 'Patient.meta'],
  ['Binary', { resourceType: 'Binary', contentType: 'text/plain', url: 'http://example.org/a' }, 'Binary'],
  ['ResearchStudy', { resourceType: 'ResearchStudy', status: 'active', whyStopped: { text: 'x' } }, 'ResearchStudy'],
  [
    'EvidenceVariable',
    variable({ definitionCanonical: 'http://example.org/a', linkId: 'a' }),
    'EvidenceVariable.characteristic[0]',
  ],
])('has no element of later versions, or of the package, in %s', (_, resource, at) => {
  expect(paths(resource)).toEqual([at]);
});

it('has the codes and targets of R4 where the package has others', () => {
  const issue = (status: string): Json => ({ resourceType: 'DetectedIssue', status });
  expect(paths(issue('entered-in-error'))).toEqual([]);
  expect(paths(issue('mitigated'))).toEqual(['DetectedIssue.status']);
  const study = { resourceType: 'ResearchStudy', status: 'active', site: [{ reference: 'Organization/1' }] };
  expect(paths(study)).toEqual(['ResearchStudy.site[0]']);
});
