/** What a rule of "Brakuje / Sprzeczne" is: a card that says whose it is and why, and a pure function from facts to gaps. */
import type { OutlineRow } from '#core/record/record.ts';
import type { DataSource, Gap, GapLink, Medicine, Overview, RuleCard, SourceState } from '../model.ts';
import { codes, dateOf, type Fhir, linkOf, moment, type Names, type Reference, words } from '../reading.ts';

/** What is known when the rules run. Lists are as they were read; a rule that needs more says so in the overview. */
export interface GapFacts {
  readonly now: Date;
  readonly patient: Fhir;
  readonly medicines: readonly Medicine[];
  readonly allergies: Overview['allergies'];
  /** AllergyIntolerance, all of them. */
  readonly intolerances: readonly Fhir[];
  /** MedicationRequest that are active. */
  readonly requests: readonly Fhir[];
  /** MedicationDispense of families that the patient is allergic to, of any age. */
  readonly tolerated: readonly Fhir[];
  /** MedicationStatement and MedicationRequest that say that a medicine was stopped. */
  readonly stopped: readonly Fhir[];
  /** ServiceRequest: orders and referrals. */
  readonly orders: readonly Fhir[];
  /** What answers orders: Observation, DiagnosticReport, Procedure, ImagingStudy, Encounter. */
  readonly answers: readonly Fhir[];
  readonly bloodGroups: readonly Fhir[];
  readonly observations: readonly Fhir[];
  readonly conditions: readonly Fhir[];
  readonly encounters: readonly Fhir[];
  readonly outline: readonly OutlineRow[];
  readonly facilities: readonly (DataSource & { contacts: number })[];
  readonly sources: readonly SourceState[];
  /** The patient withholds something from who asks: that, and never what or how much (core/access). */
  readonly withheld: boolean;
  readonly names: Names;
  readonly visits: ReadonlyMap<string, Reference>;
}

/** A gap without what every gap of its rule has. */
export type Found = Omit<Gap, 'kind' | 'danger' | 'title'>;

export interface GapRule extends RuleCard {
  /** 1: may harm if nobody looks. 2: to be cleared up. 3: good to know. */
  readonly danger: Gap['danger'];
  readonly find: (facts: GapFacts) => Found[];
}

/** Nobody clinical has answered for these rules yet; every card says it. */
export const unowned = {
  owner: 'e-Zdrowie, patient-profile; clinical owner not appointed',
  date: '2026-11-26',
  notForClinicalUse: true,
} as const;

export const day = 86_400;
export const secondsOf = (now: Date): number => now.getTime() / 1000;

/** A resource as a line of a gap names it. */
export function lineOf(resource: Fhir, what: string | undefined = words(resource.code)): GapLink {
  const date = dateOf(resource);
  return { ...linkOf(resource), ...(what ? { what } : {}), ...(date ? { date } : {}) };
}

/** Whole days from a FHIR date until now; undefined for what is no date. */
export function daysSince(date: string | undefined, now: Date): number | undefined {
  const since = moment(date);
  return since === undefined ? undefined : Math.floor((secondsOf(now) - since) / day);
}

/** Neither refuted, nor entered by mistake, nor called off. */
export const holds = ({ status, verificationStatus }: Fhir): boolean =>
  !['entered-in-error', 'cancelled', 'draft', 'revoked'].includes(String(status)) &&
  !codes(verificationStatus).some((code) => code === 'refuted' || code === 'entered-in-error');

/** Groups by a key; entries without one are left out. */
export function groups<T>(entries: readonly T[], keyOf: (entry: T) => string | undefined): T[][] {
  const found = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === undefined) continue;
    const group = found.get(key);
    if (group) group.push(entry);
    else found.set(key, [entry]);
  }
  return [...found.values()];
}
