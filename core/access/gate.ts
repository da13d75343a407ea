/**
 * The compliance gate as the access decision sees it: what software of providers may call that has not declared and
 * passed the minimum requirements. Data and pure rules; which client stands where is known by
 * systems/oversight/accounts/machines/gate. Act on the information system in health care, art. 8b; SEC-015, SEC-035,
 * SEC-036; security/requirements 2.4.
 */
import { Refusal } from '../refusal/refusal.ts';
import type { Actor } from './actor.ts';
import type { Gate } from './gate-state.ts';
import { clinicalTypes, sharedTypes } from './resource-kinds.ts';

/** What a restricted client may do in the record, and with which types. */
export const restrictedInteractions: { readonly [interaction: string]: ((type: string) => boolean) | undefined } = {
  read: (type) => type === 'Patient' || clinicalTypes.has(type) || sharedTypes.has(type),
  'search-type': (type) => type === 'Patient' || clinicalTypes.has(type) || sharedTypes.has(type),
  create: (type) => type === 'MedicationRequest' || type === 'ServiceRequest',
  // Their entries are decided one by one.
  batch: () => true,
  transaction: () => true,
};

/** The only ways in for a restricted client: method and path. What is not here is refused, whatever it is. */
export const restrictedDoors: readonly (readonly [method: string, path: RegExp])[] = [
  ['GET', /^\/fhir\/R4\/(metadata|[A-Z][A-Za-z]+|[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})\/?$/],
  ['POST', /^\/fhir\/R4\/[A-Z][A-Za-z]+\/_search\/?$/],
  ['POST', /^\/fhir\/R4\/(MedicationRequest|ServiceRequest)\/?$/],
  ['POST', /^\/fhir\/R4\/?$/],
];
/** The gate's own operations: the way out of being restricted, or closed out. */
export const gateDoor = /^\/api\/accounts\/gate(\/[a-z0-9-]+)*\/?$/;

/** Parameters by which a restricted client may ask for a Patient it knows; not by name, address or birth date. */
export const knownPatientParameters: ReadonlySet<string> = new Set(['_id', 'identifier']);
/** Parameters that name the one patient of a search in clinical types. */
export const ofPatientParameters: ReadonlySet<string> = new Set(['patient', 'subject', 'patient:identifier', '_id']);

/** http://www.whocc.no/atc */
const atc = 'http://www.whocc.no/atc';
/**
 * ATC groups with narcotic drugs (N) and psychotropic substances (P) of the act of 29 July 2005 on counteracting drug
 * addiction. A synthetic policy list: to be replaced by the minister's own before production.
 */
export const watchedDrugs: readonly string[] = [
  ...['N01AH', 'N01AX03', 'N02A', 'N03AA', 'N03AE', 'N05BA', 'N05BC', 'N05CA', 'N05CB', 'N05CC', 'N05CD', 'N05CF'],
  ...['N06BA', 'N07BC', 'R05DA', 'R05FA', 'A08AA', 'A07DA02', 'M03BA72', 'G04BE52'],
];

const daysLeft = ({ ends }: Gate, now: number): number | undefined =>
  ends === undefined ? undefined : Math.max(0, Math.ceil((ends - now) / 86_400_000));

/** What the header `compliance-gate` says to a client that has not passed. */
export function gateHeader(gate: Gate, now: number): string {
  const left = daysLeft(gate, now);
  return `state=${gate.state}; limit=${gate.limit}${left === undefined ? '' : `; days-left=${left}`}`;
}

const wayOut = 'See GET /api/accounts/gate for what is missing.';

/**
 * Of every request of a machine, before anything else is done with it.
 * @throws Refusal `compliance-required` (nothing is open any more), `compliance-restricted` (not in the set)
 */
export function demandDoor({ gate }: Pick<Actor, 'gate'>, method: string, url: string, now: number): void {
  if (!gate || gate.limit === 'none') return;
  const [path = ''] = url.split('?');
  if (gateDoor.test(path)) return;
  if (gate.limit === 'closed') {
    const says = `This software has not passed the minimum requirements (${gate.state}), and the time to is over.`;
    throw new Refusal('forbidden', 'compliance-required', `${says} ${wayOut}`);
  }
  const asked = method === 'HEAD' ? 'GET' : method;
  if (restrictedDoors.some(([open, form]) => open === asked && form.test(path))) return;
  throw restricted(gate, now);
}

/** @throws Refusal `compliance-restricted` for an interaction that is not in the set */
export function demandInSet({ gate }: Pick<Actor, 'gate'>, interaction: string, type: string | undefined): void {
  if (!gate || gate.limit === 'none') return;
  const may = gate.limit === 'restricted' && restrictedInteractions[interaction];
  if (!may || !may(type ?? '')) throw restricted(gate);
}

/**
 * Restricted software prescribes ordinary drugs, named by their ATC code: what is not named cannot be told apart.
 * @throws Refusal `compliance-restricted`
 */
export function demandOrdinary(
  { gate }: Pick<Actor, 'gate'>,
  resource: { readonly resourceType: string; readonly [element: string]: unknown },
): void {
  if (!gate || gate.limit === 'none' || resource.resourceType !== 'MedicationRequest') return;
  const { coding = [] } = (resource.medicationCodeableConcept ?? {}) as {
    coding?: readonly { system?: string; code?: string }[];
  };
  const codes = coding.flatMap(({ system, code }) => (system === atc && code ? [code.toUpperCase()] : []));
  if (codes.length === 0) throw restricted(gate, undefined, 'Name the drug by its ATC code.');
  if (codes.some((code) => watchedDrugs.some((group) => code.startsWith(group) || group.startsWith(code))))
    throw restricted(gate, undefined, 'It prescribes no narcotic drugs and no psychotropic substances.');
}

export function restricted(gate: Gate, now?: number, more = ''): Refusal {
  const left = now === undefined ? undefined : daysLeft(gate, now);
  const until = left === undefined ? '' : ` ${left} days are left until nothing is open to it.`;
  const says =
    `This software has not passed the minimum requirements (${gate.state}): it reads one known patient in care of ` +
    `its provider, and issues ordinary prescriptions and referrals.${until}`;
  return new Refusal('forbidden', 'compliance-restricted', [says, more, wayOut].filter(Boolean).join(' '));
}
