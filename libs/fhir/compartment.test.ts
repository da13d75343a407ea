import { describe, expect, it } from 'vitest';
import { compartmentParameters, patientReferences } from './compartment.ts';
import { forEachReference } from './references.ts';

describe('the patient compartment', () => {
  it.each<[object, string[]]>([
    [
      { resourceType: 'Observation', subject: { reference: 'Patient/a' }, performer: [{ reference: 'Patient/b' }] },
      ['Patient/a', 'Patient/b'],
    ],
    [
      {
        resourceType: 'Appointment',
        participant: [{ actor: { reference: 'Practitioner/d' } }, { actor: { reference: 'Patient/a' } }],
      },
      ['Patient/a'],
    ],
    [
      {
        resourceType: 'AllergyIntolerance',
        patient: { reference: 'Patient/a/_history/2' },
        recorder: { reference: 'Patient/a' },
      },
      ['Patient/a'],
    ],
    [{ resourceType: 'Observation', subject: { reference: 'urn:uuid:x' } }, []],
    [{ resourceType: 'Observation', subject: { reference: 'http://elsewhere/Patient/a' } }, []],
    [{ resourceType: 'Organization', partOf: { reference: 'Patient/a' } }, []],
    [{ resourceType: 'Observation', subject: null, performer: 'x' }, []],
  ])('of %j is %j', (resource, patients) => {
    expect(patientReferences(resource as { resourceType: string })).toEqual(patients);
  });

  it('knows what is no patient’s', () => {
    expect(compartmentParameters('Organization')).toEqual([]);
    expect(compartmentParameters('constructor')).toEqual([]);
    expect(compartmentParameters('Observation')).toEqual(['subject', 'performer']);
  });
});

it('visits every reference and every urn that stands for one', () => {
  const resource = {
    resourceType: 'DocumentReference',
    identifier: [{ system: 'urn:oid:1.2', value: 'urn:uuid:not-a-reference' }],
    subject: { reference: 'urn:uuid:a' },
    contained: [{ resourceType: 'Patient', managingOrganization: { reference: 'Organization/1' } }],
    content: [{ attachment: { url: 'urn:uuid:b' } }],
    extension: [{ url: 'http://x', valueUri: 'urn:uuid:c' }],
  };
  const seen: [string, string | undefined][] = [];
  forEachReference(resource, (holder, path) => {
    seen.push([path, holder.reference]);
    if (holder.reference?.startsWith('urn:')) holder.reference = `New/${holder.reference.slice(9)}`;
  });
  expect(seen).toEqual([
    ['DocumentReference.subject', 'urn:uuid:a'],
    ['DocumentReference.contained[0].managingOrganization', 'Organization/1'],
    ['DocumentReference.content[0].attachment.url', 'urn:uuid:b'],
    ['DocumentReference.extension[0].valueUri', 'urn:uuid:c'],
  ]);
  expect(resource.content[0]?.attachment.url).toBe('New/b');
  expect(resource.subject.reference).toBe('New/a');
  expect(resource.identifier[0]?.value).toBe('urn:uuid:not-a-reference');
});
