/**
 * What medical events make of a referral (SAS). Pure: the state follows from the referral and from all events that
 * live, so that it does not matter in which order they came, how often they were told, or which were taken back.
 */
import type { Resource } from '#core/record/record.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { Referral } from '../model.ts';
import type { MoveName } from '../states.ts';

/** A medical event as far as a referral is concerned. */
export interface Event {
  /** `Encounter/…` */
  readonly name: string;
  readonly type: string;
  readonly progress: 'begun' | 'done';
  /** Class of the event (…11.1.34), codes of procedures and vaccines. */
  readonly codes: readonly string[];
  /** Logical id of the Organization where it took place, if it says so. */
  readonly facility?: string;
  /** When it took place, and when it was last written. */
  readonly at?: string;
  readonly written: string;
}

/** Types in which events come. */
export const eventTypes = ['Encounter', 'Procedure', 'Observation', 'DiagnosticReport', 'Immunization'] as const;

const progressByStatus: { readonly [type: string]: { readonly [status: string]: Event['progress'] } } = {
  Encounter: { arrived: 'begun', triaged: 'begun', 'in-progress': 'begun', onleave: 'begun', finished: 'done' },
  Procedure: { 'in-progress': 'begun', 'on-hold': 'begun', stopped: 'begun', completed: 'done' },
  Observation: { registered: 'begun', preliminary: 'begun', final: 'done', amended: 'done', corrected: 'done' },
  DiagnosticReport: {
    ...{ registered: 'begun', partial: 'begun', preliminary: 'begun' },
    ...{ final: 'done', amended: 'done', corrected: 'done', appended: 'done' },
  },
  Immunization: { completed: 'done' },
};

/** Immunization has no element for it in R4. */
const basedOnExtension = 'urn:ezdrowie:StructureDefinition:PLBasedOn';

interface Reference {
  readonly reference?: string;
}

/** Logical ids of the ServiceRequests that a resource is based on. */
export function basesOf(resource: Resource): string[] {
  const stated = Array.isArray(resource.basedOn) ? (resource.basedOn as Reference[]) : [];
  const extensions = (resource.extension ?? []) as { url?: string; valueReference?: Reference }[];
  const extended = extensions.flatMap(({ url, valueReference }) =>
    url === basedOnExtension && valueReference ? [valueReference] : [],
  );
  return [...stated, ...extended].flatMap(({ reference = '' }) => {
    const id = /^ServiceRequest\/([A-Za-z0-9.-]{1,64})$/.exec(reference)?.[1];
    return id === undefined ? [] : [id];
  });
}

const codingsOf = (concept: unknown): string[] =>
  ((concept as { coding?: { code?: string }[] } | undefined)?.coding ?? []).flatMap(({ code }) => (code ? [code] : []));

/** The event that a resource tells; undefined when it tells none (planned, cancelled, entered in error). */
export function eventOf(resource: Resource): Event | undefined {
  const { resourceType: type, id, status, meta } = resource;
  const progress = progressByStatus[type]?.[String(status)];
  if (!progress) return undefined;
  const facility = facilityOf(resource);
  const at = timeOf(resource);
  return {
    ...{ name: `${type}/${id}`, type, progress, codes: codesOf(resource), written: meta?.lastUpdated ?? '' },
    ...(facility === undefined ? {} : { facility }),
    ...(at === undefined ? {} : { at }),
  };
}

function codesOf({ resourceType, class: kind, code, vaccineCode }: Resource): string[] {
  if (resourceType === 'Encounter') {
    const { system, code: value } = (kind ?? {}) as { system?: string; code?: string };
    return system === codeSystems.eventClass && value ? [`class ${value}`] : [];
  }
  return codingsOf(resourceType === 'Immunization' ? vaccineCode : code);
}

const organizationOf = (value: unknown): string | undefined =>
  /^Organization\/([A-Za-z0-9.-]{1,64})/.exec((value as Reference | undefined)?.reference ?? '')?.[1];

function facilityOf({ serviceProvider, performer }: Resource): string | undefined {
  const performers = Array.isArray(performer) ? (performer as { actor?: unknown; onBehalfOf?: unknown }[]) : [];
  const named = performers.map((one) => organizationOf(one.onBehalfOf) ?? organizationOf(one.actor ?? one));
  return organizationOf(serviceProvider) ?? named.find((one) => one !== undefined);
}

function timeOf(resource: Resource): string | undefined {
  const { period, performedPeriod } = resource as { period?: { start?: string }; performedPeriod?: { start?: string } };
  const moments = [resource.occurrenceDateTime, resource.effectiveDateTime, resource.performedDateTime];
  return [period?.start, performedPeriod?.start, ...moments].find((one): one is string => typeof one === 'string');
}

/** Whether a vaccine that was given is the one of an automatic referral; ATC codes may be given more or less finely. */
export function isVaccineOf({ details }: Pick<Referral, 'details'>, { codes }: Event): boolean {
  const { vaccine } = details;
  if (typeof vaccine !== 'string') return false;
  return codes.some((code) => code.startsWith(vaccine) || (code.length >= 5 && vaccine.startsWith(code)));
}

/** Classes of events that are one of several: a session, a cycle of treatment as a whole. */
const session = 'class 10';
const cycle = 'class 8';

/** How far the events have brought what the referral asks for, and by which of them. */
export function progressOf(
  referral: Referral,
  all: readonly Event[],
): { is: Event['progress']; by: Event } | undefined {
  const events = all.filter((event) => counts(referral, event)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const [first] = events;
  if (!first) return undefined;
  const done = doneBy(
    referral,
    events.filter(({ progress }) => progress === 'done'),
  );
  return done ? { is: 'done', by: done } : { is: 'begun', by: first };
}

/** Events of others than who holds it do not count, nor those from before it was given back. */
function counts({ state, provider, acceptedBy, issuedAt, kind, last, spa, ...rest }: Referral, event: Event): boolean {
  if (spa && spa.stage !== 'placed') return false;
  if (kind === 'vaccination' && (!isVaccineOf(rest, event) || (event.at ?? '9') < issuedAt.slice(0, 10))) return false;
  if (acceptedBy === 'provider' && event.facility !== undefined && event.facility !== provider?.id) return false;
  const isBack = state === 'issued' && (last.name === 'return' || last.name === 'resign');
  return !(isBack && event.written <= last.at);
}

function doneBy({ kind, procedures }: Referral, done: readonly Event[]): Event | undefined {
  if (kind === 'vaccination') return done.find(({ type }) => type === 'Immunization');
  if (kind === 'diagnostics') {
    const whole = done.find(({ type }) => type === 'DiagnosticReport' || type === 'Encounter');
    const each = procedures.map(({ code }) => done.find(({ codes }) => codes.includes(code)));
    return each.includes(undefined) ? whole : (each.at(-1) ?? whole);
  }
  const visits = done.filter(({ type, codes }) => type === 'Encounter' && !codes.includes(session));
  return kind === 'rehabilitation' ? visits.find(({ codes }) => codes.includes(cycle)) : visits[0];
}

/** What becomes of a referral by its events; undefined: nothing. */
export function settled(
  referral: Referral,
  progress: ReturnType<typeof progressOf>,
  { expired }: { readonly expired: boolean },
): MoveName | undefined {
  const { state, acceptedBy, last } = referral;
  // What a provider has said itself no event takes back.
  if (state === 'cancelled' || (state === 'realised' && last.name !== 'complete')) return undefined;
  if (progress?.is === 'done') return state === 'realised' ? undefined : 'complete';
  if (progress)
    return state === 'issued' ? (expired ? undefined : 'accept') : state === 'realised' ? 'reopen' : undefined;
  if (state === 'issued') return undefined;
  if (acceptedBy === 'event') return 'release';
  return state === 'realised' ? 'reopen' : undefined;
}
