/** What the rules see of the trail: one shape for every event, with the facts that the trail itself does not hold. */
import type { FollowedEvent } from '#core/audit/following.ts';

/** Where a network address lies, roughly, as the deployer's table says. */
export interface GeoPlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly country: string;
  /** Addresses of mobile networks and VPNs say nothing about where somebody is. */
  readonly kind: 'fixed' | 'mobile' | 'vpn';
}

/** A normalised event. Times are milliseconds since 1970. */
export interface Seen {
  readonly at: number;
  readonly sequence: string;
  readonly kind: string;
  readonly refused: boolean;
  readonly reason: string;
  readonly actor: string;
  readonly actorName: string;
  readonly role: string;
  readonly facility: string;
  readonly source: string;
  readonly place?: GeoPlace | undefined;
  /** Compartment keys of the patients concerned. */
  readonly patients: readonly string[];
  /** Those of them whom nothing ties to the clinician's facility: no visit, referral, consent. Emergency explains nothing. */
  readonly unexplained: readonly string[];
  /** Tells one thing asked for and refused from another; empty where nothing was refused. */
  readonly target: string;
}

/**
 * A look-up that nothing explained within 72 hours: no event of the trail, but made when its time has come, with `at`
 * the end of the 72 hours.
 */
export const neverExplained = 'look-up-never-explained';

/** Before sign-in the trail knows no person. */
export const isNobody = (actor: string): boolean => actor === 'anonymous';

/** Whether a refusal is one of data or operations, not one of signing in. */
const signingIn = new Set(['sign-in', 'unlock', 'step-up', 'change-password', 'recover-password', 'activation']);
export const isProbe = ({ refused, kind, reason }: Seen): boolean =>
  refused && !signingIn.has(kind) && reason !== 'too-many-requests' && !/^session-(ended|revoked)$/.test(reason ?? '');

/** Patients of one event that count; more on one page say nothing more. */
const patientsAtMost = 100;
const nothing: readonly string[] = [];

export function seenOf(
  event: FollowedEvent,
  facts: { unexplained?: readonly string[] | undefined; place?: GeoPlace | undefined },
): Seen {
  return {
    at: event.at.getTime(),
    sequence: event.sequence,
    kind: event.kind,
    refused: event.outcome !== 0,
    reason: event.reason ?? '',
    actor: event.actor,
    actorName: event.actorName,
    role: event.role,
    facility: event.facility ?? '',
    source: event.source,
    place: facts.place,
    patients: event.patients?.slice(0, patientsAtMost) ?? nothing,
    unexplained: facts.unexplained ?? nothing,
    target: event.target ?? '',
  };
}

/** Only what clinicians open can be explained by care; a patient's own and a machine's are judged by other rules. */
export const asksForExplanation = (event: FollowedEvent): boolean =>
  event.role === 'physician' &&
  event.facility !== null &&
  (event.patients?.length ?? 0) > 0 &&
  (event.outcome === 0 || event.reason === 'hidden') &&
  event.action !== 'C';

export const patientsOf = ({ patients }: FollowedEvent): readonly string[] =>
  patients?.slice(0, patientsAtMost) ?? nothing;
