/** The words of declarations (SGP): whom a patient chooses for primary care, and what becomes of the choice. */

/** Folder name; the owner of the profile. */
export const system = 'declarations';

/** Three separate choices. Act of 27 October 2017 on primary care, art. 9. */
export const kinds = ['doctor', 'nurse', 'midwife'] as const;
export type Kind = (typeof kinds)[number];

export const states = ['submitted', 'accepted', 'rejected', 'withdrawn', 'replaced', 'ended'] as const;
export type State = (typeof states)[number];

/** Why a change costs nothing, however many there were (domain facts 7.1). */
export const freeReasons = ['moved', 'provider-closed', 'person-left', 'came-of-age', 'provider-side'] as const;
export type FreeReason = (typeof freeReasons)[number];

/** Why a facility does not take a declaration; `not-taken` is the platform's, when nobody answered in time. */
export const rejections = ['list-full', 'outside-area', 'no-contract', 'data-mismatch', 'not-taken', 'other'] as const;
export type Rejection = (typeof rejections)[number];

/** Why a facility ends an accepted one. */
export const endings = ['person-left', 'provider-closed', 'died', 'moved'] as const;
export type Ending = (typeof endings)[number];

/** Who made it: the patient, a parent or guardian, or somebody at the desk who holds the signed form. */
export const submitters = ['patient', 'parent', 'guardian', 'paper'] as const;
export type Submitter = (typeof submitters)[number];

export interface Named {
  readonly id: string;
  readonly name?: string;
}

/** What was done last. */
export interface Step {
  readonly name: string;
  readonly at: string;
  readonly reason?: string;
  readonly text?: string;
}

export interface Money {
  readonly value: number;
  readonly currency: 'PLN';
}

export interface Declaration {
  readonly id: string;
  readonly version: number;
  readonly patient: string;
  readonly patientName?: string;
  readonly kind: Kind;
  readonly state: State;
  readonly facility: Named;
  readonly person: Named;
  readonly submittedAt: string;
  readonly by: Submitter;
  /** Until when the facility answers. */
  readonly answerBy: string;
  readonly acceptedAt?: string;
  readonly endedAt?: string;
  /** Which choice of its kind this was in the year. */
  readonly number: number;
  readonly fee?: Money;
  readonly freeReason?: FreeReason;
  readonly last: Step;
}

/** `provider-only`: made by a parent, the person came of age, and the doctor treats children only. */
export type Standing = 'full' | 'provider-only';

export interface Shown extends Omit<Declaration, 'version'> {
  readonly standing: Standing;
  /** What whoever asks may do with it now. */
  readonly moves: readonly string[];
}

/** What the next choice of a kind would be. */
export interface NextChoice {
  readonly kind: Kind;
  readonly number: number;
  /** Nothing when it is free. */
  readonly fee?: Money;
}

export interface Mine {
  readonly declarations: readonly Shown[];
  /** Kinds that this person may choose. */
  readonly next: readonly NextChoice[];
  /** Whether whoever asks may choose: a minor and a trusted person may not. */
  readonly mayChoose: boolean;
}

export interface PersonShown extends Named {
  readonly specialities: readonly string[];
  readonly accepted: number;
  readonly limit?: number;
}

/** A waiting declaration with what the facility must see to decide. */
export interface Waiting extends Shown {
  readonly birthDate?: string;
  readonly pesel?: string;
  readonly address?: string;
  readonly phone?: string;
}
