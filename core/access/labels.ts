/**
 * Confidentiality labels: which resources are sensitive, by what they say. Labels are the server's: what clients send
 * in their place is left out (see `withLabels`), and the rows of access.restricted follow from the content. The list is
 * synthetic policy for demonstration: a controller replaces it by its own.
 * http://terminology.hl7.org/CodeSystem/v3-ActCode (sensitivity), http://terminology.hl7.org/CodeSystem/v3-Confidentiality
 */

export const sensitivitySystem = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
export const confidentialitySystem = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
/** Tags of access: ours alone. */
export const accessTagSystem = 'https://ezdrowie.gov.pl/fhir/CodeSystem/access';
const ownedSystems: ReadonlySet<unknown> = new Set([sensitivitySystem, confidentialitySystem, accessTagSystem]);

export type LabelCode = 'PSY' | 'HIV' | 'GDIS' | 'SUD' | 'SEX';

export interface Label {
  readonly code: LabelCode;
  /** Shown in an emergency all the same. */
  readonly emergency: boolean;
}

interface LabelRule {
  readonly code: LabelCode;
  readonly system: RegExp;
  readonly value: RegExp;
}

const icd10 = /icd-10|2\.16\.840\.1\.113883\.6\.3$|11\.3\.19$/;
const loinc = /^http:\/\/loinc\.org$/;
const snomed = /^http:\/\/snomed\.info\/sct$/;

/** Codings that make a resource sensitive. */
const rules: readonly LabelRule[] = [
  { code: 'SUD', system: icd10, value: /^F1[0-9]/ },
  { code: 'PSY', system: icd10, value: /^F(?!1[0-9])[0-9]{2}/ },
  { code: 'HIV', system: icd10, value: /^(B2[0-4]|Z21|R75|Z20\.6|Z71\.7)/ },
  { code: 'SEX', system: icd10, value: /^(A5[0-9]|A6[0-4]|O0[4-7]|Z30|Z64\.0|F52)/ },
  { code: 'GDIS', system: icd10, value: /^(Q9[0-9]|Z15|Z31\.5)/ },
  { code: 'HIV', system: loinc, value: /^(75622-1|56888-1|7917-8|5221-7|25836-8|29893-5)$/ },
  { code: 'GDIS', system: loinc, value: /^(51969-4|81247-9|55233-1)$/ },
  { code: 'HIV', system: snomed, value: /^(86406008|62479008|165816005)$/ },
  { code: 'PSY', system: snomed, value: /^(370143000|58214004|13746004|191736004|35489007)$/ },
  { code: 'SUD', system: snomed, value: /^(7200002|66590003|361055000|6525002)$/ },
];

/** What a rescuer needs to know however sensitive: what may kill. */
const emergencyTypes: ReadonlySet<string> = new Set(['AllergyIntolerance', 'MedicationRequest', 'MedicationStatement']);

/** Where a resource says what it is about. */
const elements = ['code', 'category', 'reasonCode', 'medicationCodeableConcept', 'type', 'serviceType'] as const;

type Typed = { readonly resourceType: string; readonly [element: string]: unknown };

/** The labels of a resource's content. */
export function labelsOf(resource: Typed): Label[] {
  const codes = new Set<LabelCode>();
  for (const element of elements) {
    const value = resource[element];
    if (value === undefined) continue;
    for (const concept of Array.isArray(value) ? value : [value]) addCodes(codes, concept);
  }
  if (codes.size === 0) return [];
  const emergency = emergencyTypes.has(resource.resourceType);
  return [...codes].map((code) => ({ code, emergency }));
}

function addCodes(codes: Set<LabelCode>, concept: unknown): void {
  const coding = (concept as { coding?: unknown } | null)?.coding;
  if (!Array.isArray(coding)) return;
  for (const { system, code } of coding as { system?: unknown; code?: unknown }[]) {
    if (typeof system !== 'string' || typeof code !== 'string') continue;
    for (const rule of rules) if (rule.value.test(code) && rule.system.test(system)) codes.add(rule.code);
  }
}

interface Coding {
  readonly system?: unknown;
  readonly code?: unknown;
}

/** `meta` as it is stored: the server's labels and no others of its systems. */
export function withLabels(
  meta: { readonly [element: string]: unknown },
  labels: readonly Label[],
): { [element: string]: unknown } {
  const { security, tag, ...rest } = meta;
  if (labels.length === 0 && !hasOwned(security) && !hasOwned(tag)) return meta;
  const ours =
    labels.length === 0
      ? []
      : [
          { system: confidentialitySystem, code: 'R' },
          ...labels.map(({ code }) => ({ system: sensitivitySystem, code })),
        ];
  const kept = { security: [...foreign(security), ...ours], tag: foreign(tag) };
  return {
    ...rest,
    ...(kept.security.length > 0 ? { security: kept.security } : {}),
    ...(kept.tag.length > 0 ? { tag: kept.tag } : {}),
  };
}

const hasOwned = (codings: unknown): boolean =>
  Array.isArray(codings) && (codings as Coding[]).some((coding) => ownedSystems.has(coding?.system));

const foreign = (codings: unknown): Coding[] =>
  Array.isArray(codings) ? (codings as Coding[]).filter((coding) => !ownedSystems.has(coding?.system)) : [];
