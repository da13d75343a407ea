/**
 * A draft filled in from the record: problems become diagnoses, the newest measurements the examination, medicines the
 * treatment. GAB-4: at least 80 % of the fields of a referral are filled before somebody types. Each field says where
 * it comes from; nothing is issued from it but what the issuer has seen.
 */
import type { Call } from '#core/access/actor.ts';
import type { Record as FhirRecord, Resource } from '#core/record/record.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { Details } from './details.ts';
import { nameOf } from './gather.ts';
import { type Kind, rules } from './kinds.ts';
import type { Coded, Draft } from './model.ts';
import { specialities } from './specialities.ts';

export interface Prefilled {
  readonly draft: Draft;
  /** Where a field comes from: `details.weight` → `Observation/…`. */
  readonly sources: { readonly [field: string]: string };
  /** Problems that were not taken over as diagnoses, to choose from. */
  readonly problems: readonly Coded[];
  /** Fields of the document: all of them, and those that are filled. */
  readonly fields: number;
  readonly filled: number;
}

/** What a referral says besides what is asked on the screen: patient, issuer, facility, numbers, dates. */
const printedFields = [
  ...['patient.name', 'patient.pesel', 'patient.birthDate', 'patient.sex', 'patient.address', 'issuer.name'],
  ...['issuer.npwz', 'issuer.facility', 'number', 'issuedAt', 'documentClass', 'kind', 'urgency'],
];

/** Cells by chapters of ICD-10: a suggestion, not a rule of medicine. Owner: e-referral; 2026-11-26; not for clinical use. */
const cellsByDiagnosis: readonly (readonly [begins: RegExp, clinic: string, ward: string])[] = [
  [/^I1[0-5]/, '1104', '4000'],
  [/^I[2-5]/, '1100', '4100'],
  [/^I[67]/, '1220', '4220'],
  [/^I8/, '1120', '4530'],
  [/^E1[0-4]/, '1020', '4020'],
  [/^E/, '1030', '4030'],
  [/^J/, '1272', '4272'],
  [/^K/, '1050', '4050'],
  [/^N/, '1130', '4130'],
  [/^G/, '1220', '4220'],
  [/^M0[5-9]|^M[34]/, '1280', '4280'],
  [/^M|^S/, '1580', '4580'],
  [/^C/, '1240', '4240'],
  [/^D[5-8]/, '1070', '4070'],
  [/^F/, '1700', '4700'],
  [/^H[0-5]/, '1600', '4600'],
  [/^H/, '1610', '4610'],
  [/^L/, '1200', '4200'],
  [/^O|^Z3/, '1450', '4450'],
  [/^R05|^R06/, '1272', '4272'],
];

const cellsOfKind: { readonly [kind in Kind]?: string } = {
  rehabilitation: '1300',
  'psychiatric-hospital': '4700',
  'care-home': '5170',
  'long-term-nursing': '2142',
  'occupational-disease': '1160',
};

/** LOINC codes of what spa referrals ask. */
const measured = {
  bloodPressure: ['85354-9', '55284-4'],
  heartRate: ['8867-4'],
  weight: ['29463-7', '3141-9'],
  height: ['8302-2'],
  esr: ['30341-2', '4537-7', '82477-1'],
  bloodCount: ['718-7', '58410-2', '6690-2'],
  urine: ['24356-8', '24357-6', '5804-0'],
} as const;

interface Quantity {
  readonly value?: number;
  readonly unit?: string;
}

export async function prefill(
  record: FhirRecord,
  call: Call,
  { patient, kind }: { readonly patient: string; readonly kind: Kind },
): Promise<Prefilled> {
  const person = JSON.parse((await record.read(call, 'Patient', patient)).content) as Resource;
  const find = async (type: string, query: string): Promise<Resource[]> => {
    const { entries } = await record.search(call, type, `patient=${patient}&${query}`);
    return entries.flatMap(({ mode, stored }) => (mode === 'match' ? [JSON.parse(stored.content) as Resource] : []));
  };
  const needed = new Set([...rules[kind].required, ...rules[kind].optional]);
  const codes = Object.entries(measured).flatMap(([name, list]) => (needed.has(name) ? list : []));
  const [conditions, observations, medicines, allergies] = await Promise.all([
    find('Condition', 'clinical-status=active&_sort=-recorded-date&_count=50'),
    codes.length > 0 ? find('Observation', `code=${codes.join(',')}&_sort=-date&_count=60`) : [],
    find('MedicationRequest', 'status=active&_sort=-authoredon&_count=40'),
    find('AllergyIntolerance', '_count=20'),
  ]);
  const sources: Record<string, string> = {};
  const problems = problemsOf(conditions);
  const [main] = problems;
  if (main) sources.diagnoses = main.source;
  const taken = problems.slice(0, 3).map(({ source: _source, ...coded }) => coded);
  const cell = cellsOfKind[kind] ?? suggestedCell(kind, taken);
  const names = medicines.flatMap((one) => wordsOf(one.medicationCodeableConcept) ?? []);
  const details = detailsFrom(kind, { person, observations, medicines: names, problems: taken }, sources);
  const draft: Draft = {
    ...{ kind, urgency: 'R', diagnoses: taken, procedures: [], attachments: [], details },
    ...(cell ? { speciality: { code: cell, name: specialities.get(cell) ?? cell } } : {}),
    purpose: purposeFrom(problems, names, allergies),
  };
  const others = problems.slice(3).map(({ source: _source, ...coded }) => coded);
  return { draft, sources, problems: others, ...counted(draft, person) };
}

function problemsOf(conditions: readonly Resource[]): (Coded & { source: string })[] {
  const found = new Map<string, Coded & { source: string }>();
  for (const { id, code } of conditions) {
    const { coding = [], text } = (code ?? {}) as {
      coding?: { system?: string; code?: string; display?: string }[];
      text?: string;
    };
    const icd = coding.find(
      ({ system, code: value }) => isIcd10(system) && /^[A-Z]\d\d(\.[0-9A-Z]{1,2})?$/.test(value ?? ''),
    );
    if (!icd?.code || found.has(icd.code)) continue;
    const name = icd.display ?? text;
    found.set(icd.code, { code: icd.code, ...(name ? { name } : {}), source: `Condition/${id}` });
  }
  return [...found.values()];
}

const isIcd10 = (system = ''): boolean => system === codeSystems.icd10 || system === 'http://hl7.org/fhir/sid/icd-10';

function suggestedCell(kind: Kind, diagnoses: readonly Coded[]): string | undefined {
  if (kind !== 'clinic' && kind !== 'hospital') return undefined;
  for (const { code } of diagnoses) {
    const found = cellsByDiagnosis.find(([begins]) => begins.test(code));
    if (found) return kind === 'clinic' ? found[1] : found[2];
  }
  return kind === 'clinic' ? '1000' : '4000';
}

interface Known {
  readonly person: Resource;
  readonly observations: readonly Resource[];
  readonly medicines: readonly string[];
  readonly problems: readonly Coded[];
}

function detailsFrom(kind: Kind, known: Known, sources: Record<string, string>): Details {
  const { required, optional } = rules[kind];
  const found: Record<string, unknown> = {};
  for (const name of [...required, ...optional]) {
    const value = detailOf(name, known);
    if (value === undefined) continue;
    found[name] = value.is;
    if (value.from) sources[`details.${name}`] = value.from;
  }
  return found as Details;
}

function detailOf(
  name: string,
  { person, observations, medicines, problems }: Known,
): { is: unknown; from?: string } | undefined {
  const from = `Patient/${person.id}`;
  switch (name) {
    case 'contact': {
      const telecom = (person.telecom ?? []) as { system?: string; value?: string }[];
      const value = (telecom.find(({ system }) => system === 'phone') ?? telecom[0])?.value;
      return value === undefined ? undefined : { is: value, from };
    }
    case 'birthplace': {
      const place = (person.extension as { url?: string; valueAddress?: { city?: string } }[] | undefined)?.find(
        ({ url }) => url?.endsWith('/patient-birthPlace'),
      );
      const city = place?.valueAddress?.city;
      return city === undefined ? undefined : { is: city, from };
    }
    case 'treatment':
      return medicines.length > 0 ? { is: medicines.join(', ').slice(0, 2000) } : { is: 'Bez stałych leków.' };
    case 'interview':
      return problems.length > 0
        ? { is: `Choroby: ${problems.map(({ code, name: said }) => said ?? code).join(', ')}.` }
        : undefined;
    case 'spaKind':
      return { is: 'LU' };
    case 'spaMode':
      return { is: 'TS' };
    case 'correspondence':
      return { is: 'E' };
    default:
      return measurementOf(name, observations);
  }
}

function measurementOf(name: string, observations: readonly Resource[]): { is: unknown; from?: string } | undefined {
  const codes: readonly string[] | undefined = measured[name as keyof typeof measured];
  const newest = codes && observations.find(({ code }) => codesOf(code).some((one) => codes.includes(one)));
  if (!newest) return undefined;
  const from = `Observation/${newest.id}`;
  if (name === 'bloodPressure') {
    const parts = (newest.component ?? []) as { code?: unknown; valueQuantity?: Quantity }[];
    const of = (code: string) => parts.find((part) => codesOf(part.code).includes(code))?.valueQuantity?.value;
    const [upper, lower] = [of('8480-6'), of('8462-4')];
    return upper && lower ? { is: `${Math.round(Number(upper))}/${Math.round(Number(lower))}`, from } : undefined;
  }
  const { value, unit } = (newest.valueQuantity ?? {}) as Quantity;
  if (value === undefined) return undefined;
  if (name === 'heartRate' || name === 'height') return { is: Math.round(Number(value)), from };
  if (name === 'weight') return { is: Math.round(Number(value) * 10) / 10, from };
  return { is: `${wordsOf(newest.code) ?? ''} ${String(value).replace('.', ',')} ${unit ?? ''}`.trim(), from };
}

const codesOf = (concept: unknown): string[] =>
  ((concept as { coding?: { code?: string }[] } | undefined)?.coding ?? []).flatMap(({ code }) => (code ? [code] : []));

function wordsOf(concept: unknown): string | undefined {
  const { text, coding = [] } = (concept ?? {}) as { text?: string; coding?: { display?: string }[] };
  return text ?? coding.find(({ display }) => display)?.display;
}

function purposeFrom(problems: readonly Coded[], medicines: readonly string[], allergies: readonly Resource[]): string {
  const allergic = allergies.flatMap(({ code }) => wordsOf(code) ?? []);
  return [
    problems.length > 0
      ? `Choruje na: ${problems
          .slice(0, 6)
          .map(({ code, name }) => name ?? code)
          .join(', ')}.`
      : '',
    medicines.length > 0 ? `Leki: ${medicines.slice(0, 12).join(', ')}.` : '',
    allergic.length > 0 ? `Uczulenia: ${allergic.join(', ')}.` : 'Uczuleń w dokumentacji nie ma.',
  ]
    .filter(Boolean)
    .join('\n')
    .slice(0, 4000);
}

/** How much of the document is filled: what is printed of patient and issuer, and what the kind asks. */
function counted(draft: Draft, person: Resource): { fields: number; filled: number } {
  const { required, speciality, procedures, diagnosis } = rules[draft.kind];
  const asked = [
    ...(speciality === 'required' ? [draft.speciality !== undefined] : []),
    ...(diagnosis === 'required' ? [draft.diagnoses.length > 0] : []),
    ...(procedures === 'required' ? [draft.procedures.length > 0] : []),
    Boolean(draft.purpose),
    ...required.map((name) => draft.details[name as keyof Details] !== undefined),
  ];
  const missing = [nameOf(person) !== '', person.birthDate !== undefined, person.identifier !== undefined].filter(
    (one) => !one,
  );
  const printed = printedFields.length;
  return { fields: printed + asked.length, filled: printed - missing.length + asked.filter(Boolean).length };
}
