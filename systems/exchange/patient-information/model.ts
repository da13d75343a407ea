/** What patient-information knows: services that the Fund has settled, and how far its source can be relied on. */
import type { Schema } from '#core/http/operation.ts';

export const system = 'patient-information';
export const source = 'nfz';
export const profile = 'urn:ezdrowie:StructureDefinition:PLSettledService';
/** Numbers that the Fund gives to services. */
export const serviceNumbers = 'urn:ezdrowie:nfz:service';
/** Kinds of services, as the protocol names them. */
export const kindSystem = 'urn:ezdrowie:CodeSystem:settled-service';
export const originSystem = 'urn:ezdrowie:CodeSystem:data-origin';

export const kinds = {
  porada: 'Porada',
  pobyt: 'Pobyt w szpitalu',
  zabieg: 'Zabieg',
  recepta: 'Zrealizowana recepta refundowana',
  rehabilitacja: 'Rehabilitacja',
  transport: 'Zespół ratownictwa medycznego',
} as const;

export interface Coded {
  readonly code: string;
  readonly name?: string;
}

/** A service that the Fund settled, as it was read. */
export interface Service {
  readonly number: string;
  /** As sent: mostly one of `kinds`. */
  readonly kind: string;
  /** FHIR dates; absent when what was sent is no date. */
  readonly from?: string;
  readonly to?: string;
  readonly provider: { readonly name: string; readonly regon?: string; readonly city?: string };
  /** The clinic or ward. */
  readonly cell?: string;
  readonly diagnoses: readonly Coded[];
  readonly procedures: readonly Coded[];
  readonly medicine?: { readonly name: string; readonly gtin?: string; readonly packages?: number };
  /** PLN */
  readonly cost?: number;
  /** What was odd about it, in words for people. */
  readonly remarks: readonly string[];
}

/** All that the Fund said of one person. */
export interface Told {
  readonly services: readonly Service[];
  /** Entries from which no service could be made. */
  readonly unreadable: number;
  /** False: the Fund says, or we know, that there is more. */
  readonly complete: boolean;
  readonly simulated: boolean;
}

export type DownBecause = 'silent' | 'slow' | 'refused' | 'nonsense' | 'no-number';

/** How far a source can be relied on for a patient. */
export interface SourceState {
  readonly source: typeof source;
  readonly name: string;
  /**
   * `not-connected`: this installation asks nobody. `never`: not asked yet. `asking`: waits for its first answer.
   * `answered`: the last question was. `down`: it was not; what is known is from before.
   */
  readonly state: 'not-connected' | 'never' | 'asking' | 'answered' | 'down';
  readonly lastAsked?: string;
  readonly lastAnswered?: string;
  readonly downSince?: string;
  readonly downBecause?: DownBecause;
  /** The last answer was not whole, or held what could not be read. */
  readonly partial?: boolean;
  readonly services?: number;
  readonly unreadable?: number;
  /** What answers is the simulator of the demonstration. */
  readonly simulated: boolean;
}

const day = { type: 'string', format: 'date-time' };
export const stateSchema: Schema = {
  type: 'object',
  required: ['source', 'name', 'state', 'simulated'],
  properties: {
    source: { enum: [source] },
    name: { type: 'string' },
    state: { enum: ['not-connected', 'never', 'asking', 'answered', 'down'] },
    ...{ lastAsked: day, lastAnswered: day, downSince: day },
    downBecause: { enum: ['silent', 'slow', 'refused', 'nonsense', 'no-number'] },
    partial: { type: 'boolean' },
    services: { type: 'integer' },
    unreadable: { type: 'integer' },
    simulated: { type: 'boolean' },
  },
};
