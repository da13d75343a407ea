/** A referral as its readers see it, and the shapes of what comes in. Its truth is a FHIR ServiceRequest (fhir.ts). */
import type { Schema } from '#core/http/operation.ts';
import { details, type Details } from './details.ts';
import { type Kind, kinds } from './kinds.ts';
import {
  type MoveName,
  moves,
  type officialNames,
  type Party,
  type SpaMove,
  type SpaStage,
  spaMoves,
} from './states.ts';
import type { State } from './states.ts';

/** The folder, and the name under which it owns its profile. */
export const system = 'e-referral';

/** A code with its name, where one was given. */
export interface Coded {
  readonly code: string;
  readonly name?: string;
}

/** What the issuer says. */
export interface Draft {
  readonly kind: Kind;
  /** R: "przypadek stabilny", UR: "przypadek pilny". HL7 v3 ActPriority */
  readonly urgency: 'R' | 'UR';
  /** Where to: speciality of the cell (part VIII of the code). */
  readonly speciality?: Coded;
  /** ICD-10; the first is the main one. */
  readonly diagnoses: readonly Coded[];
  /** ICD-9-PL. */
  readonly procedures: readonly Coded[];
  /** What the one who refers asks and knows. */
  readonly purpose?: string;
  readonly details: Details;
  /** What is attached, of the same patient: `DocumentReference/…`, `Observation/…`. */
  readonly attachments: readonly string[];
}

export interface Named {
  /** Logical id of the Practitioner or Organization. */
  readonly id: string;
  readonly name: string;
}

/** What was last done with it. */
export interface Step {
  readonly name: 'issue' | MoveName | SpaMove;
  readonly by: Party | 'branch' | 'platform';
  readonly at: string;
  readonly reason?: string;
  readonly facility?: Named;
  /** The medical event behind it: `Encounter/…`. */
  readonly basis?: string;
}

export interface SpaWay {
  readonly stage: SpaStage;
  /** Branch of the NFZ, `01` … `16`. */
  readonly branch: string;
  /** Its number in the queue of the branch. */
  readonly queue?: number;
  /** The place, and from when until when. */
  readonly place?: Named & { readonly from: string; readonly to: string };
  /** The patient gave the place back, and why; the branch is to judge it. */
  readonly returned?: string;
}

export interface Referral extends Draft {
  readonly id: string;
  readonly version: number;
  readonly patient: string;
  readonly patientName?: string;
  readonly number: string;
  readonly numberSystem: string;
  /** 44 digits. */
  readonly key: string;
  readonly state: State;
  readonly issuedAt: string;
  /** The last day on which it can be accepted. */
  readonly validUntil?: string;
  readonly issuer: { readonly person?: Named; readonly facility?: Named };
  readonly provider?: Named;
  /** Who or what accepted it. */
  readonly acceptedBy?: 'provider' | 'event';
  /** The day for which the patient is booked. */
  readonly appointment?: string;
  readonly spa?: SpaWay;
  readonly last: Step;
}

/** What operations answer with. */
export interface Shown extends Omit<Referral, 'numberSystem' | 'version'> {
  readonly stateName: (typeof officialNames)[keyof typeof officialNames];
  readonly expired: boolean;
  /** 4 digits; only for the patient, whoever issued it and on paper. */
  readonly code?: string;
  /** What may be done with it by whoever asks. */
  readonly moves: readonly string[];
}

const id: Schema = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const day: Schema = { type: 'string', format: 'date' };
const pesel: Schema = { type: 'string', pattern: '^[0-9]{11}$' };
const reason: Schema = { type: 'string', minLength: 3, maxLength: 500, pattern: '\\S' };
const cursor: Schema = { type: 'string', maxLength: 2000 };
const coded = (pattern: string): Schema => ({
  type: 'object',
  required: ['code'],
  additionalProperties: false,
  properties: { code: { type: 'string', pattern }, name: { type: 'string', maxLength: 300 } },
});
const object = (properties: Record<string, Schema>, ...required: string[]): Schema => ({
  ...{ type: 'object', additionalProperties: false, properties, required },
});

const draft = {
  kind: { enum: kinds },
  urgency: { enum: ['R', 'UR'] },
  speciality: coded('^[0-9]{4}$'),
  diagnoses: { type: 'array', maxItems: 20, items: coded('^[A-Z][0-9]{2}(\\.[0-9A-Z]{1,2})?$') },
  procedures: { type: 'array', maxItems: 40, items: coded('^[0-9A-Z]{2,3}(\\.[0-9A-Z]{1,4})?$') },
  purpose: { type: 'string', maxLength: 4000 },
  details: { type: 'object', additionalProperties: false, properties: details },
  attachments: {
    type: 'array',
    maxItems: 20,
    items: { type: 'string', pattern: '^[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}$' },
  },
} as const satisfies Record<keyof Draft, Schema>;

const whom = {
  /** By logical id, or by PESEL. */
  patient: id,
  pesel,
  /** For systems of providers: the logical id of the Practitioner who refers. */
  practitioner: id,
} as const;

export const shapes = {
  issue: object({ ...whom, ...draft }, 'kind'),
  correct: object({ ...draft, reason }, 'kind', 'reason'),
  byPatient: object({ patient: id }, 'patient'),
  byId: object({ id }, 'id'),
  page: object({ cursor }),
  prefill: object({ kind: { enum: kinds } }),
  /** By key, or by code and PESEL. */
  find: object({ key: { type: 'string', maxLength: 60 }, code: { type: 'string', maxLength: 8 }, pesel }),
  accept: object({
    key: { type: 'string', maxLength: 60 },
    code: { type: 'string', maxLength: 8 },
    pesel,
    appointment: day,
  }),
  reason: object({ reason }, 'reason'),
  reasonIfAny: object({ reason }),
  queue: object({ cursor, state: { enum: ['accepted', 'realised'] } }),
  spaQueue: object(
    { cursor, branch: { type: 'string', pattern: '^(0[1-9]|1[0-6])$' }, stage: { type: 'string', maxLength: 20 } },
    'branch',
  ),
  spaDecision: object(
    {
      decision: { enum: Object.keys(spaMoves).filter((name) => name !== 'give-back') },
      reason,
      facility: id,
      from: day,
      to: day,
    },
    'decision',
  ),
} as const satisfies Record<string, Schema>;

export const moveNames = Object.keys(moves) as MoveName[];
