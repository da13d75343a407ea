/**
 * Profiles that R4 lays on Observations: vital signs, by their code, or by their category.
 * https://hl7.org/fhir/R4/observation-vitalsigns.html
 */
type Json = { [name: string]: unknown };

const base = 'http://hl7.org/fhir/StructureDefinition/';
const categories = 'http://terminology.hl7.org/CodeSystem/observation-category';

/** R4's own codes, of LOINC; and the concepts of SNOMED CT that mean the same, which a profile wants beside them. */
// biome-ignore format: a table
const table: { readonly [system: string]: { readonly [code: string]: string } } = {
  'http://loinc.org': {
    '85353-1': 'vitalspanel', '9279-1': 'resprate', '8867-4': 'heartrate', '2708-6': 'oxygensat', '8310-5': 'bodytemp',
    '8302-2': 'bodyheight', '9843-4': 'headcircum', '29463-7': 'bodyweight', '39156-5': 'bmi', '85354-9': 'bp',
  },
  'http://snomed.info/sct': {
    '86290005': 'resprate', '364075005': 'heartrate', '431314004': 'oxygensat', '386725007': 'bodytemp',
    '276885007': 'bodytemp', '50373000': 'bodyheight', '363812007': 'headcircum', '27113001': 'bodyweight',
    '60621009': 'bmi', '75367002': 'bp',
  },
};

const codes = new Map(Object.entries(table).map(([system, names]) => [system, new Map(Object.entries(names))]));

export interface ImpliedProfile {
  readonly url: string;
  /** Its code says which vital sign it is; the category says only that it is one. */
  readonly isCertain: boolean;
}

export function impliedProfiles({ resourceType, code, category }: Json): ImpliedProfile[] {
  if (resourceType !== 'Observation') return [];
  const names = new Set(
    codingsOf(code).flatMap(({ system, code: one }) => codes.get(String(system))?.get(String(one)) ?? []),
  );
  if (names.size > 0) return [...names].map((name) => ({ url: base + name, isCertain: true }));
  const isVital = (Array.isArray(category) ? category : []).some((one) =>
    codingsOf(one).some((coding) => coding.system === categories && coding.code === 'vital-signs'),
  );
  return isVital ? [{ url: `${base}vitalsigns`, isCertain: false }] : [];
}

function codingsOf(concept: unknown): Json[] {
  const { coding } = (concept ?? {}) as Json;
  return Array.isArray(coding) ? (coding as Json[]) : [];
}
