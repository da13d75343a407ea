/** What the tests of the validator share: valid resources, to be changed. */

export const div = (inner: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`;
export const text = (inner: string) => ({ status: 'generated', div: div(inner) });

export const aPatient = (changes: object = {}) => ({
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ system: 'urn:oid:2.16.840.1.113883.3.4424.1.1.616', value: '90010112345' }],
  name: [{ family: 'Nowak', given: ['Łucja', 'Maria'] }],
  gender: 'female',
  birthDate: '1990-01-01',
  ...changes,
});

export const anObservation = (changes: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }] },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2026-03-01T12:00:00+01:00',
  valueQuantity: { value: 6.1, unit: '%', system: 'http://unitsofmeasure.org', code: '%' },
  ...changes,
});

export const aBundle = (changes: object = {}) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [{ fullUrl: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520', resource: aPatient(), request: post('Patient') }],
  ...changes,
});
export const post = (url: string) => ({ method: 'POST', url });

export const aQuestionnaire = (item: object) => ({
  resourceType: 'Questionnaire',
  status: 'active',
  item: [{ linkId: '1', type: 'string', ...item }],
});

export const contained = (resource: object, reference = '#c1') =>
  anObservation({ contained: [{ resourceType: 'Patient', id: 'c1', ...resource }], subject: { reference } });

export const extension = { url: 'http://example.org/x', valueString: 'x' };
