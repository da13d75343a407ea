/**
 * What a request must say, and who may decide it: facts in, decision out. Instruction 004 §7.1–7.3 (SEC-201…233),
 * security/requirements C-03, C-04.
 */
import { Refusal } from '#core/refusal/refusal.ts';
import { practises, type StaffRole } from '../roles.ts';
import { type AccountRequest, type AdmissionKind, admissionKinds, type RequestKind } from './model.ts';

/** A request as it comes. */
export interface AskedFor {
  readonly kind: Exclude<RequestKind, 'suspend'>;
  readonly account?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly post?: string;
  readonly role?: StaffRole;
  readonly facility?: string;
  readonly facilityName?: string;
  readonly practitioner?: string;
  readonly scope?: string;
  readonly employment?: 'employee' | 'contractor';
  readonly ends?: string;
  readonly reason: string;
}

const incomplete = (says: string): Refusal => new Refusal('invalid', 'request-incomplete', says);
const day = 24 * 60 * 60_000;

/**
 * When the rights end that are asked for: undefined for employees.
 * @throws Refusal `request-incomplete`, `end-needed`, `end-too-far`
 */
export function checkRequest(asked: AskedFor, now: Date, contractorDays: number): Date | undefined {
  if (asked.kind !== 'grant' && !asked.account) throw incomplete('Say which account it is about.');
  if (asked.kind === 'grant') checkGrant(asked);
  if (asked.kind === 'change' && !asked.scope && !asked.givenName && !asked.familyName && !asked.post)
    throw incomplete('Say what changes: the name, the post or the scope.');
  if (asked.kind !== 'grant') return undefined;
  if (asked.employment !== 'contractor') return asked.ends ? endOf(asked.ends) : undefined;
  if (!asked.ends) {
    throw new Refusal('rule-broken', 'end-needed', 'Rights of people who are not employees have an end: give ends.');
  }
  const end = endOf(asked.ends);
  if (end <= now || end.getTime() - now.getTime() > (contractorDays + 1) * day) {
    const says = `Rights of people who are not employees end within ${contractorDays} days, and can be renewed.`;
    throw new Refusal('rule-broken', 'end-too-far', says);
  }
  return end;
}

/** Rights hold to the end of their last day, in UTC. */
const endOf = (lastDay: string): Date => new Date(Date.parse(`${lastDay}T00:00:00Z`) + day);

function checkGrant({ account, givenName, familyName, role, facility, facilityName, scope, employment }: AskedFor) {
  if (!role || !scope || !employment) throw incomplete('A grant says the role, the scope, and the kind of employment.');
  if (!account && (!givenName || !familyName)) throw incomplete('A new person has a first name and a surname.');
  if (practises(role) && !(facility && facilityName))
    throw incomplete(`A ${role} works at a facility: give facility and facilityName.`);
  if (role === 'operator' && facility) throw incomplete('An operator has no facility.');
}

/** @throws Refusal `decided-already`, `own-request`, `identifier-needed` */
export function checkDecision(
  request: AccountRequest,
  decision: { approve: boolean; login?: string },
  decider: string,
): void {
  if (request.decidedAt) throw new Refusal('conflict', 'decided-already', 'This request has been decided.');
  if (request.requestedBy === decider) {
    throw new Refusal('forbidden', 'own-request', 'Another person decides: nobody approves a request of their own.');
  }
  if (request.account === decider) {
    throw new Refusal('forbidden', 'own-request', 'Another person decides: nobody approves rights of their own.');
  }
  if (decision.approve && request.kind === 'grant' && !request.account && !decision.login) {
    throw new Refusal('invalid', 'identifier-needed', 'The administrator gives the identifier: send login.');
  }
}

/** What must still be there before the first access; empty when nothing. */
export const admissionsLacking = (have: readonly AdmissionKind[]): AdmissionKind[] =>
  admissionKinds.filter((kind) => !have.includes(kind));
