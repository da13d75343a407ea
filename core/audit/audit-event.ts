/**
 * An event of the trail as a FHIR R4 AuditEvent, in the manner of IHE Basic Audit Log Patterns: who asked (user), with
 * what (client), of whom (server), about whom (patient entities), what exactly (one entity per resource), and how
 * (query).
 * https://hl7.org/fhir/R4/auditevent.html, https://profiles.ihe.net/ITI/BALP/
 */
import type { AuditEvent } from './event.ts';

export const auditSystems = {
  /** Account ids and client ids: `AuditEvent.agent.who.identifier`. */
  actor: 'urn:ezdrowie:audit:actor',
  role: 'urn:ezdrowie:access:role',
  kind: 'urn:ezdrowie:audit:operation',
  trace: 'urn:ezdrowie:audit:trace',
  relation: 'urn:ezdrowie:access:relation',
  gate: 'urn:ezdrowie:access:gate',
  acr: 'urn:ezdrowie:access:acr',
} as const;
/** Extensions of agents: how surely they had signed in (BALP), and what BALP has no place for. */
const extensions = {
  assurance: 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/ihe-assuranceLevel',
  actingFor: 'urn:ezdrowie:audit:acting-for',
  relation: 'urn:ezdrowie:audit:relation',
  gate: 'urn:ezdrowie:audit:gate',
  automated: 'urn:ezdrowie:audit:automated',
} as const;
const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const entityType = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const objectRole = 'http://terminology.hl7.org/CodeSystem/object-role';

interface Coding {
  system: string;
  code: string;
  display?: string;
}
const coding = (system: string, code: string, display?: string): Coding => ({
  system,
  code,
  ...(display && { display }),
});
const concept = (...codings: Coding[]) => ({ coding: codings });

/** http://hl7.org/fhir/restful-interaction; what is not in it is an operation of ours. */
const restful = new Set([
  ...['read', 'vread', 'update', 'patch', 'delete', 'history', 'history-instance', 'history-type', 'history-system'],
  ...['create', 'search', 'search-type', 'search-system', 'capabilities', 'transaction', 'batch', 'operation'],
]);
const purposes: { readonly [code: string]: string } = {
  TREAT: 'treatment',
  ETREAT: 'Emergency Treatment',
  PATRQT: 'patient requested',
  HOPERAT: 'healthcare operations',
};

/**
 * Who looks at the trail: an auditor sees all of an event; a patient nothing that tells of others; whoever watches
 * over the platform and may see nobody's data, neither patients nor resources nor the query.
 */
export type Reader = { readonly kind: 'auditor' | 'operator' } | { readonly kind: 'patient'; readonly id: string };

/** The resource, as an object ready for JSON. */
export function auditEventResource(event: AuditEvent, reader: Reader) {
  const entity =
    reader.kind === 'operator' ? [] : entitiesOf(reader.kind === 'patient' ? ofOne(event, reader.id) : event);
  return {
    resourceType: 'AuditEvent' as const,
    id: event.sequence,
    meta: { versionId: '1', lastUpdated: event.at.toISOString() },
    type: coding('http://terminology.hl7.org/CodeSystem/audit-event-type', 'rest', 'RESTful Operation'),
    subtype: [subtypeOf(event.kind)],
    action: event.action,
    recorded: event.at.toISOString(),
    outcome: String(event.outcome),
    ...(event.reason && { outcomeDesc: event.reason }),
    purposeOfEvent: [purposeOf(event)],
    agent: agentsOf(forWhom(event, reader)),
    source: { observer: { display: 'e-Zdrowie' }, type: [coding(securitySource, '4', 'Application Server')] },
    ...(entity.length > 0 && { entity }),
  };
}
const securitySource = 'http://terminology.hl7.org/CodeSystem/security-source-type';

const subtypeOf = (kind: string): Coding =>
  restful.has(kind) ? coding('http://hl7.org/fhir/restful-interaction', kind, kind) : coding(auditSystems.kind, kind);

const purposeOf = ({ purpose }: AuditEvent) =>
  concept(coding('http://terminology.hl7.org/CodeSystem/v3-ActReason', purpose, purposes[purpose]));

/** For whom somebody acted is content: told to auditors, and to that patient. */
function forWhom(event: AuditEvent, reader: Reader): AuditEvent {
  if (reader.kind === 'auditor' || (reader.kind === 'patient' && event.actingFor === reader.id)) return event;
  const isOwn = reader.kind === 'patient';
  return { ...event, actingFor: null, relation: isOwn ? (event.relation ?? null) : null };
}

/** For whom, by what right and how surely; and whether a person did it at all. */
function extensionsOf({ acr, actingFor, relation, gate }: AuditEvent, person: boolean) {
  return [
    { url: extensions.automated, valueBoolean: !person },
    ...(acr ? [{ url: extensions.assurance, valueCodeableConcept: concept(coding(auditSystems.acr, acr)) }] : []),
    ...(actingFor ? [{ url: extensions.actingFor, valueReference: { reference: `Patient/${actingFor}` } }] : []),
    ...(relation ? [{ url: extensions.relation, valueCoding: coding(auditSystems.relation, relation) }] : []),
    ...(gate ? [{ url: extensions.gate, valueCoding: coding(auditSystems.gate, gate) }] : []),
  ];
}

/** The app through which a person acted, by its name; our own pages otherwise. */
const clientOf = ({ app, appName }: AuditEvent) =>
  app ? { identifier: { system: auditSystems.actor, value: app }, display: appName ?? app } : { display: 'Portal' };

function agentsOf(event: AuditEvent) {
  const person = event.role !== 'machine' && event.role !== 'platform';
  // Data flow towards the client when it reads, and from it when it writes.
  const reads = event.action === 'R' || event.action === 'E';
  const [source, destination] = [
    concept(coding(dicom, '110153', 'Source Role ID')),
    concept(coding(dicom, '110152', 'Destination Role ID')),
  ];
  const network = { address: event.source, type: /^[\d.]+$|:/.test(event.source) ? '2' : '1' };
  const actor = {
    extension: extensionsOf(event, person),
    role: [concept(coding(auditSystems.role, event.role))],
    who: {
      ...(event.actorPatient && { reference: `Patient/${event.actorPatient}` }),
      identifier: { system: auditSystems.actor, value: event.actor },
      display: event.actorName,
    },
    requestor: true,
    ...(event.rule && { policy: [`urn:ezdrowie:access:rule:${event.rule}`] }),
  };
  const client = { type: reads ? destination : source, network };
  const user = concept(
    coding('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'IRCP', 'information recipient'),
  );
  const facility = event.facility && {
    type: concept(coding('http://terminology.hl7.org/CodeSystem/v3-RoleClass', 'PROV', 'healthcare provider')),
    who: { reference: `Organization/${event.facility}`, ...(event.facilityName && { display: event.facilityName }) },
    requestor: false,
  };
  return [
    ...(person
      ? [
          { type: user, ...actor },
          { ...client, who: clientOf(event), requestor: false },
        ]
      : [{ ...client, ...actor }]),
    { type: reads ? source : destination, who: { display: 'e-Zdrowie' }, requestor: false },
    ...(facility ? [facility] : []),
  ];
}

/** A page may hold several patients: then nothing on it but the reader's own name can be told to be theirs. */
function ofOne(event: AuditEvent, patient: string): AuditEvent {
  const ids = event.patientIds ?? [];
  if (ids.length === event.patientCount && ids.every((id) => id === patient)) return event;
  return { ...event, patientIds: [patient], entities: [], query: null };
}

const literal = /^([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/(\d+))?$/;

/** `Type/id/version` as a reference; whatever else a refused caller may have asked for, in their words. */
function whatOf(entity: string) {
  const [, reference, version] = literal.exec(entity) ?? [];
  if (!reference) return { display: entity };
  return { reference: version ? `${reference}/_history/${version}` : reference };
}

function entitiesOf({ patientIds, entities, query, trace }: AuditEvent) {
  const system = coding(entityType, '2', 'System Object');
  return [
    ...(patientIds ?? []).map((id) => ({
      what: { reference: `Patient/${id}` },
      type: coding(entityType, '1', 'Person'),
      role: coding(objectRole, '1', 'Patient'),
    })),
    ...(entities ?? []).filter(Boolean).map((entity) => ({
      what: whatOf(entity),
      type: system,
      role: coding(objectRole, '4', 'Domain Resource'),
    })),
    ...(!query // base64Binary may not be empty
      ? []
      : [{ type: system, role: coding(objectRole, '24', 'Query'), query: Buffer.from(query).toString('base64') }]),
    {
      what: { identifier: { system: auditSystems.trace, value: trace } },
      type: coding('https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType', 'XrequestId'),
    },
  ];
}
