/**
 * What is true of a generated patient, read from the generated resources alone: nothing of the page or of the
 * profile's rules is used, so that a page which is wrong is seen to be wrong.
 */
import type { Resource } from '#libs/population/index.ts';

/** One patient's facts, as far as the ten questions ask for them. */
export interface Facts {
  readonly id: string;
  readonly name: string;
  readonly allergies: readonly string[];
  /** Active problems: name, and the year since when. */
  readonly problems: readonly { readonly what: string; readonly since: string }[];
  readonly medicines: readonly string[];
  /** Of those the ones that no pharmacy gave out. */
  readonly notBought: readonly string[];
  /** Of every test with a number the last: name, number, day. */
  readonly results: readonly { readonly what: string; readonly value: number; readonly day: string }[];
  readonly lastStay: { readonly day: string; readonly facility: string } | undefined;
  readonly doctor: string;
  readonly lastVaccination: { readonly what: string; readonly day: string } | undefined;
  /** The latest document with a text: its day, and a word of it that no other document of the patient has. */
  readonly word: { readonly text: string; readonly day: string } | undefined;
  readonly facilities: readonly string[];
}

type Fields = Readonly<Record<string, never>>;
const fields = (resource: Resource): Fields => resource as unknown as Fields;

/** The facts of one patient's resources on a day (`YYYY-MM-DD`). */
export function factsOf(resources: readonly Resource[], today: string): Facts {
  const of = (type: string): Fields[] =>
    resources.filter(({ resourceType }) => resourceType === type).map((one) => fields(one));
  const [patient] = of('Patient');
  if (!patient) throw new Error('no Patient among the resources');
  const encounters = of('Encounter');
  const medicines = medicinesOf(of('MedicationRequest'), of('MedicationDispense'), today);
  return {
    id: String(patient.id),
    name: textAt(patient, 'name', 0, 'text'),
    allergies: distinct(of('AllergyIntolerance').map((one) => textAt(one, 'code', 'text'))),
    problems: problemsOf(of('Condition')),
    medicines: medicines.map(({ what }) => what),
    notBought: medicines.filter(({ bought }) => !bought).map(({ what }) => what),
    results: resultsOf(of('Observation')),
    lastStay: lastStayOf(encounters),
    doctor: textAt(patient, 'generalPractitioner', 0, 'display'),
    lastVaccination: lastVaccinationOf(of('Immunization')),
    word: wordOf(of('DocumentReference')),
    facilities: distinct(encounters.map((one) => textAt(one, 'serviceProvider', 'display'))),
  };
}

/** The value at a path, as text; '' where there is none. */
function textAt(from: unknown, ...path: readonly (string | number)[]): string {
  let at: unknown = from;
  for (const step of path) at = (at as Record<string | number, unknown> | undefined)?.[step];
  return at === undefined || at === null ? '' : String(at);
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts.filter(Boolean))].sort();
const latest = <T>(all: readonly T[], dayOf: (one: T) => string): T | undefined =>
  [...all].sort((a, b) => dayOf(a).localeCompare(dayOf(b))).at(-1);
const dayAt = (from: unknown, ...path: readonly (string | number)[]): string => textAt(from, ...path).slice(0, 10);

function problemsOf(conditions: readonly Fields[]): Facts['problems'] {
  const active = conditions.filter((one) => textAt(one, 'clinicalStatus', 'coding', 0, 'code') === 'active');
  return distinct(active.map((one) => textAt(one, 'code', 'text'))).map((what) => ({
    what,
    since:
      active
        .filter((one) => textAt(one, 'code', 'text') === what)
        .map((one) => (dayAt(one, 'onsetDateTime') || dayAt(one, 'recordedDate')).slice(0, 4))
        .sort()[0] ?? '',
  }));
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** In use: the last prescription of a medicine is open, or was filled and its supply (and a month more) lasts. */
function medicinesOf(requests: readonly Fields[], dispenses: readonly Fields[], today: string) {
  const boughtOn = (id: string): string =>
    dispenses
      .filter((one) => textAt(one, 'authorizingPrescription', 0, 'reference') === `MedicationRequest/${id}`)
      .map((one) => dayAt(one, 'whenHandedOver'))
      .sort()
      .at(-1) ?? '';
  const inUse = (one: Fields): boolean => {
    if (textAt(one, 'status') === 'active') return true;
    if (textAt(one, 'status') !== 'completed') return false;
    const supply = Number(textAt(one, 'dispenseRequest', 'expectedSupplyDuration', 'value') || 0);
    return addDays(boughtOn(textAt(one, 'id')) || dayAt(one, 'authoredOn'), supply + 30) >= today;
  };
  const current = requests.filter((one) => inUse(one));
  return distinct(current.map((one) => textAt(one, 'medicationCodeableConcept', 'coding', 0, 'code'))).map((code) => {
    const last = latest(
      current.filter((one) => textAt(one, 'medicationCodeableConcept', 'coding', 0, 'code') === code),
      (one) => textAt(one, 'authoredOn'),
    );
    const what = textAt(last, 'medicationCodeableConcept', 'text');
    return { what, bought: boughtOn(textAt(last, 'id')) !== '' };
  });
}

function resultsOf(observations: readonly Fields[]): Facts['results'] {
  const numbers = observations.filter((one) => textAt(one, 'valueQuantity', 'value') !== '');
  return distinct(numbers.map((one) => textAt(one, 'code', 'text'))).map((what) => {
    const last = latest(
      numbers.filter((one) => textAt(one, 'code', 'text') === what),
      (one) => textAt(one, 'effectiveDateTime'),
    );
    return { what, value: Number(textAt(last, 'valueQuantity', 'value')), day: dayAt(last, 'effectiveDateTime') };
  });
}

function lastStayOf(encounters: readonly Fields[]): Facts['lastStay'] {
  const stay = latest(
    encounters.filter((one) => textAt(one, 'class', 'code') === 'IMP'),
    (one) => textAt(one, 'period', 'start'),
  );
  return stay && { day: dayAt(stay, 'period', 'start'), facility: textAt(stay, 'serviceProvider', 'display') };
}

function lastVaccinationOf(immunizations: readonly Fields[]): Facts['lastVaccination'] {
  const last = latest(immunizations, (one) => textAt(one, 'occurrenceDateTime'));
  return last && { what: textAt(last, 'vaccineCode', 'text'), day: dayAt(last, 'occurrenceDateTime') };
}

const wordsIn = (text: string): string[] => text.match(/\p{L}{7,}/gu) ?? [];

function wordOf(documents: readonly Fields[]): Facts['word'] {
  const texts = documents
    .map((one) => ({
      day: dayAt(one, 'date'),
      words: wordsIn(Buffer.from(textAt(one, 'content', 0, 'attachment', 'data'), 'base64').toString('utf8')),
    }))
    .sort((a, b) => b.day.localeCompare(a.day));
  const found = new Map<string, number>();
  for (const { words } of texts) for (const word of new Set(words)) found.set(word, (found.get(word) ?? 0) + 1);
  for (const { day, words } of texts) {
    const own = words.find((word) => found.get(word) === 1);
    if (own) return { text: own, day };
  }
  return undefined;
}
