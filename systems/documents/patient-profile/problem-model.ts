/** What level 1 of the e-Profil answers: one problem over the years. Dates are FHIR dates as recorded. */
import type { Dose, EventLine, EventLink, Identity, KeyResult, Lane, Overview, Source } from './model.ts';

/** One value of a measure. `second`: the lower of two joined values (blood pressure). */
export interface MeasurePoint {
  date: string;
  value: number;
  second?: number;
  link: EventLink;
}

/** One test over the years, in one unit. */
export interface Measure {
  code: string;
  what: string;
  /** The last value with its unit, range and flag; absent when it was never measured. */
  last?: KeyResult;
  /** Oldest first. Another unit is another scale: such values are counted in `otherUnit` and not drawn. */
  points: MeasurePoint[];
  otherUnit: number;
  /** What the plan aims at, when a goal of this problem names this test. */
  goal?: { low?: number; high?: number };
}

/** For how long a medicine was prescribed without a break. `to` is absent while it lasts. */
export interface TreatmentSpan {
  from: string;
  to?: string;
}

export interface Treatment {
  code?: string;
  what: string;
  dose?: Dose;
  /** The last prescription. */
  link: EventLink;
  spans: TreatmentSpan[];
  prescriptions: number;
  active: boolean;
  /** Why it is thought to belong here: its prescription says so, or the table does (problem-links.ts). */
  because: 'prescription' | 'table';
}

export interface GoalLine {
  link: EventLink;
  what: string;
  /** FHIR `Goal.lifecycleStatus`: `active`, `completed` … */
  status?: string;
  since?: string;
  due?: string;
  by?: string;
  /** Whether the last value meets the target; absent when nothing can be compared. */
  met?: boolean;
  /** The value that `met` judges. */
  measured?: KeyResult;
}

export interface PlanLine {
  link: EventLink;
  what: string;
  status?: string;
  since?: string;
  by?: string;
  activities: string[];
}

/** Who answers for the problem, and how that was concluded: the first of these that is known. */
export interface Responsible {
  name: string;
  why: 'plan-author' | 'care-team' | 'most-visits' | 'recorder';
  /** The recorded words of the role. */
  role?: string;
  facility?: string;
  lastSeen?: string;
}

export interface ProblemEvent {
  link: EventLink;
  lane: Lane;
  what: string;
  starts?: string;
  ends?: string;
  detail?: string;
  source: Source;
}

/** What nobody recorded about this problem. Each kind is one stated rule (problem-missing.ts). */
export type Missing =
  | { kind: 'never-measured'; what: string; everyMonths: number }
  | { kind: 'not-measured-since'; what: string; last: string; months: number; everyMonths: number; link: EventLink }
  | { kind: 'no-visit-since'; last: string; months: number; link: EventLink }
  | { kind: 'no-visit' }
  | { kind: 'no-goal' }
  | { kind: 'no-plan' }
  | { kind: 'no-treatment' }
  | { kind: 'not-dispensed'; what: string; since: string; days: number; link: EventLink }
  | { kind: 'no-table' };

export interface ProblemDetail {
  patient: Identity;
  allergies: Overview['allergies'];
  /** When this was read. */
  asOf: string;
  link: EventLink;
  what: string;
  code?: string;
  active: boolean;
  /** FHIR `verificationStatus` when it is anything but confirmed: `refuted`, `provisional` … */
  doubt?: string;
  since?: string;
  until?: string;
  source: Source;
  responsible?: Responsible;
  measures: Measure[];
  treatments: Treatment[];
  goals: GoalLine[];
  plans: PlanLine[];
  stays: ProblemEvent[];
  documents: EventLine[];
  /** Everything of this problem, newest first; prescriptions are in `treatments`. */
  events: ProblemEvent[];
  missing: Missing[];
  /** What says which tests and medicines belong here. Synthetic demonstration, not for clinical use. */
  table?: { name: string; source: string; date: string; owner: string };
  /** Lists that are longer than what was read, by name. */
  cut: string[];
}
