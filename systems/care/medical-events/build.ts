/** An event in one piece becomes the FHIR transaction that P1's profiles want. Pure. domain/poland.md 2.3 */
import { createHash } from 'node:crypto';
import type { Resource } from '#core/record/record.ts';
import { codeSystems, identifierSystems } from '#libs/polish-identifiers/systems.ts';
import {
  type Coded,
  contentTag,
  type EventContent,
  eventKinds,
  extensions,
  type Measurement,
  type Note,
  noteSections,
  partSystems,
  profiles,
  type Value,
} from './model.ts';

/** Who records it, and where. */
export interface Author {
  readonly practitioner: string;
  readonly npwz: string;
  /** Given and family name, without titles. */
  readonly name: string;
  readonly facility: string;
  readonly facilityName: string;
  /** System of its event numbers: `urn:oid:….15.1`. */
  readonly numbers: string;
}

export interface Frame {
  readonly author: Author;
  readonly number: string;
  readonly patient: { readonly id: string; readonly pesel: string | undefined; readonly name: string };
  /** The Encounter that becomes the event: its id, version and what it keeps. */
  readonly visit?: { readonly resource: Resource; readonly version: number };
  readonly recordedAt: Date;
}

interface Entry {
  readonly fullUrl?: string;
  readonly resource?: Resource;
  readonly request: { readonly method: string; readonly url: string; readonly ifMatch?: string };
}

/** SHA-256 of what was sent: the same content, however its keys are ordered, has the same. */
export const contentHash = (content: object): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

const oneUrl = 'urn:uuid:00000000-0000-4000-8000-';
const hl7 = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});
const concept = (system: string, { code, name }: Coded) => ({
  coding: [{ system, code, ...(name ? { display: name } : {}) }],
  ...(name ? { text: name } : {}),
});

/** The parts of an event, each a resource of its own that refers to the Encounter. */
export function partsOf(content: EventContent, frame: Frame, encounter: string): Resource[] {
  const { author, patient, recordedAt } = frame;
  const security = [{ system: codeSystems.confidentiality, code: content.confidentiality ?? 'N' }];
  const meta = (profile: string) => ({ profile: [profile], security });
  const subject = subjectOf(patient);
  const refers = { reference: encounter };
  const asserter = personOf(author);
  const recorded = recordedAt.toISOString();
  const at = content.end ?? content.start;
  return [
    ...content.diagnoses.map((diagnosis) => ({
      ...{ resourceType: 'Condition', meta: meta(profiles.diagnosis), subject, encounter: refers, asserter },
      clinicalStatus: hl7('condition-clinical', 'active'),
      verificationStatus: hl7('condition-ver-status', 'confirmed'),
      category: [
        {
          coding: [
            { system: codeSystems.diagnosisRole, code: diagnosis.role },
            ...hl7('condition-category', 'encounter-diagnosis').coding,
          ],
        },
      ],
      code: concept(partSystems.diagnoses, diagnosis),
      recordedDate: recorded,
    })),
    ...(content.procedures ?? []).map((procedure) => ({
      ...{ resourceType: 'Procedure', meta: meta(profiles.procedure), subject, encounter: refers, asserter },
      status: 'completed',
      code: concept(partSystems.procedures, procedure),
      performedPeriod: { start: content.start, ...(content.end ? { end: content.end } : {}) },
    })),
    ...(content.measurements ?? []).map((one) => ({
      ...{ resourceType: 'Observation', meta: meta(profiles.observation), subject, encounter: refers },
      status: 'final',
      category: [hl7('observation-category', 'vital-signs')],
      code: concept(partSystems.measurements, one),
      effectiveDateTime: at,
      performer: [asserter],
      ...measuredOf(one),
    })),
    ...(content.vaccinations ?? []).map(({ lot, dose, ...vaccine }) => ({
      ...{ resourceType: 'Immunization', meta: meta(profiles.immunization), patient: subject, encounter: refers },
      status: 'completed',
      vaccineCode: concept(partSystems.vaccinations, vaccine),
      occurrenceDateTime: at,
      primarySource: true,
      lotNumber: lot,
      performer: [{ actor: asserter }],
      ...(dose ? { protocolApplied: [{ doseNumberPositiveInt: dose }] } : {}),
    })),
    ...(content.allergies ?? []).map(({ name }) => ({
      ...{ resourceType: 'AllergyIntolerance', meta: meta(profiles.allergy), patient: subject, encounter: refers },
      clinicalStatus: hl7('allergyintolerance-clinical', 'active'),
      verificationStatus: hl7('allergyintolerance-verification', 'unconfirmed'),
      code: { text: name },
      recordedDate: recorded,
      recorder: asserter,
    })),
    ...(content.medicines ?? []).map(({ name, code, dosage }) => ({
      ...{ resourceType: 'MedicationStatement', meta: meta(profiles.medication), subject, context: refers },
      status: 'active',
      medicationCodeableConcept: code ? concept(partSystems.medicines, { code, name }) : { text: name },
      effectiveDateTime: at,
      ...(dosage ? { dosage: [{ text: dosage }] } : {}),
    })),
    ...noteOf(content.note, frame, refers),
  ];
}

const quantity = ({ value, unit }: Value) => ({ value, unit, system: codeSystems.ucum, code: unit });

function measuredOf({ value, unit, parts }: Measurement) {
  if (parts?.length)
    return {
      component: parts.map((part) => ({
        code: concept(partSystems.measurements, part),
        valueQuantity: quantity(part),
      })),
    };
  return value === undefined || unit === undefined ? {} : { valueQuantity: quantity({ value, unit }) };
}

/** Words of the sections in the document, which speaks Polish whatever language its author works in. */
const sectionTitles = {
  reason: 'Powód wizyty',
  findings: 'Badanie',
  diagnosis: 'Rozpoznanie',
  plan: 'Zalecenia',
} as const;
const escaped = (text: string) =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '');

function noteOf(note: Note | undefined, { author, patient, recordedAt }: Frame, encounter: object): Resource[] {
  const section = noteSections.flatMap((name) => {
    const text = note?.[name]?.trim();
    if (!text) return [];
    const lines = escaped(text).split('\n').join('<br/>');
    const div = `<div xmlns="http://www.w3.org/1999/xhtml"><p>${lines}</p></div>`;
    return [{ title: sectionTitles[name], text: { status: 'generated', div } }];
  });
  if (section.length === 0) return [];
  return [
    {
      resourceType: 'Composition',
      status: 'final',
      type: { coding: [{ system: codeSystems.loinc, code: '34108-1' }], text: 'Notatka z wizyty' },
      title: 'Notatka z wizyty',
      ...{
        subject: subjectOf(patient),
        encounter,
        date: recordedAt.toISOString(),
        author: [personOf(author)],
        section,
      },
      custodian: { reference: `Organization/${author.facility}`, display: author.facilityName },
    },
  ];
}

const subjectOf = ({ id, pesel, name }: Frame['patient']) => ({
  reference: `Patient/${id}`,
  ...(pesel ? { identifier: { system: identifierSystems.pesel, value: pesel } } : {}),
  ...(name ? { display: name } : {}),
});

const npwzSystemOf = (npwz: string) =>
  /^\d{7}[PA]$/.test(npwz) ? identifierSystems.npwzNurse : identifierSystems.npwzDoctor;
const personOf = ({ practitioner, npwz, name }: Author) => ({
  reference: `Practitioner/${practitioner}`,
  identifier: { system: npwzSystemOf(npwz), value: npwz },
  display: name,
  extension: [{ url: extensions.function, valueCoding: { system: codeSystems.profession, code: professionOf(npwz) } }],
});
/** Numbers of professions: doctor 11, nurse 18, midwife 19. domain/poland.md 2.3 */
const professionOf = (npwz: string) => (npwz.endsWith('P') ? '18' : npwz.endsWith('A') ? '19' : '11');

function encounterOf(content: EventContent, { author, number, patient, visit }: Frame, hash: string): Resource {
  const { priority, reasonCode, appointment }: Partial<Resource> = visit?.resource ?? {};
  return {
    resourceType: 'Encounter',
    ...(visit?.resource.id ? { id: visit.resource.id } : {}),
    meta: {
      profile: [profiles.event],
      security: [{ system: codeSystems.confidentiality, code: content.confidentiality ?? 'N' }],
      tag: [{ system: contentTag, code: hash }],
    },
    identifier: [{ system: author.numbers, value: number }],
    status: 'finished',
    class: { system: codeSystems.eventClass, code: content.kind, display: eventKinds[content.kind] },
    type: [concept(codeSystems.eventClass, { code: content.kind, name: eventKinds[content.kind] ?? content.kind })],
    ...(priority ? { priority } : {}),
    subject: subjectOf(patient),
    ...(appointment ? { appointment } : {}),
    participant: [{ individual: personOf(author) }],
    period: { start: content.start, ...(content.end ? { end: content.end } : {}) },
    ...(reasonCode ? { reasonCode } : {}),
    serviceProvider: {
      reference: `Organization/${author.facility}`,
      display: author.facilityName,
      ...(content.payer
        ? {
            extension: [
              {
                url: extensions.payor,
                valueReference: { identifier: { system: identifierSystems.payer, value: content.payer } },
              },
            ],
          }
        : {}),
    },
  };
}

const post = (resource: Resource): Entry => ({ resource, request: { method: 'POST', url: resource.resourceType } });

/** The transaction that registers an event. */
export function registration(content: EventContent, frame: Frame, hash: string): Resource {
  const { visit } = frame;
  const encounter = encounterOf(content, frame, hash);
  const fullUrl = `${oneUrl}000000000001`;
  const place = visit ? `Encounter/${visit.resource.id}` : fullUrl;
  const first: Entry = visit
    ? { resource: encounter, request: { method: 'PUT', url: place, ifMatch: `W/"${visit.version}"` } }
    : { fullUrl, ...post(encounter) };
  return bundleOf([first, ...partsOf(content, frame, place).map(post)]);
}

/**
 * The transaction that corrects an event: the Encounter anew, parts that are the same stay, others go and come.
 * @param present the parts that stand now
 */
export function correction(content: EventContent, frame: Frame, hash: string, present: readonly Resource[]): Resource {
  const place = `Encounter/${frame.visit?.resource.id}`;
  const left = new Map(present.map((one) => [likeness(one), one]));
  const coming: Entry[] = [];
  for (const part of partsOf(content, frame, place)) if (!left.delete(likeness(part))) coming.push(post(part));
  const going = [...left.values()].map(({ resourceType, id }) => ({
    request: { method: 'DELETE', url: `${resourceType}/${id}` },
  }));
  const put = {
    resource: encounterOf(content, frame, hash),
    request: { method: 'PUT', url: place, ifMatch: `W/"${frame.visit?.version}"` },
  };
  return bundleOf([put, ...coming, ...going]);
}

/** Two parts that say the same, whenever they were recorded. */
function likeness({ meta, ...resource }: Resource): string {
  const passing = new Set(['id', 'recordedDate', 'date']);
  const said = Object.fromEntries(Object.entries(resource).filter(([name]) => !passing.has(name)));
  const labels = (meta?.security ?? []) as readonly { system?: string; code?: string }[];
  // Labels of other systems are the platform's own.
  const security = labels.filter(({ system }) => system === codeSystems.confidentiality);
  return JSON.stringify(sorted({ ...said, profile: meta?.profile ?? [], security }));
}

const bundleOf = (entry: readonly Entry[]): Resource => ({ resourceType: 'Bundle', type: 'transaction', entry });
