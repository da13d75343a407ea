/** The words of permissions (SAA): what a patient gave to whom, emergencies and their reviews; shapes of requests. */
import type { Schema } from '#core/http/operation.ts';
import { areaNames, type ScopeArea } from '#core/access/areas.ts';
import type { Relation } from '#core/access/relations.ts';

/** Why somebody may break the glass. A closed list: the free text says the rest. */
export const emergencyReasons = ['unconscious', 'life-threat', 'no-contact', 'infectious'] as const;
export type EmergencyReason = (typeof emergencyReasons)[number];

export const verdicts = ['justified', 'unjustified'] as const;
export type Verdict = (typeof verdicts)[number];

export interface DelegationShown {
  readonly id: string;
  /** Who acts, or for whom. */
  readonly name: string;
  /** For whom one may act: the logical id of the Patient. */
  readonly patient?: string;
  readonly kind: 'parent' | 'guardian' | 'trusted';
  readonly scope: readonly ScopeArea[];
  readonly sensitive: boolean;
  readonly since: string;
  readonly ends: string;
}

export interface ConsentShown {
  readonly id: string;
  readonly facility: string;
  readonly facilityName: string;
  readonly refusal: boolean;
  readonly scope: readonly ScopeArea[];
  readonly since: string;
  readonly ends?: string;
}

/** Who sees the record now, and why. */
export interface AccessShown {
  readonly facility: string;
  readonly facilityName: string;
  readonly refused: boolean;
  readonly relations: readonly { readonly kind: Relation; readonly ends?: string }[];
}

export interface WithheldShown {
  readonly type: string;
  readonly id: string;
  readonly readers: string;
  readonly facilityName?: string;
  readonly emergency: boolean;
  readonly title: string;
  readonly date?: string;
}

export interface EmergencyShown {
  readonly id: string;
  readonly name: string;
  readonly facilityName: string;
  readonly reason: EmergencyReason;
  readonly explanation: string;
  readonly at: string;
  readonly ends: string;
  readonly verdict?: Verdict;
}

export interface NoticeShown {
  readonly id: string;
  readonly at: string;
  readonly kind: NoticeKind;
  readonly details: { readonly [name: string]: string };
  readonly read: boolean;
}

export const noticeKinds = [
  'emergency',
  'emergency-reviewed',
  'code-used',
  'delegation-given',
  'delegation-received',
  'delegation-ended',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Everything on the screen "Zgody i upoważnienia". */
export interface Permissions {
  readonly given: readonly DelegationShown[];
  readonly held: readonly DelegationShown[];
  readonly consents: readonly ConsentShown[];
  readonly access: readonly AccessShown[];
  readonly withheld: readonly WithheldShown[];
  readonly emergencies: readonly EmergencyShown[];
  readonly notices: readonly NoticeShown[];
  /** The end of the one-time code that lives now. */
  readonly codeEnds?: string;
}

/** A line of the preview: what a trusted person would see, one by one. */
export interface PreviewItem {
  readonly type: string;
  readonly id: string;
  readonly title: string;
  readonly date?: string;
}

export interface Preview {
  /** How many of each type are shown. */
  readonly counts: { readonly [type: string]: number };
  readonly items: readonly PreviewItem[];
  /** The patient alone is told how many stay hidden, and why. */
  readonly hidden: { readonly withheld: number; readonly sensitive: number; readonly outOfScope: number };
}

export interface Review extends EmergencyShown {
  readonly facility: string;
  readonly due: string;
  readonly repeated: boolean;
  readonly overdue: boolean;
}

const text = (maxLength: number, minLength = 1): Schema => ({ type: 'string', minLength, maxLength });
const object = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' };
const pesel: Schema = { type: 'string', pattern: '^[0-9]{11}$' };
const uuid: Schema = { type: 'string', format: 'uuid' };
const fhirId: Schema = { type: 'string', pattern: '^[A-Za-z0-9\\-.]{1,64}$' };
const scope: Schema = { type: 'array', items: { enum: areaNames }, maxItems: areaNames.length, uniqueItems: true };
const readers: Schema = { type: 'string', pattern: '^(\\+proxies|\\+facilities|[A-Za-z0-9\\-.]{1,64})$' };

export const schemas = {
  byId: object({ id: uuid }),
  byPatient: object({ patient: fhirId }),
  byItem: object({ type: text(64), id: fhirId, readers }),
  delegation: object({ pesel, family: text(100), scope, until: day, sensitive: { type: 'boolean' } }),
  preview: object({ scope: text(100), sensitive: { enum: ['true', 'false'] } }),
  consent: object({ facility: fhirId, scope, until: day }),
  refusal: object({ facility: fhirId }),
  withheld: object({ type: text(64), id: fhirId, readers, emergency: { type: 'boolean' } }),
  redeem: object({ pesel, code: text(20, 8) }),
  emergency: {
    ...object({ pesel, patient: fhirId, reason: { enum: emergencyReasons }, explanation: text(1000, 10) }, [
      'reason',
      'explanation',
    ]),
    oneOf: [{ required: ['pesel'] }, { required: ['patient'] }],
  },
  review: object({ verdict: { enum: verdicts }, text: text(1000, 10) }),
  guardian: object(
    { patient: fhirId, person: fhirId, kind: { enum: ['parent', 'guardian'] }, until: day, document: text(200) },
    ['patient', 'person', 'kind', 'document'],
  ),
} as const satisfies Record<string, Schema>;
