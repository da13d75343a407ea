/** What of the facts stands in which section, and what does not and why. Pure. */
import { type Exclusion, excluded, sectionExcluded } from './exclusions.ts';
import { bloodGroupCodes, type Facts } from './facts.ts';
import type { Chosen, Fact, Fhir, LeftOut, Reason } from './model.ts';
import { hasCode, list, newestFirst, sameness, wordsOf } from './reading.ts';
import { type SectionName, sectionNames, sections } from './sections.ts';

/** Most entries of a section: a reader in another country reads one page of each. */
const most = { results: 60, vitalSigns: 20, pastProblems: 60, procedures: 60, medications: 80, others: 60 } as const;

const nobody: Fact = { resources: [], total: 0 };
const of = (facts: Facts, name: string): Fact => facts.get(name) ?? nobody;

const mistaken = ({ status, verificationStatus }: Fhir): boolean =>
  status === 'entered-in-error' || hasCode(verificationStatus, 'entered-in-error', 'refuted');

interface Picking {
  readonly facts: readonly Fact[];
  readonly limit: number;
  /** Only the newest of those that speak of the same. */
  readonly newestOnly?: boolean;
  readonly if?: (resource: Fhir) => boolean;
  /** Known to be there and not read, beyond what the facts say. */
  readonly older?: number;
}

/** The entries of one section, newest first; all others are counted by the reason why they are not there. */
function pick({ facts, limit, newestOnly = false, if: fits = () => true, older = 0 }: Picking): Chosen {
  const counts = new Map<Reason, number>();
  const leave = (reason: Reason, number = 1) => counts.set(reason, (counts.get(reason) ?? 0) + number);
  const all = facts.flatMap(({ resources }) => resources.filter(fits)).sort(newestFirst);
  const seen = new Set<string>();
  const entries: Fhir[] = [];
  for (const resource of all) {
    const same = newestOnly ? sameness(resource) : undefined;
    if (mistaken(resource)) leave('mistaken');
    else if (same !== undefined && seen.has(same)) leave('repeated');
    else if (entries.length >= limit) leave('over');
    else entries.push(resource);
    if (same !== undefined && !mistaken(resource)) seen.add(same);
  }
  for (const { total, resources } of facts) if (total > resources.length) leave('unread', total - resources.length);
  if (older > 0) leave('older', older);
  const leftOut: LeftOut[] = [...counts].map(([reason, count]) => ({ reason, count }));
  const closed = facts.length > 0 && facts.every((fact) => fact.closed);
  return { entries, leftOut, ...(closed && { closed }) };
}

const isSocial = ({ category }: Fhir): boolean => list(category).some((one) => hasCode(one, 'social-history'));
const isBlood = ({ code }: Fhir): boolean => hasCode(code, ...bloodGroupCodes);
const isFormer = ({ clinicalStatus, abatementDateTime, abatementString, abatementPeriod }: Fhir): boolean =>
  clinicalStatus
    ? !hasCode(clinicalStatus, 'active', 'recurrence', 'relapse')
    : Boolean(abatementDateTime ?? abatementString ?? abatementPeriod);
const isDisability = ({ category }: Fhir): boolean =>
  list(category).some((one) => hasCode(one, '21134002', '384758001', '75321-0', 'functional-status'));
/** http://terminology.hl7.org/CodeSystem/consentcategorycodes: directives, not consents to share data. */
const isDirective = ({ category, scope }: Fhir): boolean =>
  hasCode(scope, 'adr') ||
  list(category).some((one) => hasCode(one, 'acd', 'dnr', 'emrgonly', 'hcd', 'polst', '42348-3'));
const isPregnancy = ({ code }: Fhir): boolean =>
  hasCode(code, '82810-3', '11778-8', '11779-6', '11780-4', '11636-8', '11637-6', '11638-4', '11639-2', '11640-0');

function chooseOf(name: SectionName, facts: Facts): Chosen {
  const fact = (...names: string[]) => names.map((one) => of(facts, one));
  const conditions = (fits: (one: Fhir) => boolean, limit: number) =>
    pick({ facts: fact('current', 'former'), limit, newestOnly: true, if: fits });
  const others: number = most.others;
  switch (name) {
    case 'alerts':
      return pick({ facts: fact('Flag'), limit: others, if: ({ status }) => status === 'active' });
    case 'allergies':
      return pick({ facts: fact('AllergyIntolerance'), limit: 200 });
    case 'medications': {
      const read = fact('prescribed', 'ended');
      const older = of(facts, 'all-medicines').total - read.reduce((sum, { total }) => sum + total, 0);
      const all = [...read, ...fact('MedicationStatement')];
      return pick({ facts: all, limit: most.medications, newestOnly: true, older });
    }
    case 'problems': {
      const fits = (one: Fhir) => !isFormer(one) && !isDisability(one);
      return conditions(fits, 200);
    }
    case 'pastProblems':
      return withoutUnread(conditions((one) => isFormer(one) && !isDisability(one), most.pastProblems));
    case 'functionalStatus': {
      const impressions = pick({ facts: fact('ClinicalImpression'), limit: 20 });
      const disabilities = withoutUnread(conditions(isDisability, others));
      return together(disabilities, impressions);
    }
    case 'bloodGroup':
      return pick({ facts: fact('blood'), limit: 20 });
    case 'immunizations':
      return pick({ facts: fact('immunizations'), limit: 200 });
    case 'procedures':
      return pick({ facts: fact('procedures'), limit: most.procedures, newestOnly: true });
    case 'devices':
      return together(
        pick({ facts: fact('DeviceUseStatement'), limit: others }),
        pick({ facts: fact('Device'), limit: others }),
      );
    case 'results': {
      const isResult = (one: Fhir) => !isSocial(one) && !isBlood(one) && !isPregnancy(one);
      const values = fact('laboratory', 'others');
      const found = pick({ facts: values, limit: most.results, newestOnly: true, if: isResult });
      return together(found, pick({ facts: fact('reports'), limit: 20, newestOnly: true }));
    }
    case 'vitalSigns':
      return pick({ facts: fact('vitalSigns'), limit: most.vitalSigns, newestOnly: true });
    case 'pregnancy':
      return withoutUnread(pick({ facts: fact('laboratory', 'others'), limit: others, if: isPregnancy }));
    case 'socialHistory':
      return withoutUnread(pick({ facts: fact('others'), limit: others, newestOnly: true, if: isSocial }));
    case 'planOfCare': {
      const isGoing = ({ status }: Fhir) => status !== 'completed' && status !== 'revoked';
      const plans = pick({ facts: fact('CarePlan'), limit: others, if: isGoing });
      const done = of(facts, 'CarePlan').resources.filter((one) => !isGoing(one)).length;
      const advised = pick({ facts: fact('ImmunizationRecommendation'), limit: 20 });
      return together(
        done > 0 ? { ...plans, leftOut: [...plans.leftOut, { reason: 'older', count: done }] } : plans,
        advised,
      );
    }
    case 'advanceDirectives':
      return pick({ facts: fact('Consent'), limit: others, if: isDirective });
    case 'insurance':
      return pick({ facts: fact('Coverage'), limit: 10 });
  }
}

/** What was not read is told once, where the question belongs first. */
const withoutUnread = (chosen: Chosen): Chosen => ({
  ...chosen,
  leftOut: chosen.leftOut.filter(({ reason }) => reason !== 'unread'),
});

function together(one: Chosen, other: Chosen): Chosen {
  const counts = new Map<Reason, number>();
  for (const { reason, count } of [...one.leftOut, ...other.leftOut]) {
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return {
    entries: [...one.entries, ...other.entries],
    leftOut: [...counts].map(([reason, count]) => ({ reason, count })),
    ...(one.closed && other.closed && { closed: true }),
  };
}

/** A List that somebody left empty on purpose, knowing that there is none. https://hl7.org/fhir/R4/list.html#emptyReason */
function statedNone(facts: Facts, loinc: string): Chosen['statedNone'] | undefined {
  const lists = of(facts, 'List').resources.filter(
    ({ code, status, emptyReason }) => hasCode(code, loinc) && status === 'current' && hasCode(emptyReason, 'nilknown'),
  );
  const [newest] = [...lists].sort(newestFirst);
  if (!newest) return undefined;
  const source = newest.source as { display?: string } | undefined;
  return { ...(source?.display && { by: source.display }), ...(newest.date ? { on: newest.date as string } : {}) };
}

/** https://terminology.hl7.org: list-example-codes, and the sections' own. */
const lists: Partial<Record<SectionName, readonly string[]>> = {
  allergies: ['48765-2', '52472-8', 'allergies'],
  medications: ['10160-0', '10183-2', 'medications'],
  problems: ['11450-4', 'problems'],
};

/** Sections in their order, each with what was chosen; those that the law keeps out are not there. */
export function choose(facts: Facts, exclusions: readonly Exclusion[]): ReadonlyMap<SectionName, Chosen> {
  const allowed: Facts = new Map(
    [...facts].map(([name, fact]) => [
      name,
      // Neither what is excluded nor how much of it there is may be told.
      { ...fact, ...withoutExcluded(fact, exclusions) },
    ]),
  );
  const chosen = new Map<SectionName, Chosen>();
  for (const name of sectionNames) {
    if (sectionExcluded(exclusions, sections[name].code)) continue;
    const found = chooseOf(name, allowed);
    const [none] = (lists[name] ?? []).flatMap((code) => statedNone(allowed, code) ?? []);
    chosen.set(name, none ? { ...found, statedNone: none } : found);
  }
  return chosen;
}

function withoutExcluded({ resources, total }: Fact, exclusions: readonly Exclusion[]) {
  const left = resources.filter((resource) => !excluded(exclusions, resource));
  return { resources: left, total: total - (resources.length - left.length) };
}

/** Codes by which somebody states that there is none: 'no known allergy' and its like (SNOMED CT). */
const noneKnown = ['716186003', '409137002', '429625007', '428607008', '428197003', '716220001', '160245001'];
export const statesNone = ({ code, medicationCodeableConcept }: Fhir): boolean =>
  hasCode(code, ...noneKnown, 'no-known-allergies', 'no-known-problems') ||
  hasCode(medicationCodeableConcept, '787481004', 'no-known-medications');

/** A statement that there is none beside entries that say otherwise: both stay, and the reader is told. */
export const contradicts = ({ entries, statedNone: none }: Chosen): boolean => {
  const positive = entries.filter((one) => !statesNone(one));
  return positive.length > 0 && (none !== undefined || positive.length < entries.length);
};

/** What an entry is called, as it was recorded. */
export const calledOf = (resource: Fhir): string =>
  wordsOf(resource.code ?? resource.vaccineCode ?? resource.medicationCodeableConcept ?? resource.type) ?? '–';
