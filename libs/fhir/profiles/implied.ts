/**
 * Profiles that R4 lays on Observations by their LOINC code: vital signs.
 * https://hl7.org/fhir/R4/observation-vitalsigns.html
 */
type Json = { [name: string]: unknown };

const base = 'http://hl7.org/fhir/StructureDefinition/';
// biome-ignore format: a table
const vitalSigns: { readonly [loinc: string]: string } = {
  '85353-1': 'vitalspanel', '9279-1': 'resprate', '8867-4': 'heartrate', '2708-6': 'oxygensat', '8310-5': 'bodytemp',
  '8302-2': 'bodyheight', '9843-4': 'headcircum', '29463-7': 'bodyweight', '39156-5': 'bmi', '85354-9': 'bp',
};

export function impliedProfiles({ resourceType, code }: Json): string[] {
  if (resourceType !== 'Observation') return [];
  const { coding } = (code ?? {}) as Json;
  if (!Array.isArray(coding)) return [];
  return (coding as Json[]).flatMap((one) => {
    const name = one.system === 'http://loinc.org' ? vitalSigns[String(one.code)] : undefined;
    return name === undefined ? [] : [base + name];
  });
}
