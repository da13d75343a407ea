/** A foreign patient summary for tests: made by hand after the International Patient Summary; synthetic people only. */

type Json = { [element: string]: unknown };
const urn = (number: number) => `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const concept = (system: string, code: string, display: string) => ({
  coding: [{ system, code, display }],
  text: display,
});
const div = (inner: string) => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`,
});
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
const hl7 = (name: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${name}`, code }],
});
const subject = { reference: urn(2) };

export const foreignPatient: Json = {
  ...{ resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1959-03-12' },
  name: [{ use: 'official', family: 'Kowalska', given: ['Anna', 'Maria'] }],
  identifier: [{ system: 'urn:oid:2.16.840.1.113883.2.9.4.3.2', value: 'KWLNNA59C52Z127R' }],
  address: [{ city: 'Bergamo', country: 'IT' }],
};

const facts: readonly (readonly [string, number, Json])[] = [
  [
    '48765-2',
    10,
    {
      ...{ resourceType: 'AllergyIntolerance', patient: subject, criticality: 'high', type: 'allergy' },
      clinicalStatus: hl7('allergyintolerance-clinical', 'active'),
      verificationStatus: hl7('allergyintolerance-verification', 'confirmed'),
      code: concept('http://snomed.info/sct', '764146007', 'Penicillina'),
      reaction: [{ manifestation: [concept('http://snomed.info/sct', '39579001', 'Anafilassi')], severity: 'severe' }],
    },
  ],
  [
    '10160-0',
    11,
    {
      ...{ resourceType: 'MedicationStatement', status: 'active', subject, effectivePeriod: { start: '2025-01-10' } },
      medicationReference: { reference: urn(20) },
      dosage: [{ text: '1 compressa la mattina' }],
    },
  ],
  [
    '11450-4',
    12,
    {
      ...{ resourceType: 'Condition', subject, onsetDateTime: '2019' },
      clinicalStatus: hl7('condition-clinical', 'active'),
      code: concept('http://hl7.org/fhir/sid/icd-10', 'I50.0', 'Insufficienza cardiaca congestizia'),
    },
  ],
  [
    '11450-4',
    13,
    {
      ...{ resourceType: 'Condition', subject },
      clinicalStatus: hl7('condition-clinical', 'active'),
      code: concept('urn:example:regional-codes', 'X-77', 'Malattia del deposito'),
    },
  ],
  [
    '11369-6',
    14,
    {
      ...{ resourceType: 'Immunization', status: 'completed', patient: subject, occurrenceDateTime: '2025-10-02' },
      ...{ vaccineCode: concept('http://www.whocc.no/atc', 'J07BB02', 'Vaccino influenzale'), lotNumber: 'AB12' },
    },
  ],
  [
    '30954-2',
    15,
    {
      ...{ resourceType: 'Observation', status: 'final', subject, effectiveDateTime: '2025-09-01' },
      category: [hl7('observation-category', 'laboratory')],
      code: concept('http://loinc.org', '4548-4', 'Emoglobina glicata'),
      valueQuantity: { value: 6.8, unit: '%', system: 'http://unitsofmeasure.org', code: '%' },
    },
  ],
];

const titles: Readonly<Record<string, string>> = {
  ...{ '48765-2': 'Allergie', '10160-0': 'Farmaci', '11450-4': 'Problemi', '11369-6': 'Vaccinazioni' },
  ...{ '30954-2': 'Esami' },
};

const section = (code: string) => ({
  ...{ title: titles[code], code: loinc(code), text: div(`<p>${titles[code]} della paziente</p>`) },
  entry: facts.filter(([of]) => of === code).map(([, number]) => ({ reference: urn(number) })),
});

/** `change` gets the whole Bundle, before it is written as text. */
export function aForeignSummary(change: (bundle: Json, composition: Json) => void = () => undefined): string {
  const composition: Json = {
    ...{ resourceType: 'Composition', id: 'c', status: 'final', language: 'it', title: 'Profilo sanitario sintetico' },
    ...{ type: loinc('60591-5'), subject, date: '2026-05-04T09:00:00+02:00', author: [{ reference: urn(3) }] },
    section: Object.keys(titles).map(section),
  };
  const entry = (number: number, resource: Json) => ({ fullUrl: urn(number), resource });
  const bundle: Json = {
    ...{ resourceType: 'Bundle', type: 'document', timestamp: '2026-05-04T09:00:00+02:00' },
    identifier: { system: 'urn:ietf:rfc:3986', value: urn(1) },
    entry: [
      entry(1, composition),
      entry(2, structuredClone(foreignPatient)),
      entry(3, { resourceType: 'Practitioner', id: 'd', name: [{ family: 'Rossi', given: ['Carla'] }] }),
      entry(20, {
        ...{ resourceType: 'Medication', id: 'm' },
        code: concept('http://www.whocc.no/atc', 'C09AA05', 'Ramipril 10 mg compresse'),
      }),
      ...facts.map(([, number, resource]) => entry(number, structuredClone(resource))),
    ],
  };
  change(bundle, composition);
  return JSON.stringify(bundle, null, 2);
}

/** The sections of a Composition, to be changed in place. */
export const sectionsOf = (composition: Json) => composition.section as Json[];
export const resourcesOf = (bundle: Json) => (bundle.entry as { resource: Json }[]).map(({ resource }) => resource);
