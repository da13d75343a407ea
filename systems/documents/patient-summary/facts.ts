/**
 * What a summary asks of the record: a bounded number of bounded questions, at once. Access and the trail are the
 * record's. A patient with 50,000 entries costs as much as one with 5,000: what was not read is counted.
 */
import type { Call } from '#core/access/actor.ts';
import type { Record as FhirRecord, ReadOptions, SearchPage } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { parseJson } from '#libs/fhir/json.ts';
import type { Fact, Fhir } from './model.ts';

/** Types of which people have few: one question for all of them. */
const fewTypes = [
  ...['AllergyIntolerance', 'CarePlan', 'ClinicalImpression', 'Consent', 'Coverage', 'Device', 'DeviceUseStatement'],
  ...['Flag', 'ImmunizationRecommendation', 'List', 'MedicationStatement', 'Patient', 'RelatedPerson'],
] as const;
const mostOfFew = 500;
/** Of one of these types, where all together were too many. */
const mostOfOne = 200;

interface Question {
  readonly type: string;
  readonly query: string;
  readonly most: number;
}

/** LOINC: ABO and Rh together, ABO, Rh. */
export const bloodGroupCodes = ['882-1', '883-9', '10331-7'] as const;
const current = 'active,recurrence,relapse';
const going = 'active,on-hold,draft,unknown';

const day = 86_400_000;
/** Medicines that are no longer prescribed stand in the summary for so long, days. */
export const recentMedicines = 183;

function questions(now: Date): Readonly<Record<string, Question>> {
  const since = new Date(now.getTime() - recentMedicines * day).toISOString().slice(0, 10);
  const ask = (type: string, query: string, most: number): Question => ({ type, query, most });
  return {
    current: ask('Condition', `clinical-status=${current}&_sort=-recorded-date`, 200),
    former: ask('Condition', `clinical-status:not=${current}&_sort=-recorded-date`, 300),
    prescribed: ask('MedicationRequest', `status=${going}&_sort=-authoredon`, 150),
    ended: ask('MedicationRequest', `status:not=${going}&authoredon=ge${since}&_sort=-authoredon`, 100),
    immunizations: ask('Immunization', '_sort=-date', 200),
    procedures: ask('Procedure', '_sort=-date', 150),
    laboratory: ask('Observation', 'category=laboratory&_sort=-date', 250),
    vitalSigns: ask('Observation', 'category=vital-signs&_sort=-date', 60),
    others: ask('Observation', 'category:not=laboratory,vital-signs&_sort=-date', 160),
    blood: ask(
      'Observation',
      `code=${bloodGroupCodes.map((code) => `http://loinc.org|${code}`).join()}&_sort=-date`,
      20,
    ),
    reports: ask('DiagnosticReport', '_sort=-date', 40),
  };
}

/** By name of the question, or by type of those of which people have few. */
export type Facts = ReadonlyMap<string, Fact>;

const limits = { depth: 64, keys: 10_000, elements: 1_000_000, string: 64 * 1024 * 1024, data: 64 * 1024 * 1024 };
const parsed = (content: string): Fhir => parseJson(content, limits) as Fhir;
const matches = ({ entries }: SearchPage): Fhir[] =>
  entries.filter(({ mode }) => mode === 'match').map(({ stored }) => parsed(stored.content));

const closed: Fact = { resources: [], total: 0, closed: true };

/** Asks; what the caller may not ask is closed to them, and said to be. */
async function open(work: () => Promise<Fact>): Promise<Fact> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'forbidden') return closed;
    throw error;
  }
}

export interface Reading {
  readonly record: FhirRecord;
  readonly call: Call;
  readonly options: ReadOptions;
}

const count = async ({ record, call, options }: Reading, type: string, query: string): Promise<number> =>
  (await record.search(call, type, `${query}&_summary=count`, options)).total ?? 0;

async function answer(reading: Reading, patient: string, { type, query, most }: Question): Promise<Fact> {
  const { record, call, options } = reading;
  const asked = `patient=${patient}&${query}`;
  const page = await record.search(call, type, `${asked}&_count=${most}`, options);
  const resources = matches(page);
  if (page.next === undefined) return { resources, total: resources.length };
  return { resources, total: await count(reading, type, asked.replace(/&?_sort=[^&]*/, '')) };
}

/** Those types of which people have few, in one page; where there are too many, each by itself. */
async function few(reading: Reading, patient: string): Promise<[string, Fact][]> {
  const { record, call, options } = reading;
  const page = await record.everything(call, patient, `_type=${fewTypes.join()}&_count=${mostOfFew}`, options);
  const found = matches(page);
  if (page.next === undefined) {
    return fewTypes.map((type) => {
      const resources = found.filter(({ resourceType }) => resourceType === type);
      return [type, { resources, total: resources.length }];
    });
  }
  return Promise.all(
    fewTypes.map(async (type): Promise<[string, Fact]> => {
      if (type === 'Patient') {
        const { content } = await record.read(call, type, patient, options);
        return [type, { resources: [parsed(content)], total: 1 }];
      }
      return [type, await open(() => answer(reading, patient, { type, query: '', most: mostOfOne }))];
    }),
  );
}

/**
 * All that a summary of this patient is made from.
 * @throws Refusal `not-found` and `gone` as the record says it, also for a patient of whom the caller may not know.
 */
export async function readFacts(reading: Reading, patient: string, now: Date): Promise<Facts> {
  const asked = Object.entries(questions(now));
  // First: whoever may not know of the patient is answered here, and nothing else is asked.
  const small = await few(reading, patient);
  const large = await Promise.all([
    ...asked.map(
      async ([name, question]): Promise<[string, Fact]> => [name, await open(() => answer(reading, patient, question))],
    ),
    open(async () => {
      const total = await count(reading, 'MedicationRequest', `patient=${patient}`);
      return { resources: [], total };
    }).then((fact): [string, Fact] => ['all-medicines', fact]),
  ]);
  return new Map([...small, ...large]);
}

const mostShared = 100;

/** People, institutions and medicines that the entries refer to: one question a type. Those not found are left as words. */
export async function readShared(reading: Reading, wanted: ReadonlyMap<string, ReadonlySet<string>>): Promise<Fhir[]> {
  const { record, call } = reading;
  const found = await Promise.all(
    [...wanted].map(([type, ids]) =>
      open(async () => {
        const some = [...ids].sort().slice(0, mostShared);
        const page = await record.search(call, type, `_id=${some.join()}&_count=${mostShared}`);
        const resources = matches(page);
        return { resources, total: resources.length };
      }),
    ),
  );
  return found.flatMap(({ resources }) => resources);
}
