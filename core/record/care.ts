/**
 * In whose care a patient comes to be by a resource: rows of access.care, derived in the transaction of the change.
 * The kinds and what they let see: core/access/relations.ts.
 */
import { dispensingTypes, type Relation } from '../access/relations.ts';
import type { Resource } from './record.ts';

export interface Care {
  readonly facility: string;
  readonly kind: Relation;
  /** The resource it stands on; '' where all of a kind are one row, which only grows. */
  readonly source: string;
  /** Undefined: until further notice. */
  readonly ends?: Date;
  readonly types?: readonly string[];
}

/** Code system of the kinds of EpisodeOfCare by which a patient chose a provider: the relation `declared`. */
export const declaredCare = 'urn:ezdrowie:CodeSystem:primary-care-choice';

/** Types from which care is derived. */
const sources = new Set(['Encounter', 'EpisodeOfCare', 'Patient', 'CareTeam', 'ServiceRequest', 'MedicationRequest']);
const never = new Set(['cancelled', 'entered-in-error', 'revoked', 'draft', 'unknown']);

/** Organizations that have the patient in their care because of this resource, as of an instant. */
export function careOf(resource: Resource, at: Date): Care[] {
  const { resourceType: type, status } = resource;
  if (!sources.has(type) || (typeof status === 'string' && never.has(status))) return [];
  const source = `${type}/${resource.id}`;
  switch (type) {
    case 'Encounter':
      return organizations(resource.serviceProvider).map((facility) => ({
        ...{ facility, kind: kindOfEncounter(resource), source: '' },
        ends: endOfNextYear(lastDay(resource, at)),
      }));
    case 'Patient': {
      const declared = [
        ...organizations(resource.managingOrganization),
        ...organizations(resource.generalPractitioner),
      ];
      return [...new Set(declared)].map((facility) => ({ facility, kind: 'declared', source: 'Patient' }));
    }
    case 'EpisodeOfCare': {
      // Nobody is responsible yet.
      if (status === 'planned' || status === 'waitlist') return [];
      const isDeclared = hasCode(resource.type, declaredCare);
      const end = endOf(resource, status === 'finished', at, isDeclared ? 'at-once' : 'later');
      const kind = isDeclared ? 'declared' : 'programme';
      return organizations(resource.managingOrganization).map((facility) => ({ facility, kind, source, ...end }));
    }
    case 'CareTeam':
      return organizations(resource.managingOrganization).map((facility) => ({
        ...{ facility, kind: 'team', source },
        ...endOf(resource, status === 'inactive', at),
      }));
    case 'ServiceRequest': {
      if (status !== 'active') return [];
      const ends = new Date((instantOf(resource.authoredOn) ?? at).getTime() + year);
      return organizations(resource.performer).map((facility) => ({ facility, kind: 'referral', source, ends }));
    }
    default: {
      if (status !== 'active') return [];
      const { performer } = (resource.dispenseRequest ?? {}) as { performer?: unknown };
      const ends = new Date((instantOf(resource.authoredOn) ?? at).getTime() + year);
      const types = dispensingTypes;
      return organizations(performer).map((facility) => ({ facility, kind: 'prescription', source, ends, types }));
    }
  }
}

const year = 366 * 86_400_000;

/** Of hospital stays, v3-ActCode: IMP and its kinds. */
const stays = new Set(['IMP', 'ACUTE', 'NONAC', 'SS', 'OBSENC']);
const kindOfEncounter = ({ class: code }: Resource): Relation =>
  stays.has(String((code as { code?: unknown } | undefined)?.code)) ? 'admission' : 'visit';

const under = new Set(['planned', 'arrived', 'triaged', 'in-progress', 'onleave']);

/** The last day of a visit as far as is known: one under way lasts until today. */
function lastDay({ period, status }: Resource, at: Date): Date {
  const { start, end } = (period ?? {}) as { start?: unknown; end?: unknown };
  const said = instantOf(end) ?? instantOf(start) ?? at;
  return under.has(String(status)) && said < at ? at : said;
}

/**
 * Results and letters come after the visit; a year's visits share one end, so that a further one seldom changes a row.
 */
const endOfNextYear = (day: Date): Date => new Date(Date.UTC(day.getUTCFullYear() + 2, 0, 1));

function endOf({ period }: Resource, over: boolean, at: Date, when: 'at-once' | 'later' = 'later'): { ends?: Date } {
  const end = instantOf((period as { end?: unknown } | undefined)?.end) ?? (over ? at : undefined);
  return end ? { ends: when === 'at-once' ? end : endOfNextYear(end) } : {};
}

function hasCode(concepts: unknown, system: string): boolean {
  const codings = (Array.isArray(concepts) ? concepts : []).flatMap(
    (concept: { coding?: { system?: unknown }[] } | null) => concept?.coding ?? [],
  );
  return codings.some((coding) => coding?.system === system);
}

/** The instant of a FHIR date or dateTime, if it is one. */
function instantOf(value: unknown): Date | undefined {
  const instant = typeof value === 'string' ? new Date(value) : undefined;
  return instant && !Number.isNaN(instant.getTime()) && instant.getUTCFullYear() < 9000 ? instant : undefined;
}

/** Rows that stand on what a resource no longer says. */
export function careLost(before: Resource | undefined, now: readonly Care[], at: Date): Care[] {
  if (!before || !sources.has(before.resourceType) || before.resourceType === 'Encounter') return [];
  const kept = new Set(now.map(({ facility, source }) => `${facility} ${source}`));
  return careOf(before, at).filter(({ facility, source }) => !kept.has(`${facility} ${source}`));
}

const lasting = /^\{"resourceType":"(?:Patient|EpisodeOfCare|CareTeam|ServiceRequest|MedicationRequest)"/;

/** Whether the text of a resource may be what somebody's care stands on: only then is it worth taking apart. */
export const namesCare = (content: string): boolean => content.includes('"Organization/') && lasting.test(content);

const organization = /^Organization\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.+)?$/;

function organizations(element: unknown): string[] {
  const references = Array.isArray(element) ? element : [element];
  return references.flatMap((holder) => {
    const reference = (holder as { reference?: unknown } | null | undefined)?.reference;
    const id = typeof reference === 'string' ? organization.exec(reference)?.[1] : undefined;
    return id === undefined ? [] : [id];
  });
}
