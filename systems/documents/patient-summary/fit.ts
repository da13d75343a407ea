/**
 * Makes the record's resources entries of a summary: profiles of IPS claimed, references that lead out of the document
 * turned into identifiers, what a profile demands and nobody recorded marked as unknown. Facts are not changed.
 * https://hl7.org/fhir/uv/ips/design.html#missing-data
 */
import { impliedProfiles } from '#libs/fhir/profiles/implied.ts';
import { conceptExcluded, type Exclusion } from './exclusions.ts';
import type { Coding, Concept, Fhir, Reference } from './model.ts';
import { codingsOf, hasCode, list, targetOf } from './reading.ts';

const ips = (name: string): string => `http://hl7.org/fhir/uv/ips/StructureDefinition/${name}-uv-ips`;

const unknown = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
};

const has = (resource: Fhir, choice: string): boolean =>
  Object.keys(resource).some((key) => key.startsWith(choice) || key.startsWith(`_${choice}`));

/** An element that the profile demands: marked as unknown where nobody recorded it. */
function demand(resource: Fhir, element: string, marked: unknown): void {
  if (resource[element] === undefined && resource[`_${element.replace(/^_/, '')}`] === undefined) {
    resource[element] = marked;
  }
}

/** Statuses of results that IPS knows; others stay as they are, without the claim. */
const resultStatuses = new Set(['final', 'amended', 'corrected', 'preliminary']);

const observationCategories = 'http://terminology.hl7.org/CodeSystem/observation-category';

/** What R4 demands of a vital sign wherever it stands: its category and a time. */
function vitalSign(resource: Fhir): void {
  const isCalledSo = ({ system, code }: Coding) => system === observationCategories && code === 'vital-signs';
  if (!list(resource.category).some((one) => codingsOf(one).some(isCalledSo))) {
    resource.category = [
      ...list(resource.category),
      { coding: [{ system: observationCategories, code: 'vital-signs' }] },
    ];
  }
  if (!has(resource, 'effective')) resource._effectiveDateTime = unknown;
}

function observation(resource: Fhir): string | undefined {
  if (impliedProfiles(resource).length > 0) vitalSign(resource);
  const told = ['component', 'hasMember', 'dataAbsentReason'].some((element) => resource[element] !== undefined);
  if (!has(resource, 'value') && !told) {
    const system = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
    resource.dataAbsentReason = { coding: [{ system, code: 'unknown' }] };
  }
  const laboratory = list(resource.category).filter((one) => hasCode(one, 'laboratory')).length;
  if (laboratory !== 1 || !resultStatuses.has(resource.status as string)) return undefined;
  if (resource.effectiveInstant !== undefined || resource.effectiveTiming !== undefined) return undefined;
  if (!has(resource, 'effective')) resource._effectiveDateTime = unknown;
  demand(resource, 'performer', [unknown]);
  return ips('Observation-results-laboratory-pathology');
}

/** Canonical addresses within a server mean nothing elsewhere: with the server's own address they do. */
function absoluteCanonicals(resource: Fhir, base: string): void {
  for (const element of ['instantiatesCanonical', 'questionnaire']) {
    const absolute = (one: unknown) => (/^[A-Z]\w+\//.test(String(one)) ? `${base}/${String(one)}` : one);
    const given = resource[element];
    if (Array.isArray(given)) resource[element] = given.map(absolute);
    else if (typeof given === 'string') resource[element] = absolute(given);
  }
}

/** By type: what is marked, and the profile that is claimed. */
const rows: Readonly<Record<string, (resource: Fhir) => string | undefined>> = {
  AllergyIntolerance: (one) => {
    demand(one, 'code', unknown);
    return ips('AllergyIntolerance');
  },
  Condition: (one) => {
    demand(one, 'code', unknown);
    return ips('Condition');
  },
  DeviceUseStatement: (one) => {
    if (!has(one, 'timing')) one._timingDateTime = unknown;
    return one.timingTiming === undefined ? ips('DeviceUseStatement') : undefined;
  },
  DiagnosticReport: (one) => {
    if (!has(one, 'effective')) one._effectiveDateTime = unknown;
    for (const form of list<{ data?: string }>(one.presentedForm)) delete form.data;
    const forms = list<object>(one.presentedForm).filter((form) => Object.keys(form).length > 0);
    if (forms.length === 0) delete one.presentedForm;
    return resultStatuses.has(one.status as string) ? ips('DiagnosticReport') : undefined;
  },
  Flag: () => ips('Flag-alert'),
  Immunization: () => ips('Immunization'),
  Medication: (one) => {
    demand(one, 'code', unknown);
    return ips('Medication');
  },
  MedicationRequest: ({ doNotPerform }) => (doNotPerform === true ? undefined : ips('MedicationRequest')),
  MedicationStatement: (one) => {
    if (!has(one, 'effective')) one._effectiveDateTime = unknown;
    return ips('MedicationStatement');
  },
  Observation: observation,
  Organization: (one) => {
    demand(one, '_name', unknown);
    return ips('Organization');
  },
  Patient: (one) => {
    demand(one, 'name', [{ _text: unknown }]);
    demand(one, '_birthDate', unknown);
    return ips('Patient');
  },
  Practitioner: (one) => {
    demand(one, 'name', [{ _text: unknown }]);
    return ips('Practitioner');
  },
  PractitionerRole: () => ips('PractitionerRole'),
  Procedure: (one) => {
    demand(one, 'code', unknown);
    if (!has(one, 'performedD') && !/performed(P|S|A|R)/.test(Object.keys(one).join()))
      one._performedDateTime = unknown;
    return ips('Procedure');
  },
  Specimen: (one) => {
    demand(one, 'type', unknown);
    return ips('Specimen');
  },
};

export interface Surroundings {
  /** Address of the FHIR face: entries are called by it. */
  readonly base: string;
  /** `Type/id` of all entries of the document. */
  readonly inside: ReadonlySet<string>;
  /** `Type/id` of what the law or the physician keeps out: nothing in the document may name it. */
  readonly kept: ReadonlySet<string>;
  readonly exclusions: readonly Exclusion[];
}

/** The entry made of a resource, which is changed in place: it was parsed for this summary. */
export function fit(resource: Fhir, surroundings: Surroundings): Fhir {
  const profile = rows[resource.resourceType]?.(resource);
  const { profile: _claimed, ...meta } = (resource.meta ?? {}) as { profile?: unknown };
  keepInside(resource, surroundings);
  absoluteCanonicals(resource, surroundings.base);
  const { resourceType, id, meta: _meta, ...rest } = resource;
  const kept = { ...meta, ...(profile && { profile: [profile] }) };
  return { resourceType, id, ...(Object.keys(kept).length > 0 && { meta: kept }), ...rest };
}

/** References to entries become relative ones; those to what is not here keep their name and address as an identifier. */
function keepInside(value: unknown, surroundings: Surroundings): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) keepInside(one, surroundings);
    return;
  }
  withoutKeptOut(value as { [element: string]: unknown }, surroundings);
  const { reference } = value as Reference;
  if (typeof reference === 'string') settle(value as Reference, reference, surroundings);
  if (Array.isArray((value as Concept).coding)) asText(value as Concept);
  for (const one of Object.values(value)) keepInside(one, surroundings);
}

/** Takes away what names a thing that is kept out: references to it, and codes of the law's list (as a reason, say). */
function withoutKeptOut(holder: { [element: string]: unknown }, { base, kept, exclusions }: Surroundings): void {
  const isOut = (one: unknown): boolean => {
    const { reference } = (one ?? {}) as Reference;
    const target = typeof reference === 'string' ? targetOf(reference, base) : undefined;
    return (target !== undefined && kept.has(target)) || conceptExcluded(exclusions, one);
  };
  for (const [element, one] of Object.entries(holder)) {
    if (typeof one !== 'object' || one === null) continue;
    if (!Array.isArray(one)) {
      if (isOut(one)) delete holder[element];
      continue;
    }
    const left = one.filter((each) => !isOut(each));
    if (left.length === 0 && one.length > 0) delete holder[element];
    else if (left.length < one.length) holder[element] = left;
  }
}

/** Codes of HL7 have one name; what a sender called them stays as text, since validators refuse another display. */
function asText(concept: Concept): void {
  for (const coding of concept.coding ?? []) {
    if (coding.display === undefined || !coding.system?.startsWith('http://terminology.hl7.org/CodeSystem/')) continue;
    concept.text ??= coding.display;
    delete coding.display;
  }
}

function settle(here: Reference, reference: string, { base, inside }: Surroundings): void {
  const target = targetOf(reference, base);
  if (reference.startsWith('#')) return;
  if (target !== undefined && inside.has(target)) {
    here.reference = target;
    return;
  }
  delete here.reference;
  const type = target?.split('/')[0];
  if (type !== undefined) here.type ??= type;
  const value = target === undefined ? reference : `${base}/${target}`;
  here.identifier ??= { system: 'urn:ietf:rfc:3986', value };
}

/** Of these types all that entries refer to comes with them. */
const sharedTypes = new Set(['Practitioner', 'PractitionerRole', 'Organization', 'Medication']);

/** `Type` → ids of what the entries refer to and what should come with them. */
export function sharedOf(resources: readonly Fhir[], base: string): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { reference } = value as Reference;
    const [type = '', id] = (typeof reference === 'string' && targetOf(reference, base)?.split('/')) || [];
    if (id !== undefined && sharedTypes.has(type)) wanted.set(type, (wanted.get(type) ?? new Set()).add(id));
    for (const one of Object.values(value)) visit(one);
  };
  for (const one of resources) visit(one);
  return wanted;
}
