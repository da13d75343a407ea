/** Who asks: the one description of a caller that every way in (FHIR, REST, jobs, command line) hands to the rest. */

import type { Tx } from '../db/tx.ts';
import type { Gate } from './gate-state.ts';

export const roles = ['patient', 'proxy', 'physician', 'pharmacist', 'operator', 'machine', 'platform'] as const;
/**
 * `platform` is the platform itself (population, import, jobs); it exists only inside the process, no token carries it.
 * `proxy` is a person who acts for a patient (parent, guardian, somebody trusted); what they see the delegation says.
 * `pharmacist` works in a pharmacy (pharmacists and technicians) and meets patients' data only in operations of
 * prescriptions, by a key or code that the patient shows.
 * `machine` is a client with SMART system scopes. `operator` runs the platform and sees no clinical data.
 */
export type Role = (typeof roles)[number];

/**
 * How somebody signed in, the weaker first: any two factors, a passkey, a passkey that never leaves its device.
 * security/requirements 2.1
 */
export const acrs = ['ez:aal2', 'ez:aal2-pr', 'ez:aal3'] as const;
export type Acr = (typeof acrs)[number];

/** Purpose of use. http://terminology.hl7.org/CodeSystem/v3-ActReason */
export type Purpose = 'TREAT' | 'PATRQT' | 'HOPERAT' | 'ETREAT';

export interface Actor {
  readonly role: Role;
  /** Account id, client id, or the name of a job: what the audit trail calls the agent. */
  readonly id: string;
  /** The name shown to people: `lek. Anna Nowak`. */
  readonly name: string;
  readonly purpose: Purpose;
  /** role patient: the logical id of their Patient resource. role proxy: of the patient for whom they act. */
  readonly patient?: string;
  /** role proxy: the row of access.proxy they act by, and the logical id of their own Patient resource. */
  readonly proxy?: { readonly grant: string; readonly person: string };
  /** roles physician and pharmacist: the logical id of their Practitioner resource. */
  readonly practitioner?: string;
  /** roles physician and pharmacist: the logical id of the Organization they now work for, and its name. */
  readonly facility?: string;
  readonly facilityName?: string;
  /** People: how they signed in, and when they last showed a factor. */
  readonly acr?: Acr;
  readonly provenAt?: Date;
  /** The policy of this installation asks less of them than operations do (a red line to operators). */
  readonly acrWaived?: boolean;
  /** Granted SMART scopes: of machines (`system/*.cruds`) and of apps. Empty for people in browser sessions. */
  readonly scopes: readonly string[];
  /** When the proof of who this is ends, ms since 1970: what stays open ends then too. */
  readonly until?: number;
  /** role machine: the provider whose system it is, and how many requests a minute it may make (0: without end). */
  readonly provider?: string;
  readonly perMinute?: number;
  /** role machine: where its software stands at the compliance gate (gate.ts); the trail says it. */
  readonly gate?: Gate;
  /**
   * The system whose own rules have allowed what is now done (`decidedBy`). In process only: no token, session or job
   * carries it.
   */
  readonly decidedBy?: string;
  /** Staff within a day of recovering their account: they neither prescribe nor export. */
  readonly cooling?: boolean;
  /** Set when a person acts through an app: nothing then beyond `scopes`, whatever the person may do. */
  readonly app?: {
    /** The client that the app is registered as. */
    readonly client: string;
    /** What people know it by. */
    readonly name?: string;
    /** The patient whose record a clinician opened the app for: `patient/…` scopes mean this one. */
    readonly patient?: string;
  };
}

/** What every call carries besides its arguments. */
export interface Call {
  readonly actor: Actor;
  /** Network address of the caller, or `local`. */
  readonly source: string;
  /** Correlates audit, logs and traces. */
  readonly trace: string;
  /** Seconds that the answer may be old: a replica may give it. Undefined: it must be the present state. */
  readonly maxStale?: number;
  /** Called in the transaction of every change that the call makes; all is undone when it throws. */
  readonly inChange?: (tx: Tx) => Promise<void>;
}

/** The platform acting on its own behalf. */
export const platformActor = (job: string): Actor => ({
  role: 'platform',
  id: `platform/${job}`,
  name: 'e-Zdrowie',
  purpose: 'HOPERAT',
  scopes: [],
});

/**
 * The same caller, for what a system has decided by the rules of its own profiles: the trail names the person and says
 * `owner`; relations to the patient and what the patient withholds are not asked again. So a system decides first, and
 * uses it to write what it owns (core/record, `owns`) and to read what its rule is about, never to answer a question.
 */
export const decidedBy = (call: Call, system: string): Call => ({
  ...call,
  actor: { ...call.actor, decidedBy: system },
});
