/** Level 3: one document or imaging study. Its original as it came, beside it what is known, each fact with its place. */
import { Refusal } from '#core/refusal/refusal.ts';
import type { DocumentDetail, DocumentFact, ImagingSeries, Original } from './document-model.ts';
import { type Attachment, bytesOf, compositionParts, originalOf } from './document-original.ts';
import { placeOf, stemNeedle, valueNeedle } from './document-places.ts';
import { detailOf, isAbout, whatOf } from './event.ts';
import type { EventLine } from './model.ts';
import { allergies } from './problems.ts';
import {
  as,
  authorsOf,
  codes,
  dateOf,
  encounterOf,
  type Fhir,
  identity,
  linkOf,
  list,
  type Names,
  nameOf,
  type Reference,
  sourceOf,
  target,
} from './reading.ts';
import { type Reader, readPatient } from './reader.ts';
import { findAll, namesFor, readOne } from './reads.ts';
import { measured } from './results.ts';

const documentTypes = ['DocumentReference', 'Composition', 'ImagingStudy', 'DiagnosticReport'];
const factTypes = ['Condition', 'MedicationRequest', 'Procedure', 'Observation'] as const;
const mostFacts = 60;
const mostOthers = 150;

/** `Composition~abc` → that Composition; a bare id is a DocumentReference. @throws Refusal `not-found` */
export function documentLink(id: string): { type: string; id: string } {
  const [type, own] = id.includes('~') ? id.split('~') : ['DocumentReference', id];
  if (!type || !own || !documentTypes.includes(type)) throw noSuchDocument();
  return { type, id: own };
}

const noSuchDocument = () => new Refusal('not-found', 'no-such-document', 'This patient has no such document.');

async function readDocument(reader: Reader, patientId: string, id: string): Promise<Fhir> {
  const link = documentLink(id);
  const document = await readOne(reader, link.type, link.id);
  if (!isAbout(document, patientId)) throw noSuchDocument();
  return document;
}

/**
 * One document in full.
 * @throws Refusal `not-found` when it does not exist, is another patient's, or may not be known of.
 */
export async function documentDetail(reader: Reader, patientId: string, id: string): Promise<DocumentDetail> {
  const of = `patient=${encodeURIComponent(patientId)}`;
  const [patient, document, intolerances] = await Promise.all([
    readPatient(reader, patientId),
    readDocument(reader, patientId, id),
    findAll(reader, 'AllergyIntolerance', of, 50),
  ]);
  const encounterId = encounterOf(document);
  const [encounter, originals, versions, signature, ...found] = await Promise.all([
    encounterId ? orNothing(readOne(reader, 'Encounter', encounterId)) : undefined,
    originalsOf(reader, document),
    versionsOf(reader, of, document),
    signatureOf(reader, document),
    ...factTypes.map(async (type) => {
      if (!encounterId) return [];
      const query = `${of}&encounter=${encodeURIComponent(`Encounter/${encounterId}`)}`;
      return (await findAll(reader, type, query, mostFacts)).resources;
    }),
  ]);
  const facts = found.flat();
  const [ill, prescribed] = await Promise.all([
    findAll(reader, 'Condition', of, mostOthers),
    findAll(reader, 'MedicationRequest', `${of}&_sort=-authoredon`, mostOthers),
  ]);
  const others = [...ill.resources, ...prescribed.resources];
  const names = await namesFor(reader, [document, ...(encounter ? [encounter] : []), ...facts, ...others]);
  const known = allergies(intolerances.resources, names);
  const who = identity(patient, reader.now);
  const line = (one: Fhir): EventLine => {
    const date = dateOf(one);
    return { link: linkOf(one), what: whatOf(one, names), ...(date ? { date } : {}) };
  };
  return {
    patient: who,
    allergies: known,
    asOf: reader.now.toISOString(),
    ...headOf(document, encounter, names),
    ...(encounter ? { encounter: line(encounter) } : {}),
    originals,
    facts: factsOf({ document, originals, facts, others, names, who, known }),
    signature,
    replaces: versions.replaces.map(line),
    replacedBy: versions.replacedBy.map(line),
    series: seriesOf(document),
  };
}

function headOf(document: Fhir, encounter: Fhir | undefined, names: Names) {
  const visits = new Map(encounter?.serviceProvider ? [[encounter.id, encounter.serviceProvider as Reference]] : []);
  const source = sourceOf(document, names, visits);
  const date = dateOf(document);
  return {
    link: linkOf(document),
    what: whatOf(document, names),
    ...(date ? { date } : {}),
    ...(typeof document.status === 'string' ? { status: document.status } : {}),
    ...(typeof document.docStatus === 'string' ? { docStatus: document.docStatus } : {}),
    authors: authorsOf(document).flatMap((one) =>
      target(one)?.type === 'Organization' ? [] : (nameOf(one, names) ?? []),
    ),
    ...(source.facility ? { where: source.facility } : {}),
    source,
  };
}

const attachmentsOf = (document: Fhir): Attachment[] =>
  [
    ...list<{ attachment?: Attachment }>(document.content).map(({ attachment }) => attachment),
    ...list<Attachment>(document.presentedForm),
  ].filter((one): one is Attachment => one !== undefined);

async function originalsOf(reader: Reader, document: Fhir): Promise<Original[]> {
  if (document.resourceType === 'ImagingStudy') return [{ state: 'not-stored-here', format: 'image', parts: [] }];
  if (document.resourceType === 'Composition') {
    const parts = compositionParts(document);
    return [{ state: parts.some(({ text }) => text) ? 'text' : 'missing', format: 'fhir', parts }];
  }
  const attachments = attachmentsOf(document);
  if (attachments.length === 0) return [{ state: 'missing', format: 'unknown', parts: [] }];
  return Promise.all(attachments.map(async (one) => originalOf(one, await dataOf(reader, one))));
}

async function dataOf(reader: Reader, { data, url }: Attachment): Promise<string | undefined> {
  if (data) return data;
  const to = target({ reference: url ?? '' });
  if (to?.type !== 'Binary') return undefined;
  return as<string>((await orNothing(readOne(reader, 'Binary', to.id)))?.data);
}

/** What is gone or hidden is told as missing; the document itself still opens. */
async function orNothing(reading: Promise<Fhir>): Promise<Fhir | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** One attachment as the file that it is. @throws Refusal `not-found` without one, `rule-broken` when it is broken */
export async function originalFile(reader: Reader, patientId: string, id: string, place: number) {
  const document = await readDocument(reader, patientId, id);
  const attachment = attachmentsOf(document)[place];
  const data = attachment && (await dataOf(reader, attachment));
  if (!attachment || !data) throw new Refusal('not-found', 'no-original', 'This document has no such file here.');
  const bytes = bytesOf(data);
  if (!bytes) throw new Refusal('rule-broken', 'original-broken', 'The content that was sent is no base64.');
  return { bytes, contentType: attachment.contentType?.split(';')[0]?.trim().toLowerCase() ?? '' };
}

/** Which document this one replaces, and which replaced it. */
async function versionsOf(reader: Reader, of: string, document: Fhir) {
  if (document.resourceType !== 'DocumentReference') return { replaces: [], replacedBy: [] };
  const older = list<{ code?: string; target?: Reference }>(document.relatesTo).flatMap(({ code, target: to }) => {
    const link = code === 'replaces' ? target(to) : undefined;
    return link?.type === 'DocumentReference' ? [link.id] : [];
  });
  const query = `${of}&relatesto=${encodeURIComponent(`DocumentReference/${document.id}`)}`;
  const [newer, ...replaced] = await Promise.all([
    findAll(reader, 'DocumentReference', query, 20),
    ...older.map((id) => orNothing(readOne(reader, 'DocumentReference', id))),
  ]);
  return { replaces: replaced.filter((one): one is Fhir => one !== undefined), replacedBy: newer.resources };
}

interface Signature {
  when?: string;
  who?: Reference;
}

async function signatureOf(reader: Reader, document: Fhir): Promise<DocumentDetail['signature']> {
  const query = `target=${encodeURIComponent(`${document.resourceType}/${document.id}`)}`;
  let provenances: Fhir[] = [];
  try {
    provenances = (await findAll(reader, 'Provenance', query, 10)).resources;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  const [signature] = provenances.flatMap((one) => list<Signature>(one.signature));
  if (!signature) return { state: 'none-known' };
  return {
    state: 'recorded',
    ...(signature.when ? { when: signature.when } : {}),
    ...(signature.who?.display ? { who: signature.who.display } : {}),
  };
}

interface FactsOf {
  document: Fhir;
  originals: readonly Original[];
  /** Of the same visit or stay: shown whether the original says them or not. */
  facts: readonly Fhir[];
  /** Of other visits: shown when the original speaks of them. */
  others: readonly Fhir[];
  names: Names;
  who: DocumentDetail['patient'];
  known: DocumentDetail['allergies'];
}

/** What is known in structure, each with its place in the first original that is text; those with a place first. */
export function factsOf({ document, originals, facts, others, names, who, known }: FactsOf): DocumentFact[] {
  const parts = originals.find(({ state }) => state === 'text')?.parts ?? [];
  const placed = (
    fact: Omit<DocumentFact, 'place'>,
    needles: readonly (string | RegExp | undefined)[],
  ): DocumentFact => {
    const place = placeOf(
      parts,
      needles.filter((one) => one !== undefined),
    );
    return place ? { ...fact, place } : fact;
  };
  const authors = authorsOf(document).flatMap((one) => nameOf(one, names) ?? []);
  const own = [
    placed({ kind: 'patient', what: who.name, ...(who.pesel ? { detail: who.pesel } : {}) }, [who.pesel, who.name]),
    ...authors.map((name) => placed({ kind: 'author', what: name }, [name, name.replace(/^\p{L}+\. /u, '')])),
    ...known.list.map(({ what, link }) => {
      const allergen = what.replace(/^(uczulenie|alergia) na /i, '');
      return placed({ kind: 'allergy', what: allergen, link }, [stemNeedle(allergen)]);
    }),
  ];
  const seen = new Set<string>();
  const found = [...facts, ...others].flatMap((fact, place): DocumentFact[] => {
    const what = whatOf(fact, names);
    const detail = detailOf(fact) ?? codes(fact.code)[0];
    const key = `${fact.resourceType} ${what} ${fact.resourceType === 'Observation' ? detail : ''}`;
    const kind = fact.resourceType as DocumentFact['kind'];
    const told = placed({ kind, what, ...(detail ? { detail } : {}), link: linkOf(fact) }, needlesOf(fact, what));
    if (seen.has(key) || (place >= facts.length && !told.place)) return [];
    seen.add(key);
    return [told];
  });
  return [...own, ...found.filter(({ place }) => place), ...found.filter(({ place }) => !place)];
}

function needlesOf(fact: Fhir, what: string): (string | RegExp | undefined)[] {
  const [code] = codes(fact.code);
  if (fact.resourceType === 'MedicationRequest') return [stemNeedle(what)];
  if (fact.resourceType !== 'Observation') return [code, what];
  const { number, second, unit } = measured(fact);
  if (number === undefined) return [];
  if (second !== undefined) return [`${number}/${second}`];
  return [valueNeedle(number, unit), valueNeedle(Math.round(number), unit)];
}

interface Series {
  modality?: { code?: string; display?: string };
  description?: string;
  bodySite?: { code?: string; display?: string };
  numberOfInstances?: number;
  started?: string;
}

/** What is known of a study's series. https://hl7.org/fhir/R4/imagingstudy.html */
function seriesOf(study: Fhir): ImagingSeries[] {
  if (study.resourceType !== 'ImagingStudy') return [];
  return list<Series>(study.series).map(({ modality, description, bodySite, numberOfInstances, started }) => ({
    ...(modality?.code ? { modality: modality.display ?? modality.code } : {}),
    ...(description ? { what: description } : {}),
    ...(bodySite ? { site: bodySite.display ?? bodySite.code ?? '' } : {}),
    ...(numberOfInstances === undefined ? {} : { instances: Number(numberOfInstances) }),
    ...(started ? { date: started } : {}),
  }));
}
