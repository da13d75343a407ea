/**
 * The fixed workload: one transaction bundle is one patient of 43 resources (1 Patient, 6 Encounter, 8 Condition,
 * 20 Observation, 6 MedicationRequest, 2 Immunization). A pure function of seed and number, so that runs can be
 * compared.
 */

export interface Draw {
  (): number;
}

/** mulberry32: small, fast, good enough to scatter test data. */
export function draws(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const families = 'Kowalska Nowak Wiśniewska Lewandowska Zielińska Szymańska Woźniak Dąbrowska Kozłowska Mazur'.split(
  ' ',
);
const given = 'Anna Maria Katarzyna Agnieszka Barbara Ewa Krystyna Zofia Łucja Helena'.split(' ');
export const identifierSystem = 'urn:oid:2.16.840.1.113883.3.4424.1.7.1.616';
export const loinc = [
  ['8867-4', 'Tętno', '/min', 40, 120],
  ['8480-6', 'Ciśnienie skurczowe', 'mm[Hg]', 90, 190],
  ['8310-5', 'Temperatura ciała', 'Cel', 35, 41],
  ['2345-7', 'Glukoza w surowicy', 'mg/dL', 60, 300],
  ['718-7', 'Hemoglobina', 'g/dL', 7, 19],
] as const;
export const icd10 = [
  ['I10', 'Nadciśnienie tętnicze samoistne'],
  ['E11.9', 'Cukrzyca insulinoniezależna bez powikłań'],
  ['J06.9', 'Ostre zakażenie górnych dróg oddechowych'],
  ['M54.5', 'Ból okolicy lędźwiowo-krzyżowej'],
  ['E78.5', 'Hiperlipidemia'],
  ['K21.9', 'Choroba refluksowa przełyku'],
  ['N39.0', 'Zakażenie układu moczowego'],
  ['J45.9', 'Astma oskrzelowa'],
] as const;
const atc = [
  ['C09AA05', 'Ramipryl'],
  ['A10BA02', 'Metformina'],
  ['C10AA05', 'Atorwastatyna'],
  ['N02BE01', 'Paracetamol'],
] as const;
const vaccines = [
  ['J07BB02', 'Grypa, inaktywowana'],
  ['J07AM01', 'Tężec, anatoksyna'],
] as const;
const first = Date.UTC(2022, 0, 1);
const last = Date.UTC(2026, 0, 1);

const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
const instant = (draw: Draw, from = first, to = last) =>
  `${new Date(from + Math.floor((draw() * (to - from)) / 1000) * 1000).toISOString().slice(0, 19)}Z`;

export const personNumber = (seed: number, number: number) => String(10_000_000_000 + seed * 100_000_000 + number * 7);

export interface PersonKey {
  family: string;
  identifier: string;
}

/** What searches need to know of patient `number`, without building the bundle. */
export function personKey(seed: number, number: number): PersonKey {
  const draw = draws(seed * 1_000_003 + number);
  return { family: `${pick(draw, families)}-${pick(draw, families)}`, identifier: personNumber(seed, number) };
}

const concept = (system: string, [code, display]: readonly [string, string, ...unknown[]]) => ({
  coding: [{ system, code, display }],
  text: display,
});

export function observation(draw: Draw, subject: string, encounter: string, number: number) {
  const [code, display, unit, low, high] = loinc[number % loinc.length] as (typeof loinc)[number];
  const when = instant(draw);
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/observation-category',
            code: number % 5 < 3 ? 'vital-signs' : 'laboratory',
          },
        ],
      },
    ],
    code: concept('http://loinc.org', [code, display]),
    subject: { reference: subject },
    encounter: { reference: encounter },
    effectiveDateTime: when,
    issued: when,
    performer: [{ display: `piel. ${pick(draw, given)} ${pick(draw, families)}` }],
    valueQuantity: {
      value: Math.round((low + draw() * (high - low)) * 10) / 10,
      unit,
      system: 'http://unitsofmeasure.org',
      code: unit,
    },
    interpretation: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
            code: 'N',
            display: 'Normal',
          },
        ],
      },
    ],
    note: [{ text: 'Pomiar w spoczynku, pacjentka siedzi, bez dolegliwości.' }],
  };
}

/** The transaction bundle of patient `number`. */
export function personBundle(seed: number, number: number) {
  const draw = draws(seed * 1_000_003 + number);
  const family = `${pick(draw, families)}-${pick(draw, families)}`;
  const entry: unknown[] = [];
  let count = 0;
  const add = (resource: { resourceType: string; [element: string]: unknown }) => {
    const fullUrl = `urn:uuid:${seed.toString(16).padStart(8, '0')}-0000-4000-8000-${(number * 64 + count++).toString(16).padStart(12, '0')}`;
    entry.push({ fullUrl, resource, request: { method: 'POST', url: resource.resourceType } });
    return fullUrl;
  };
  const patient = add({
    resourceType: 'Patient',
    active: true,
    identifier: [{ use: 'official', system: identifierSystem, value: personNumber(seed, number) }],
    name: [{ use: 'official', family, given: [pick(draw, given), pick(draw, given)] }],
    telecom: [{ system: 'phone', value: `+48${500_000_000 + number}`, use: 'mobile' }],
    gender: 'female',
    birthDate: instant(draw, Date.UTC(1935, 0, 1), Date.UTC(2008, 0, 1)).slice(0, 10),
    address: [
      {
        use: 'home',
        line: [`ul. Polna ${1 + Math.floor(draw() * 200)}`],
        city: 'Kielce',
        postalCode: '25-001',
        country: 'PL',
      },
    ],
    communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'pl' }] }, preferred: true }],
  });
  const encounters = Array.from({ length: 6 }, (_, visit) => {
    const start = instant(draw);
    return add({
      resourceType: 'Encounter',
      status: visit < 5 ? 'finished' : 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: visit === 0 ? 'IMP' : 'AMB' },
      type: [{ text: 'Wizyta kontrolna' }],
      subject: { reference: patient },
      participant: [{ individual: { display: `lek. ${pick(draw, given)} ${pick(draw, families)}` } }],
      period: { start, end: `${new Date(Date.parse(start) + 1_800_000).toISOString().slice(0, 19)}Z` },
      reasonCode: [{ text: 'Kontrola' }],
    });
  });
  const visitOf = (place: number) => encounters[place % 6] as string;
  for (let place = 0; place < 8; place++) add(condition(draw, patient, visitOf(place), place));
  for (let place = 0; place < 20; place++) add(observation(draw, patient, visitOf(place), place));
  for (let place = 0; place < 6; place++) add(prescription(draw, patient, visitOf(place), place));
  for (let place = 0; place < 2; place++) {
    add({
      resourceType: 'Immunization',
      status: 'completed',
      vaccineCode: concept('http://www.whocc.no/atc', pick(draw, vaccines)),
      patient: { reference: patient },
      encounter: { reference: visitOf(place) },
      occurrenceDateTime: instant(draw),
      primarySource: true,
      lotNumber: `L${Math.floor(draw() * 100_000)}`,
    });
  }
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

/** One transaction of `size` resources about one patient: most of them observations. */
export function longHistory(seed: number, size: number) {
  const bundle = personBundle(seed, 0);
  const [patient, encounter] = bundle.entry as { fullUrl: string }[];
  const draw = draws(seed);
  for (let place = bundle.entry.length; place < size; place++) {
    bundle.entry.push({
      fullUrl: `urn:uuid:${seed.toString(16).padStart(8, '0')}-0000-4000-8001-${place.toString(16).padStart(12, '0')}`,
      resource: observation(draw, patient?.fullUrl ?? '', encounter?.fullUrl ?? '', place),
      request: { method: 'POST', url: 'Observation' },
    });
  }
  return bundle;
}

const condition = (draw: Draw, patient: string, encounter: string, place: number) => ({
  resourceType: 'Condition',
  clinicalStatus: {
    coding: [
      { system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: place < 5 ? 'active' : 'resolved' },
    ],
  },
  verificationStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }],
  },
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'encounter-diagnosis' }] },
  ],
  code: concept('urn:oid:2.16.840.1.113883.6.3', pick(draw, icd10)),
  subject: { reference: patient },
  encounter: { reference: encounter },
  onsetDateTime: instant(draw),
  recordedDate: instant(draw),
});

const prescription = (draw: Draw, patient: string, encounter: string, place: number) => ({
  resourceType: 'MedicationRequest',
  status: place < 3 ? 'active' : 'completed',
  intent: 'order',
  medicationCodeableConcept: concept('http://www.whocc.no/atc', pick(draw, atc)),
  subject: { reference: patient },
  encounter: { reference: encounter },
  authoredOn: instant(draw),
  requester: { display: `lek. ${pick(draw, given)} ${pick(draw, families)}` },
  dosageInstruction: [
    {
      text: '1 tabletka 2 razy dziennie',
      timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'tabletka' } }],
    },
  ],
  dispenseRequest: { numberOfRepeatsAllowed: 2, quantity: { value: 60, unit: 'tabletka' } },
});
