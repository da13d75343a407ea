/**
 * What foreign summaries write into the record: the document as received (DocumentReference), what was decided about
 * its facts (List), what was taken over (Condition, AllergyIntolerance …) and where that came from (Provenance).
 */
import type { Resource } from '#core/record/record.ts';
import type { Decision, DecisionKind, Fact, ForeignDocument, Stored } from './model.ts';
import { isObject, type Json, objects, sha256, text, texts } from './reading.ts';

export const profiles = {
  document: 'urn:ezdrowie:StructureDefinition:PLForeignDocument',
  decisions: 'urn:ezdrowie:StructureDefinition:PLForeignDocumentDecisions',
  provenance: 'urn:ezdrowie:StructureDefinition:PLForeignFactProvenance',
} as const;
/** Identifier of what was taken over: `<DocumentReference>.<key>`, so that nothing is taken over twice. */
export const factSystem = 'urn:ezdrowie:foreign-fact';
/** Identifier of a document: the SHA-256 of its bytes, so that the same is filed once. */
export const bytesSystem = 'urn:ezdrowie:foreign-document-sha256';

const loincOf = { summary: '60591-5', discharge: '34105-7', laboratory: '11502-2', other: '34133-9' } as const;
const reference = (type: string, id: string, display?: string) => ({
  ...{ reference: `${type}/${id}` },
  ...(display ? { display } : {}),
});

export interface Importing {
  readonly patient: string;
  readonly content: string;
  readonly document: ForeignDocument;
  readonly by: { readonly practitioner?: string; readonly name: string; readonly facility?: string };
  readonly now: Date;
  /** How somebody knows that it is the same person, where data differ. */
  readonly reason?: string;
}

const identityReason = `${profiles.document}IdentityReason`;
const foreignAuthor = `${profiles.document}Author`;

/** The bytes as received, and beside them their words for those who read text: full-text search, e-Profil. */
export function documentResource({ patient, content, document, by, now, reason }: Importing): Resource {
  const bytes = Buffer.from(content, 'utf8');
  const isXml = /^\s*</.test(content);
  const language = document.language && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(document.language);
  const common = {
    title: document.title,
    creation: now.toISOString(),
    ...(language ? { language: document.language } : {}),
  };
  return {
    resourceType: 'DocumentReference',
    meta: { profile: [profiles.document] },
    extension: [
      ...document.authors.map((name) => ({ url: foreignAuthor, valueString: name })),
      ...(reason ? [{ url: identityReason, valueString: reason }] : []),
    ],
    masterIdentifier: { system: bytesSystem, value: sha256(bytes) },
    status: 'current',
    docStatus: document.notes.includes('not-final') ? 'preliminary' : 'final',
    type: { coding: [{ system: 'http://loinc.org', code: loincOf[document.kind] }], text: document.title },
    category: [{ text: 'Dokument z innego kraju lub systemu' }],
    subject: reference('Patient', patient),
    date: now.toISOString(),
    author: by.practitioner ? [reference('Practitioner', by.practitioner, by.name)] : [{ display: by.name }],
    ...(by.facility ? { custodian: reference('Organization', by.facility) } : {}),
    description: 'Otrzymany z zewnątrz, niezmieniony; nic z niego nie zostało przyjęte bez decyzji.',
    content: [
      {
        attachment: {
          contentType: isXml ? 'application/fhir+xml' : 'application/fhir+json',
          ...{ ...common, data: bytes.toString('base64'), size: bytes.length },
        },
      },
      { attachment: { contentType: 'text/plain; charset=utf-8', ...common, data: wordsOf(document) } },
    ],
    ...(document.date && document.date.length >= 10
      ? { context: { period: { start: document.date, end: document.date } } }
      : {}),
  };
}

const wordsOf = ({ title, authors, date = '', sections }: ForeignDocument): string => {
  const parts = sections.flatMap(({ title: heading, text: lines }) => ['', heading, ...lines]);
  return Buffer.from([title, authors.join('; '), date, ...parts].join('\n'), 'utf8').toString('base64');
};

/** The bytes as text; undefined when the resource is no foreign document. */
export function contentOf(resource: Json): string | undefined {
  const declared = texts(objects(resource.meta)[0]?.profile);
  if (!declared.includes(profiles.document)) return undefined;
  const data = text(objects(objects(resource.content)[0]?.attachment)[0]?.data);
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString('utf8');
}

export function storedOf(resource: Json): Stored {
  const [attachment] = objects(objects(resource.content)[0]?.attachment);
  const code = text(objects(objects(resource.type)[0]?.coding)[0]?.code);
  const kind = (Object.keys(loincOf) as (keyof typeof loincOf)[]).find((one) => loincOf[one] === code) ?? 'other';
  const date = text(objects(objects(resource.context)[0]?.period)[0]?.start);
  return {
    ...{ id: String(resource.id), kind, title: text(attachment?.title) ?? '–' },
    patient: (text(objects(resource.subject)[0]?.reference) ?? '').slice('Patient/'.length),
    ...(date ? { date } : {}),
    authors: objects(resource.extension).flatMap((one) => (one.url === foreignAuthor ? texts(one.valueString) : [])),
    importedAt: text(resource.date) ?? '',
    importedBy: text(objects(resource.author)[0]?.display) ?? '–',
    sha256: text(objects(resource.masterIdentifier)[0]?.value) ?? '',
    bytes: Number(attachment?.size ?? 0),
  };
}

const part = (name: string) => `${profiles.decisions}${name}`;

/** The decisions about one document, the last one about a fact. */
export function decisionsResource(document: Stored, decisions: readonly Decision[], id?: string): Resource {
  return {
    resourceType: 'List',
    ...(id ? { id } : {}),
    meta: { profile: [profiles.decisions] },
    identifier: [{ system: profiles.decisions, value: document.id }],
    status: 'current',
    mode: 'working',
    title: 'Uzgodnienie dokumentu z zewnątrz',
    subject: reference('Patient', document.patient),
    entry: decisions.map(({ key, kind, at, by, reason, resource }) => ({
      extension: [
        { url: part('Key'), valueString: key },
        { url: part('By'), valueString: by },
        ...(reason ? [{ url: part('Reason'), valueString: reason }] : []),
      ],
      flag: { coding: [{ system: part('Kind'), code: kind }] },
      date: at,
      item: { reference: resource ?? `DocumentReference/${document.id}` },
    })),
  };
}

export function decisionsOf(resource: Json): Decision[] {
  const document = text(objects(resource.identifier)[0]?.value) ?? '';
  return objects(resource.entry).flatMap((entry) => {
    const said = (name: string) => text(objects(entry.extension).find(({ url }) => url === part(name))?.valueString);
    const [key, item] = [said('Key'), text(objects(entry.item)[0]?.reference)];
    const kind = text(objects(objects(entry.flag)[0]?.coding)[0]?.code) as DecisionKind | undefined;
    if (!key || !kind) return [];
    const reason = said('Reason');
    return [
      {
        ...{ key, kind, at: text(entry.date) ?? '', by: said('By') ?? '–', document },
        ...(reason ? { reason } : {}),
        ...(kind === 'accepted' && item ? { resource: item } : {}),
      },
    ];
  });
}

/** What of a foreign resource is taken over, by type: what it says, never to whom or to what else it points. */
const kept: Readonly<Record<string, readonly string[]>> = {
  Condition: [
    ...['clinicalStatus', 'verificationStatus', 'category', 'severity', 'code', 'bodySite', 'onsetDateTime'],
    ...['onsetPeriod', 'onsetString', 'abatementDateTime', 'abatementPeriod', 'recordedDate', 'note'],
  ],
  AllergyIntolerance: [
    ...['clinicalStatus', 'verificationStatus', 'type', 'category', 'criticality', 'code', 'onsetDateTime'],
    ...['onsetPeriod', 'onsetString', 'recordedDate', 'lastOccurrence', 'reaction', 'note'],
  ],
  MedicationStatement: [
    ...['status', 'statusReason', 'medicationCodeableConcept', 'effectiveDateTime', 'effectivePeriod'],
    ...['dateAsserted', 'reasonCode', 'dosage', 'note'],
  ],
  Immunization: [
    ...['status', 'statusReason', 'vaccineCode', 'occurrenceDateTime', 'occurrenceString', 'lotNumber'],
    ...['expirationDate', 'site', 'route', 'doseQuantity', 'note', 'isSubpotent'],
  ],
  Observation: [
    ...['status', 'category', 'code', 'effectiveDateTime', 'effectivePeriod', 'valueQuantity', 'valueString'],
    ...['valueCodeableConcept', 'valueInteger', 'valueBoolean', 'valueDateTime', 'valueRange', 'valueRatio'],
    ...['dataAbsentReason', 'interpretation', 'referenceRange', 'component', 'method', 'bodySite', 'note'],
  ],
  Procedure: [
    ...['status', 'statusReason', 'category', 'code', 'performedDateTime', 'performedPeriod', 'bodySite'],
    ...['reasonCode', 'outcome', 'note'],
  ],
};
export interface TakingOver {
  readonly fact: Fact;
  readonly resource: Json;
  readonly inside: (reference: unknown) => Json | undefined;
  readonly document: Stored;
  readonly language?: string;
}

/** Our resource of a foreign fact; undefined for types that are not taken over. */
export function takenOver({ fact, resource, inside, document, language }: TakingOver): Resource | undefined {
  const type = ['MedicationRequest', 'MedicationAdministration', 'MedicationDispense'].includes(fact.type)
    ? 'MedicationStatement'
    : fact.type;
  const elements = kept[type];
  if (!elements) return undefined;
  const medication = inside(resource.medicationReference)?.code;
  const said: Json = {
    ...resource,
    ...(type === 'MedicationStatement' && medication ? { medicationCodeableConcept: medication } : {}),
    ...(type === 'MedicationStatement' && fact.type !== type ? statementOf(resource, fact) : {}),
  };
  const taken = Object.fromEntries(
    elements.flatMap((element) => {
      const value = withoutReferences(said[element]);
      if (value === undefined) return [];
      return [[element, value]];
    }),
  );
  const whom = type === 'AllergyIntolerance' || type === 'Immunization' ? 'patient' : 'subject';
  return {
    resourceType: type,
    ...(language ? { language } : {}),
    identifier: [{ system: factSystem, value: `${document.id}.${fact.key}` }],
    ...taken,
    ...(type === 'Immunization' ? { primarySource: false, reportOrigin: { text: 'dokument z zewnątrz' } } : {}),
    [whom]: reference('Patient', document.patient),
  };
}

/** A foreign prescription is no prescription here: it says that somebody takes the medicine. */
const statementOf = (resource: Json, { date, status }: Fact): Json => ({
  status: status === 'active' || status === 'completed' || status === 'stopped' ? status : 'unknown',
  dosage: resource.dosageInstruction ?? resource.dosage,
  ...(date ? { effectiveDateTime: date } : {}),
});

/** A value without what points elsewhere: those resources are not here. Names that stand beside a pointer stay. */
function withoutReferences(value: unknown): unknown {
  if (Array.isArray(value)) {
    const rest = value.map(withoutReferences).filter((one) => one !== undefined);
    return rest.length > 0 ? rest : undefined;
  }
  if (!isObject(value)) return value;
  if (typeof value.reference === 'string') return value.display ? { display: value.display } : undefined;
  const rest = Object.entries(value).flatMap(([name, one]) => {
    if (name === 'extension' || name === 'modifierExtension' || name === 'id') return [];
    const left = withoutReferences(one);
    return left === undefined ? [] : [[name, left] as const];
  });
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}

export interface Origin {
  /** `Condition/…` */
  readonly target: string;
  readonly document: Stored;
  readonly by: Importing['by'];
  readonly now: Date;
}

/** Where a fact came from; the patient is named so that it lies in their compartment. */
export const provenanceResource = ({ target, document, by, now }: Origin): Resource => ({
  resourceType: 'Provenance',
  meta: { profile: [profiles.provenance] },
  target: [{ reference: target }, reference('Patient', document.patient)],
  recorded: now.toISOString(),
  activity: { text: 'Przyjęcie z dokumentu otrzymanego z zewnątrz' },
  agent: [
    {
      type: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'verifier' }],
      },
      who: by.practitioner ? reference('Practitioner', by.practitioner, by.name) : { display: by.name },
      ...(by.facility ? { onBehalfOf: reference('Organization', by.facility) } : {}),
    },
    ...document.authors.map((name) => ({
      type: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'author' }],
      },
      who: { display: name },
    })),
  ],
  entity: [{ role: 'source', what: reference('DocumentReference', document.id, document.title) }],
});
