/** Problems and allergies: what weighs first. https://hl7.org/fhir/R4/condition.html */
import type { Allergy, Overview, Problem } from './model.ts';
import {
  as,
  type CodeableConcept,
  codes,
  dateOf,
  type Fhir,
  linkOf,
  list,
  moment,
  type Names,
  newestFirst,
  type Reference,
  sourceOf,
  words,
} from './reading.ts';

const activeStates = ['active', 'recurrence', 'relapse'];

/** Recorded as a fact: neither refuted nor entered by mistake. */
const stands = (resource: Fhir): boolean =>
  !codes(resource.verificationStatus).some((code) => code === 'refuted' || code === 'entered-in-error');

/**
 * One line per problem: the same code recorded again at later visits is the same problem. Active ones
 * first, longest lasting first; then the ended ones, the last ended first.
 */
export function problems(conditions: readonly Fhir[], names: Names, visits: ReadonlyMap<string, Reference>): Problem[] {
  const lines = new Map<string, Problem>();
  for (const condition of [...conditions].filter(stands).sort(newestFirst)) {
    const what = words(condition.code) ?? '–';
    const key = codes(condition.code)[0] ?? what;
    const active = isActive(condition);
    const since = as<string>(condition.onsetDateTime) ?? dateOf(condition);
    const until = as<string>(condition.abatementDateTime);
    const known = lines.get(key);
    if (known) {
      if (active && !known.active) Object.assign(known, { active, link: linkOf(condition), until: undefined });
      // A lasting problem is as old as its first record; an illness that came and went is as old as its last time.
      if (known.active && since && (!known.since || since < known.since)) known.since = since;
      continue;
    }
    const [code] = codes(condition.code);
    lines.set(key, {
      link: linkOf(condition),
      what,
      ...(code ? { code } : {}),
      active,
      ...(since ? { since } : {}),
      ...(until && !active ? { until } : {}),
      source: sourceOf(condition, names, visits),
    });
  }
  return [...lines.values()].sort(
    (a, b) =>
      Number(b.active) - Number(a.active) ||
      (a.active
        ? (a.since ?? '9').localeCompare(b.since ?? '9')
        : (b.until ?? b.since ?? '').localeCompare(a.until ?? a.since ?? '')),
  );
}

function isActive(condition: Fhir): boolean {
  const status = codes(condition.clinicalStatus)[0];
  return status ? activeStates.includes(status) : condition.abatementDateTime === undefined;
}

/** How long each problem lasted, by `Condition/id`; without an end while it lasts. Problems without an onset are left out. */
export function problemSpans(conditions: readonly Fhir[]): Map<string, readonly [number, number | null]> {
  const spans = new Map<string, readonly [number, number | null]>();
  for (const condition of conditions) {
    const from = moment(as<string>(condition.onsetDateTime) ?? dateOf(condition));
    const ended = moment(as<string>(condition.abatementDateTime));
    if (from === undefined) continue;
    spans.set(`Condition/${condition.id}`, [from, isActive(condition) ? null : Math.max(from, ended ?? from)]);
  }
  return spans;
}

/** Codes that say "none known": SNOMED CT "no known allergy" and its children in use. */
const noneKnown = new Set(['716186003', '409137002', '429625007', '428607008', '428197003', '716220001', '716184000']);

/** Allergies; and whether an empty list means "none" (somebody said so) or that nobody said anything. */
export function allergies(intolerances: readonly Fhir[], names: Names): Overview['allergies'] {
  const standing = intolerances
    .filter(stands)
    .filter((one) => !['inactive', 'resolved'].includes(codes(one.clinicalStatus)[0] ?? ''));
  const known = standing.filter((one) => !codes(one.code).some((code) => noneKnown.has(code)));
  const lines = known.sort(newestFirst).map((one) => allergy(one, names));
  lines.sort((a, b) => Number(b.critical) - Number(a.critical));
  if (lines.length > 0) return { state: 'known', list: lines };
  return { state: standing.length > 0 ? 'stated-none' : 'no-data', list: [] };
}

function allergy(resource: Fhir, names: Names): Allergy {
  const reactions = list<{
    manifestation?: CodeableConcept[];
    severity?: string;
  }>(resource.reaction);
  const reaction = reactions
    .flatMap((one) => list<CodeableConcept>(one.manifestation).map(words))
    .filter(Boolean)
    .join(', ');
  const recorded = dateOf(resource);
  return {
    link: linkOf(resource),
    what: words(resource.code) ?? '–',
    critical: resource.criticality === 'high' || reactions.some((one) => one.severity === 'severe'),
    ...(reaction ? { reaction } : {}),
    ...(recorded ? { recorded } : {}),
    source: sourceOf(resource, names),
  };
}
