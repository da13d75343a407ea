/**
 * What the law keeps out of a summary, as configuration: each exclusion says its source, its date and its owner.
 * Nothing says whether the patient has what is excluded: a count would tell it.
 */
import type { Coding, Concept, Fhir, Words } from './model.ts';

export interface Exclusion {
  readonly name: string;
  /** `false`: the exclusion does not hold, what it names may stand in summaries. */
  readonly holds: boolean;
  /** What readers of every summary are told, whoever the patient is. */
  readonly says: Words;
  readonly source: string;
  /** The day on which the source was read. */
  readonly date: string;
  readonly owner: string;
  /** Sections (LOINC) that are left out whole. */
  readonly sections: readonly string[];
  /** Codes that are left out wherever they stand; `*` at the end: all that begin so. */
  readonly codes: readonly { readonly system: string; readonly codes: readonly string[] }[];
}

const icd10 = ['http://hl7.org/fhir/sid/icd-10', 'urn:oid:2.16.840.1.113883.6.3'];

/** Shipped; `<home>/summary-exclusions.json` takes their place (README.md). To be checked by a lawyer before production. */
export const shippedExclusions: readonly Exclusion[] = [
  {
    name: 'pregnancy',
    holds: true,
    says: {
      pl: 'Zgodnie z projektem ustawy podsumowanie nie zawiera danych o ciąży, niezależnie od tego, czy takie dane są.',
      en: 'By the draft act a summary holds no data on pregnancy, whether or not there are any.',
    },
    source: 'Draft act on the Patient Summary (press report, rp.pl, 2026-02-24); EHDS, Regulation (EU) 2025/327',
    date: '2026-02-24',
    owner: 'Patient Summary product owner',
    sections: ['10162-6'],
    codes: [
      {
        system: 'http://loinc.org',
        codes: ['82810-3', '11778-8', '11779-6', '11780-4', '11636-8', '11637-6', '11638-4', '11639-2', '11640-0'],
      },
      {
        system: 'http://loinc.org',
        codes: ['11612-9', '11613-7', '11614-5', '33065-4', '57064-8', '49051-6', '2106-3'],
      },
      ...icd10.map((system) => ({
        system,
        codes: ['O*', 'Z32*', 'Z33*', 'Z34*', 'Z35*', 'Z36*', 'Z37*', 'Z39*', 'Z64.0'],
      })),
      {
        system: 'http://snomed.info/sct',
        codes: [
          '77386006',
          '72892002',
          '237238006',
          '47200007',
          '82771000119102',
          '198992004',
          '398254007',
          '19169002',
        ],
      },
      {
        system: 'http://snomed.info/sct',
        codes: ['35999006', '79586000', '156073000', '10743008', '169762003', '424441002'],
      },
    ],
  },
];

const concepts = ['code', 'vaccineCode', 'medicationCodeableConcept', 'category', 'type', 'valueCodeableConcept'];

const codingsOf = (value: unknown): readonly Coding[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one: Concept | undefined) => one?.coding ?? []);

const holdsCode = ({ codes }: { readonly codes: readonly string[] }, code: string): boolean =>
  codes.some((one) => (one.endsWith('*') ? code.startsWith(one.slice(0, -1)) : one === code));

/** Whether an exclusion that holds keeps this concept out, by any of its codes. */
export const conceptExcluded = (exclusions: readonly Exclusion[], concept: unknown): boolean =>
  codingsOf(concept).some(({ system, code = '' }) =>
    exclusions.some(({ holds, codes }) => holds && codes.some((one) => one.system === system && holdsCode(one, code))),
  );

/** Whether an exclusion that holds keeps this resource out, by what it is about. */
export const excluded = (exclusions: readonly Exclusion[], resource: Fhir): boolean =>
  concepts.some((element) => conceptExcluded(exclusions, resource[element]));

/** Whether a section is kept out whole. */
export const sectionExcluded = (exclusions: readonly Exclusion[], loinc: string): boolean =>
  exclusions.some(({ holds, sections }) => holds && sections.includes(loinc));

const isText = (one: unknown): boolean => typeof one === 'string' && one !== '';
const areTexts = (all: unknown): boolean => Array.isArray(all) && all.every(isText);

/**
 * Exclusions of an operator's file, which take the place of those shipped.
 * @throws Error that names the first row that lacks something: the platform does not start with half a law.
 */
export function exclusionsFrom(json: string): readonly Exclusion[] {
  const rows = JSON.parse(json) as readonly Partial<Exclusion>[];
  if (!Array.isArray(rows)) throw new Error('summary-exclusions.json must be a list of exclusions.');
  for (const [n, one] of rows.entries()) {
    const whole =
      [one.name, one.source, one.owner, one.says?.pl, one.says?.en].every(isText) &&
      typeof one.holds === 'boolean' &&
      /^\d{4}-\d\d-\d\d$/.test(one.date ?? '') &&
      areTexts(one.sections) &&
      Array.isArray(one.codes) &&
      one.codes.every((row: Partial<Exclusion['codes'][number]> | null) => isText(row?.system) && areTexts(row?.codes));
    if (!whole) {
      const needs = 'name, holds, says (pl, en), source, date, owner, sections and codes (system, codes)';
      throw new Error(`summary-exclusions.json, row ${n + 1}: an exclusion has ${needs}.`);
    }
  }
  return rows as readonly Exclusion[];
}
