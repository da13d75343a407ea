/** Current medicines: one line per medicine, its last prescription, and whether a pharmacy gave it out. */
import { atcOf } from './gaps/families.ts';
import type { Medicine } from './model.ts';
import {
  as,
  codes,
  dateOf,
  doseOf,
  type Fhir,
  linkOf,
  list,
  moment,
  type Names,
  newestFirst,
  type Period,
  type Reference,
  sourceOf,
  target,
  words,
} from './reading.ts';

const day = 86_400;
/** A filled prescription counts as current for its supply and this long after it: people do not collect on the day. */
const grace = 30 * day;
/** How long a filled prescription that does not say its supply counts as current: a single course is over by then. */
const usualSupply = 30 * day;

export interface MedicineFacts {
  requests: readonly Fhir[];
  dispenses: readonly Fhir[];
  /** Medication resources that requests refer to, by `Medication/id`. */
  names: Names;
  visits: ReadonlyMap<string, Reference>;
  now: Date;
}

/**
 * Medicines in use: prescriptions that are active, and filled ones (`completed`) whose supply lasts. The last
 * prescription of a medicine speaks for it. Ordered by name, as on a list of medicines for the patient.
 */
export function medicines({ requests, dispenses, names, visits, now }: MedicineFacts): Medicine[] {
  const filled = dispensedBy(dispenses);
  const lines = new Map<string, Medicine>();
  for (const request of [...requests].sort(newestFirst)) {
    const what = medicineName(request, names);
    const code = codes(request.medicationCodeableConcept)[0];
    const key = code ?? what.toLocaleLowerCase('pl');
    const known = lines.get(key);
    const authored = as<string>(request.authoredOn);
    if (known) {
      if (authored && stands(request)) known.started = authored; // newest first: the last one seen is the earliest
      continue;
    }
    if (!isCurrent(request, now, filled.get(request.id))) continue;
    const dose = doseOf(request);
    const atc = atcOf(codes(request.medicationCodeableConcept));
    const on = filled.get(request.id);
    lines.set(key, {
      link: linkOf(request),
      what,
      ...(code ? { code } : {}),
      ...(atc ? { atc } : {}),
      ...(dose ? { dose } : {}),
      ...(authored ? { prescribed: authored, started: authored } : {}),
      dispensed: on === undefined ? { state: 'no' } : { state: 'yes', ...(on ? { on } : {}) },
      source: sourceOf(request, names, visits),
    });
  }
  return [...lines.values()].sort((a, b) => a.what.localeCompare(b.what, 'pl'));
}

/** For each prescription the date of its last dispense ('' when undated). */
function dispensedBy(dispenses: readonly Fhir[]): Map<string, string> {
  const filled = new Map<string, string>();
  for (const dispense of dispenses) {
    if (dispense.status !== 'completed' && dispense.status !== 'in-progress') continue;
    const on = dateOf(dispense) ?? '';
    for (const reference of list<Reference>(dispense.authorizingPrescription)) {
      const to = target(reference);
      if (to && on >= (filled.get(to.id) ?? '')) filled.set(to.id, on);
    }
  }
  return filled;
}

const stands = ({ status }: Fhir): boolean =>
  status !== 'entered-in-error' && status !== 'cancelled' && status !== 'draft';

function isCurrent(request: Fhir, now: Date, filled: string | undefined): boolean {
  if (request.status === 'active') return true;
  if (request.status !== 'completed') return false;
  const supply = as<{
    expectedSupplyDuration?: { value?: number };
    validityPeriod?: Period;
  }>(request.dispenseRequest);
  const days = supply?.expectedSupplyDuration?.value;
  const from = moment(filled || as<string>(request.authoredOn)) ?? Number.NEGATIVE_INFINITY;
  return from + (days ? Number(days) * day + grace : usualSupply) >= now.getTime() / 1000;
}

/** The name of the medicine, from the request or from the Medication that it refers to. */
export const medicineName = (request: Fhir, names: Names): string => {
  const reference = as<Reference>(request.medicationReference);
  const to = target(reference);
  return (
    words(request.medicationCodeableConcept) ??
    reference?.display ??
    (to ? names.get(`${to.type}/${to.id}`) : undefined) ??
    '–'
  );
};
