/**
 * Facts of rules' tests in short, made into FHIR resources, so that tests go the way of real data: `{ "icd10": "E11.9",
 * "on": "2020" }`, `{ "result": "hba1c", "value": 8, "on": -200 }` (a number: so many days before `today`), `{ "atc":
 * "A10BA02", "on": -10, "collected": true }`, `{ "draft": "C09AA05" }`.
 */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { RuleTest } from '../model.ts';
import type { Gathered, SafetyWarning } from './facts.ts';
import { isMeasure, type Measure, measures } from './measures.ts';
import type { Fhir } from './reading.ts';

/** The day on which tests of rules play. */
export const today = new Date('2026-11-20T10:00:00Z');

const dayMs = 86_400_000;
const dayOf = (on: unknown): string =>
  typeof on === 'number'
    ? new Date(today.getTime() + on * dayMs).toISOString().slice(0, 10)
    : String(on ?? '2026-01-15');

type Lists = { -readonly [input in keyof Gathered]: Gathered[input] } & { readonly [name: string]: unknown };

/** @throws RangeError for a fact in a form that is not known */
export function exampleFacts({ patient, has }: Pick<RuleTest, 'patient' | 'has'>): Gathered {
  const { born, sex } = patient;
  const lists: { [input: string]: Fhir[] } = Object.fromEntries(
    ['conditions', 'allergies', 'prescriptions', 'dispenses', 'results', 'procedures', 'vaccinations'].map((one) => [
      one,
      [],
    ]),
  );
  for (const input of ['visits', 'orders', 'reports', 'letters', 'drafts']) lists[input] = [];
  const safety: SafetyWarning[] = [];
  const down: string[] = [];
  for (const [place, fact] of has.entries()) {
    if (typeof fact.down === 'string') down.push(fact.down);
    else if (typeof fact.warned === 'string') safety.push(warningOf(fact));
    else for (const [input, resource] of resourcesOf(fact, place)) lists[input]?.push(resource);
  }
  const who: Fhir = {
    ...{ resourceType: 'Patient', id: 'example' },
    ...(born === undefined ? {} : { birthDate: born }),
    ...(sex === undefined ? {} : { gender: sex }),
  };
  const all = { ...lists, patient: [who], safety } as unknown as Lists;
  for (const input of down) delete (all as { [name: string]: unknown })[input];
  return all as Gathered;
}

const warningOf = (fact: { readonly [name: string]: unknown }): SafetyWarning => ({
  ...{ kind: String(fact.warned), severity: (fact.severity ?? 'major') as SafetyWarning['severity'] },
  medicines: [{ atc: String(fact.of ?? 'B01AA03'), name: String(fact.name ?? 'warfaryna') }],
  ...{ effect: 'krwawienie', advice: 'zmień lek', source: 'ChPL 4.5' },
});

const concept = (system: string, code: unknown) => ({ coding: [{ system, code }], text: String(code) });

function* resourcesOf(fact: { readonly [name: string]: unknown }, place: number): Iterable<readonly [string, Fhir]> {
  const id = `x${place}`;
  const on = dayOf(fact.on);
  if (fact.icd10 !== undefined) {
    const state = fact.over === true ? 'resolved' : 'active';
    const clinicalStatus = { coding: [{ code: state }] };
    yield [
      'conditions',
      { ...of('Condition', id), clinicalStatus, code: concept(codeSystems.icd10, fact.icd10), onsetDateTime: on },
    ];
  } else if (fact.result !== undefined) yield ['results', resultOf(fact, id, on)];
  else if (fact.atc !== undefined) yield* prescriptionOf(fact, id, on);
  else if (fact.draft !== undefined)
    yield [
      'drafts',
      {
        ...of('MedicationRequest', id),
        status: 'draft',
        medicationCodeableConcept: concept(codeSystems.atc, fact.draft),
      },
    ];
  else if (fact.procedure !== undefined)
    yield [
      'procedures',
      {
        ...of('Procedure', id),
        status: 'completed',
        code: concept(codeSystems.icd9pl, fact.procedure),
        performedDateTime: on,
      },
    ];
  else if (fact.vaccine !== undefined)
    yield [
      'vaccinations',
      {
        ...of('Immunization', id),
        status: 'completed',
        vaccineCode: concept(codeSystems.atc, fact.vaccine),
        occurrenceDateTime: on,
      },
    ];
  else if (fact.allergy !== undefined)
    yield ['allergies', { ...of('AllergyIntolerance', id), code: concept(codeSystems.atc, fact.allergy) }];
  else yield* careOf(fact, id, on);
}

function* careOf(
  fact: { readonly [name: string]: unknown },
  id: string,
  on: string,
): Iterable<readonly [string, Fhir]> {
  if (fact.visit !== undefined)
    yield [
      'visits',
      { ...of('Encounter', id), status: 'finished', class: { code: 'AMB' }, period: { start: on, end: on } },
    ];
  else if (fact.stay !== undefined)
    yield [
      'visits',
      {
        ...of('Encounter', id),
        status: 'finished',
        class: { code: 'IMP' },
        period: { start: on, end: dayOf(fact.until) },
      },
    ];
  else if (fact.order !== undefined)
    yield [
      'orders',
      {
        ...of('ServiceRequest', id),
        status: 'active',
        intent: 'order',
        code: concept(codeSystems.loinc, fact.order),
        authoredOn: on,
      },
    ];
  else if (fact.report !== undefined)
    yield [
      'reports',
      {
        ...of('DiagnosticReport', id),
        status: 'final',
        code: concept(codeSystems.loinc, fact.report),
        effectiveDateTime: on,
      },
    ];
  else if (fact.letter !== undefined)
    yield [
      'letters',
      {
        ...of('DocumentReference', id),
        status: 'current',
        type: { text: String(fact.letter) },
        date: `${on}T10:00:00Z`,
      },
    ];
  else throw new RangeError(`no fact: ${JSON.stringify(fact)}`);
}

const of = (resourceType: string, id: string): Fhir => ({ resourceType, id });

function resultOf(fact: { readonly [name: string]: unknown }, id: string, on: string): Fhir {
  const name = String(fact.result);
  if (!isMeasure(name)) throw new RangeError(`no measure: ${name}`);
  const measure: Measure = measures[name];
  const value =
    fact.value === undefined ? {} : { valueQuantity: { value: fact.value, code: fact.unit ?? measure.unit } };
  const answer = fact.answer === undefined ? {} : { valueCodeableConcept: concept(codeSystems.snomed, fact.answer) };
  const code = concept(codeSystems.loinc, measure.loinc[0]);
  return { ...of('Observation', id), status: 'final', code, effectiveDateTime: on, ...value, ...answer };
}

function* prescriptionOf(
  fact: { readonly [name: string]: unknown },
  id: string,
  on: string,
): Iterable<readonly [string, Fhir]> {
  const medicine = { medicationCodeableConcept: concept(codeSystems.atc, fact.atc) };
  const supply = { dispenseRequest: { expectedSupplyDuration: { value: fact.days ?? 90 } } };
  const status = fact.status ?? 'active';
  yield [
    'prescriptions',
    { ...of('MedicationRequest', id), status, ...medicine, ...supply, authoredOn: `${on}T08:00:00Z` },
  ];
  if (fact.collected === false) return;
  const authorizingPrescription = [{ reference: `MedicationRequest/${id}` }];
  yield [
    'dispenses',
    { ...of('MedicationDispense', `${id}d`), status: 'completed', ...medicine, authorizingPrescription },
  ];
}
