/** Treatment of a problem as bars: which medicines, for how long without a break, and why they belong here. */
import { medicineName } from './medicines.ts';
import { as, codes, doseOf, type Fhir, linkOf, list, moment, type Names, newestFirst, target } from './reading.ts';
import type { Treatment, TreatmentSpan } from './problem-model.ts';

const day = 86_400;
/** How long a prescription that does not say its supply is drawn: a single course is over by then. */
const usualSupply = 30;
/** Two prescriptions with a shorter pause than this are one bar: people do not collect on the day. */
const bridged = 90;

/** Recorded by mistake, taken back or never sent: these treat nobody. */
const void_ = new Set(['entered-in-error', 'cancelled', 'draft']);

export interface TreatmentFacts {
  requests: readonly Fhir[];
  /** `Condition/id` of every record of the problem. */
  conditions: ReadonlySet<string>;
  /** ATC prefixes of the table (problem-links.ts). */
  therapy: readonly string[];
  names: Names;
  now: Date;
}

/** By what prescriptions of one medicine are known: its code, else its name. */
export const medicineKey = (request: Fhir, names: Names): string =>
  codes(request.medicationCodeableConcept)[0] ?? medicineName(request, names).toLocaleLowerCase('pl');

/**
 * Medicines whose prescription names the problem as its reason, and those that the table links to it. Present ones
 * first, the longest lasting at the top.
 */
export function treatments({ requests, conditions, therapy, names, now }: TreatmentFacts): Treatment[] {
  const medicines = new Map<string, { requests: Fhir[]; named: boolean }>();
  for (const request of [...requests].sort(newestFirst)) {
    if (void_.has(String(request.status))) continue;
    const key = medicineKey(request, names);
    const named = list(request.reasonReference).some((reason) => {
      const to = target(reason);
      return to !== undefined && conditions.has(`${to.type}/${to.id}`);
    });
    const known = medicines.get(key) ?? { requests: [], named: false };
    known.requests.push(request);
    known.named ||= named;
    medicines.set(key, known);
  }
  return [...medicines]
    .filter(([key, { named }]) => named || therapy.some((prefix) => key.startsWith(prefix)))
    .map(([, { requests: all, named }]) => treatment(all, named, names, now))
    .sort((a, b) => Number(b.active) - Number(a.active) || begun(a).localeCompare(begun(b)));
}

const begun = ({ spans }: Treatment): string => spans[0]?.from ?? '9';

/** `requests`: of one medicine, newest first; at least one. */
function treatment(requests: readonly Fhir[], named: boolean, names: Names, now: Date): Treatment {
  const last = requests[0] as Fhir;
  const code = codes(last.medicationCodeableConcept)[0];
  const dose = doseOf(last);
  const spans = spansOf(requests, now);
  return {
    ...(code ? { code } : {}),
    what: medicineName(last, names),
    ...(dose ? { dose } : {}),
    link: linkOf(last),
    spans,
    prescriptions: requests.length,
    active: spans.some(({ to }) => to === undefined),
    because: named ? 'prescription' : 'table',
  };
}

/** When a medicine was prescribed, as periods without a break, oldest first. An undated prescription draws nothing. */
export function spansOf(requests: readonly Fhir[], now: Date): TreatmentSpan[] {
  const present = now.getTime() / 1000;
  const covered = requests
    .flatMap((request) => {
      const from = moment(as<string>(request.authoredOn));
      if (from === undefined) return [];
      const lasts = request.status === 'active' && from + supply(request) + bridged * day >= present;
      return [{ from, to: lasts ? Number.POSITIVE_INFINITY : from + supply(request) }];
    })
    .sort((a, b) => a.from - b.from);
  const spans: { from: number; to: number }[] = [];
  for (const one of covered) {
    const before = spans.at(-1);
    if (before && one.from <= before.to + bridged * day) before.to = Math.max(before.to, one.to);
    else spans.push({ ...one });
  }
  return spans.map(({ from, to }) => ({
    from: isoDay(from),
    ...(to === Number.POSITIVE_INFINITY ? {} : { to: isoDay(to) }),
  }));
}

/** Seconds for which the prescribed packs last. */
function supply(request: Fhir): number {
  const days = Number(
    as<{ expectedSupplyDuration?: { value?: number } }>(request.dispenseRequest)?.expectedSupplyDuration?.value,
  );
  return (days > 0 ? days : usualSupply) * day;
}

const isoDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
