/** What the patient profile needs of others. */
import type { Call } from '#core/access/actor.ts';

/** A source outside of the record, and how far it can be relied on about a patient. Never left out when it is silent. */
export interface OutsideSource {
  readonly source: string;
  readonly name: string;
  /** `not-connected`: nobody is asked here. `down`: the last question was not answered; what is shown is from before. */
  readonly state: 'not-connected' | 'never' | 'asking' | 'answered' | 'down';
  /** ISO 8601. */
  readonly lastAsked?: string;
  readonly lastAnswered?: string;
  readonly downSince?: string;
  /** `silent`, `slow`, `refused`, `nonsense`, `no-number`. */
  readonly downBecause?: string;
  /** The last answer was not whole, or held what could not be read. */
  readonly partial?: boolean;
  readonly services?: number;
  readonly unreadable?: number;
  /** What answers is a simulator. */
  readonly simulated: boolean;
}

export interface OutsideSources {
  /**
   * Somebody who may see the patient opened the profile: what is old is asked for in the background. Never throws for
   * a source that is down.
   */
  opened(patient: string): Promise<OutsideSource>;
}

/** A clinician for whom a system asks. */
export interface Clinician {
  readonly name: string;
  readonly facilityName?: string;
}

export interface Clinicians {
  /** Who may practise, and works at this provider; undefined for anybody else. */
  at(call: Call, provider: string, practitioner: string): Promise<Clinician | undefined>;
}
