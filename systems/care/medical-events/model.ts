/** The words of medical events (SGZ): what a screen or a small provider sends in one piece, and what it reads back. */
import type { Schema } from '#core/http/operation.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { EventState } from './states.ts';

const p1 = 'https://ezdrowie.gov.pl/fhir/StructureDefinition/';
const ours = 'urn:ezdrowie:StructureDefinition:';
/**
 * Canonical addresses of the profiles. P1's own where domain/poland.md 2.3 confirms them; the others are ours until P1
 * publishes its own, and can be given in `canonicals`.
 */
export const profiles = {
  event: `${p1}PLMedicalEvent`,
  diagnosis: `${p1}PLMedicalEventDiagnosis`,
  procedure: `${p1}PLMedicalEventProcedure`,
  provenance: `${p1}PLMedicalEventProvenance`,
  observation: `${ours}PLObservation`,
  immunization: `${ours}PLImmunization`,
  allergy: `${ours}PLAllergyIntolerance`,
  medication: `${ours}PLMedicationStatement`,
} as const;
export const extensions = { function: `${p1}PLFunction`, payor: `${p1}PLPayorReference` } as const;

/** `meta.tag` of an Encounter that our own operation made: SHA-256 of what was sent. */
export const contentTag = 'urn:ezdrowie:medical-event-content';

/** Kinds of events by their number. Dz.U. 2019 poz. 2532, by domain/poland.md 2.3 */
export const eventKinds: Readonly<Record<string, string>> = {
  1: 'Pobyt na oddziale szpitalnym',
  2: 'Leczenie jednego dnia',
  3: 'Pobyt',
  4: 'Porada',
  5: 'Porada patronażowa',
  6: 'Wizyta',
  7: 'Wizyta patronażowa',
  8: 'Cykl leczenia',
  9: 'Badanie',
  10: 'Sesja',
  11: 'Osoba leczona',
  12: 'Wyjazd ratowniczy',
  13: 'Akcja ratownicza',
  14: 'Transport sanitarny',
  15: 'Transport lotniczy',
  16: 'Hemodializa',
  17: 'Bilans zdrowia',
  18: 'Wyrób medyczny',
  19: 'Szczepienie',
  20: 'Badanie przesiewowe',
  21: 'Świadczenie profilaktyczne',
  22: 'Osoba objęta opieką koordynowaną',
};

export interface Coded {
  readonly code: string;
  readonly name?: string;
}
export interface Diagnosis extends Coded {
  readonly role: 'main' | 'concurrent';
}
export interface Value {
  readonly value: number;
  /** UCUM. */
  readonly unit: string;
}
export interface Measurement extends Coded {
  readonly value?: number;
  readonly unit?: string;
  /** Blood pressure has two. */
  readonly parts?: readonly (Coded & Value)[];
}
export interface Vaccination extends Coded {
  readonly lot: string;
  readonly dose?: number;
}
export interface Medicine {
  readonly name: string;
  /** ATC. */
  readonly code?: string;
  readonly dosage?: string;
}
/** The sections of a note, in this order. ux/design.md 5.9 */
export const noteSections = ['reason', 'findings', 'diagnosis', 'plan'] as const;
export type Note = Partial<Record<(typeof noteSections)[number], string>>;

export interface EventContent {
  /** Of the kinds of events, `4`: porada. */
  readonly kind: string;
  readonly start: string;
  readonly end?: string;
  readonly confidentiality?: 'N' | 'R' | 'V';
  /** Branch of the NFZ that pays, `07`. */
  readonly payer?: string;
  /** ICD-10; exactly one is the main one. */
  readonly diagnoses: readonly Diagnosis[];
  /** ICD-9 PL. */
  readonly procedures?: readonly Coded[];
  /** LOINC. */
  readonly measurements?: readonly Measurement[];
  /** ATC. */
  readonly vaccinations?: readonly Vaccination[];
  readonly allergies?: readonly { readonly name: string }[];
  readonly medicines?: readonly Medicine[];
  readonly note?: Note;
}

export interface NewEvent extends EventContent {
  /** Given by the caller, unique for its provider: the same event may be sent again. */
  readonly number: string;
  /** Logical id of the Patient. */
  readonly patient: string;
  /** Logical id of the Encounter that was planned, which becomes this event. */
  readonly visit?: string;
}

/** What an event is now, beside its resources. */
export interface EventSummary {
  /** Logical id of the Encounter. */
  readonly id: string;
  readonly number: string;
  readonly system: string;
  readonly patient: string;
  readonly state: EventState;
  readonly version: number;
  readonly happenedAt: string;
  readonly recordedAt: string;
  /** Recorded later than the day after it happened. */
  readonly late: boolean;
  readonly signedAt?: string;
}

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const text = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
const list = (maxItems: number, properties: { readonly [name: string]: unknown }, required: readonly string[]) => ({
  type: 'array',
  maxItems,
  items: { type: 'object', properties, required, additionalProperties: false },
});
const code = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,20}$' };
const coded = { code, name: text(300) };
const measured = { value: { type: 'number', minimum: -1e6, maximum: 1e6 }, unit: text(30) };

const content = {
  kind: { enum: Object.keys(eventKinds) },
  start: { type: 'string', format: 'date-time' },
  end: { type: 'string', format: 'date-time' },
  confidentiality: { enum: ['N', 'R', 'V'] },
  payer: { type: 'string', pattern: '^(0[1-9]|1[0-6])$' },
  diagnoses: {
    ...list(20, { ...coded, role: { enum: ['main', 'concurrent'] } }, ['code', 'role']),
    minItems: 1,
  },
  procedures: list(40, coded, ['code']),
  measurements: list(
    60,
    { ...coded, ...measured, parts: list(6, { ...coded, ...measured }, ['code', 'value', 'unit']) },
    ['code'],
  ),
  vaccinations: list(10, { ...coded, lot: text(40), dose: { type: 'integer', minimum: 1, maximum: 20 } }, [
    'code',
    'lot',
  ]),
  allergies: list(20, { name: text(300) }, ['name']),
  medicines: list(60, { name: text(300), code, dosage: text(300) }, ['name']),
  note: {
    type: 'object',
    properties: Object.fromEntries(noteSections.map((section) => [section, { type: 'string', maxLength: 20_000 }])),
    additionalProperties: false,
  },
};
const demanded = ['kind', 'start', 'diagnoses'];

export const shapes = {
  byId: { type: 'object', properties: { id }, required: ['id'], additionalProperties: false },
  newEvent: {
    type: 'object',
    properties: { number: { type: 'string', pattern: '^[A-Za-z0-9-]{8,64}$' }, patient: id, visit: id, ...content },
    required: ['number', 'patient', ...demanded],
    additionalProperties: false,
  },
  content: { type: 'object', properties: content, required: demanded, additionalProperties: false },
  cancel: { type: 'object', properties: { reason: text(500) }, required: ['reason'], additionalProperties: false },
  ofPatient: {
    type: 'object',
    properties: { patient: id, cursor: { type: 'string', maxLength: 600 } },
    required: ['patient'],
    additionalProperties: false,
  },
  day: {
    type: 'object',
    properties: { day: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' } },
    additionalProperties: false,
  },
  newVisit: {
    type: 'object',
    properties: { patient: id, reason: text(300), urgency: { enum: ['EM', 'UR', 'R'] } },
    required: ['patient'],
    additionalProperties: false,
  },
} as const satisfies Record<string, Schema>;

/** Systems of the codes of each part. */
export const partSystems = {
  diagnoses: codeSystems.icd10,
  procedures: codeSystems.icd9pl,
  measurements: codeSystems.loinc,
  vaccinations: codeSystems.atc,
  medicines: codeSystems.atc,
} as const;
