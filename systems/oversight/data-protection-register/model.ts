/** The words of the data-protection register: disclosures, cases, disposals; shapes of requests. */
import { retentionClasses } from '#core/audit/disposal.ts';
import type { Schema } from '#core/http/operation.ts';

export const recipientKinds = ['facility', 'system', 'app', 'person', 'other'] as const;
export type RecipientKind = (typeof recipientKinds)[number];

/** To whom a patient's data went, by day: what the patient and the officer see. GDPR art. 15(1)(c), 30. */
export interface DisclosureShown {
  /** Number of the first row of it. */
  readonly id: string;
  readonly day: string;
  /** The first time on that day. */
  readonly at: string;
  readonly recipient: { readonly kind: RecipientKind; readonly id: string; readonly name: string };
  /** Who looked there. */
  readonly person?: string;
  /** FHIR types; `everything`; words of an officer. */
  readonly types: readonly string[];
  readonly purpose: string;
  /** By what right: a relation of core/access, or `app`, `scope`, `export`, `delegation`, `none-found`, `law`. */
  readonly ground: string;
  readonly legalBasis?: string;
  readonly recordedBy?: string;
}

export interface DisclosurePage {
  readonly disclosures: readonly DisclosureShown[];
  /** The day to give as `to` for older ones; absent at the end. */
  readonly next?: string;
}

export const complaintKinds = ['objection', 'unknown-access'] as const;
export type ComplaintKind = (typeof complaintKinds)[number];
/** `facility`: disclosure to one facility. `processing`: everything that the law does not demand. */
export const objectionScopes = ['facility', 'processing'] as const;
export type ObjectionScope = (typeof objectionScopes)[number];
export type Decision = 'accepted' | 'rejected' | 'explained' | 'breach' | 'withdrawn';
export const decisionsOf: { readonly [kind in ComplaintKind]: readonly Decision[] } = {
  objection: ['accepted', 'rejected'],
  'unknown-access': ['explained', 'breach'],
};

/** The access of which a case is about. */
export interface QuestionedAccess {
  readonly sequence: string;
  readonly at: string;
  readonly actor: string;
  readonly name: string;
  readonly role: string;
  readonly facility?: string;
  readonly facilityName?: string;
  readonly app?: string;
  readonly purpose: string;
  readonly types: readonly string[];
}

export interface CaseShown {
  readonly id: string;
  readonly kind: ComplaintKind;
  readonly filedAt: string;
  readonly due: string;
  readonly overdue: boolean;
  readonly words: string;
  readonly scope?: ObjectionScope;
  readonly facilityName?: string;
  readonly access?: QuestionedAccess;
  /** To how many facilities the record is closed by it. */
  readonly closed: number;
  readonly decision?: Decision;
  readonly decidedAt?: string;
  readonly answer?: string;
  /** Why the data themselves stay: the law that demands it, and for how long. Of objections only. */
  readonly kept?: { readonly law: string; readonly years: number };
}

/** What officers see beyond that. */
export interface CaseForOfficer extends CaseShown {
  readonly name: string;
  readonly patient: string;
  readonly consultation?: { readonly at: string; readonly by: string; readonly text: string };
  readonly decidedBy?: string;
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
const fhirId: Schema = { type: 'string', pattern: '^[A-Za-z0-9\\-.]{1,64}$' };
const format: Schema = { enum: ['json', 'csv'] };
const allDecisions: readonly Decision[] = [...decisionsOf.objection, ...decisionsOf['unknown-access']];

export const schemas = {
  byId: object({ id: { type: 'string', format: 'uuid' } }),
  mine: object({ from: day, to: day, format }, []),
  search: object({ pesel, from: day, to: day, format }, ['pesel']),
  disclosure: object({
    ...{ pesel, day, recipient: text(200), scope: text(300), purpose: text(200) },
    legalBasis: text(500, 5),
  }),
  objection: {
    ...object({ scope: { enum: objectionScopes }, facility: fhirId, words: text(2000, 10) }, ['scope', 'words']),
  },
  unknownAccess: object({ access: { type: 'string', pattern: '^\\d{1,18}$' }, words: text(2000, 0) }, ['access']),
  queue: object({ state: { enum: ['open', 'decided'] } }, []),
  consultation: object({ text: text(2000, 10) }),
  decision: object({ decision: { enum: allDecisions }, answer: text(2000, 10) }),
  disposal: object({ class: { enum: retentionClasses }, until: day, legalBasis: text(500, 10) }),
  disposalDecision: object({ decision: { enum: ['approved', 'rejected'] }, reason: text(1000, 5) }),
} as const satisfies Record<string, Schema>;
