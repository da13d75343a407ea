/**
 * Opens a foreign document: a Bundle of type `document` whose first entry is its Composition, whose subject is in it.
 * What is not that is refused in words; whatever else is odd is shown for what it is and refuses nothing.
 * https://hl7.org/fhir/R4/documents.html
 */
import { JsonRefused, parseJson } from '#libs/fhir/json.ts';
import { parseXml, XmlRefused } from '#libs/fhir/xml.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { type FactContext, factOf, kindOfType, saysNothing, withKeys } from './facts.ts';
import type {
  DocumentKind,
  DocumentNote,
  Fact,
  ForeignDocument,
  ForeignPerson,
  Section,
  SectionKind,
} from './model.ts';
import { inLine, linesOf } from './narrative.ts';
import { codesOf, dateIn, isKnownSystem, isObject, type Json, objects, text, texts, wordsOf } from './reading.ts';
import { refuse } from './refusals.ts';

export const limits = { bytes: 1_500_000, entries: 2_000, depth: 6 } as const;

/** LOINC codes of sections. https://hl7.org/fhir/uv/ips/StructureDefinition-Composition-uv-ips.html */
const kindOfSection: Readonly<Record<string, SectionKind>> = {
  ...{ '48765-2': 'allergies', '10160-0': 'medicines', '10183-2': 'medicines', '42346-7': 'medicines' },
  ...{ '11450-4': 'problems', '11348-0': 'problems', '11535-2': 'problems', '46241-6': 'problems' },
  ...{ '11369-6': 'immunizations', '30954-2': 'results', '8716-3': 'results', '26436-6': 'results' },
  ...{ '18719-5': 'results', '18729-4': 'results', '18723-7': 'results', '29762-2': 'results', '10162-6': 'results' },
  ...{ '47519-4': 'procedures', '10185-7': 'procedures', '46264-8': 'devices', '18776-5': 'plan' },
};
/** Sections without which a summary is none (IPS 2.0: required), with the name by which their absence is shown. */
const demanded: readonly { readonly code: string; readonly title: string }[] = [
  { code: '11450-4', title: 'Problems' },
  { code: '48765-2', title: 'Allergies and Intolerances' },
  { code: '10160-0', title: 'Medication Summary' },
];
const kindOfDocument: Readonly<Record<string, DocumentKind>> = {
  ...{ '60591-5': 'summary', '34105-7': 'discharge', '18842-5': 'discharge', '11502-2': 'laboratory' },
};

/** A document and its resources, for those who take one over. */
export interface Opened {
  readonly document: ForeignDocument;
  /** The resource behind each fact. */
  readonly resources: ReadonlyMap<string, Json>;
  readonly inside: (reference: unknown) => Json | undefined;
}

/**
 * @throws Refusal `document-too-large`, `not-readable`, `not-a-document`, `no-composition`, `no-subject`,
 * `too-many-entries`
 */
export function openDocument(content: string, now: Date): Opened {
  const bundle = parsed(content);
  if (bundle.resourceType !== 'Bundle' || bundle.type !== 'document') throw refuse('not-a-document');
  const entries = objects(bundle.entry);
  if (entries.length > limits.entries) throw refuse('too-many-entries');
  const composition = objects(entries[0]?.resource)[0];
  if (composition?.resourceType !== 'Composition') throw refuse('no-composition');
  const index = indexOf(entries);
  const inside = (reference: unknown) => index.get(referenceOf(reference) ?? '');
  const patient = inside(composition.subject);
  if (patient?.resourceType !== 'Patient') throw refuse('no-subject');
  const isSubject = (reference: unknown) => inside(reference) === patient || referenceOf(reference) === undefined;
  const reader = new SectionReader({ now, inside, isSubject });
  const sections = reader.read(composition, entries);
  const resources = new Map(sections.flatMap(({ facts }) => facts.map(({ key }) => [key, reader.resourceOf(key)])));
  const document = {
    ...headOf(bundle, composition, inside, now),
    ...{ person: personOf(patient), sections, dangling: reader.dangling },
    ...{ unknownSystems: unknownSystems(entries), counts: countsOf(entries) },
  };
  return { document, resources: resources as Map<string, Json>, inside };
}

function parsed(content: string): Json {
  if (Buffer.byteLength(content) > limits.bytes) throw refuse('document-too-large');
  try {
    const isXml = /^\s*</.test(content);
    const value = isXml ? parseXml(content, { anyOrder: true }) : parseJson(content);
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof JsonRefused || error instanceof XmlRefused)) throw error;
    throw refuse('not-readable', error.message);
  }
  throw refuse('not-readable');
}

const referenceOf = (value: unknown): string | undefined => text(objects(value)[0]?.reference);

/** By full url, and by `Type/id` for references that are relative. */
function indexOf(entries: readonly Json[]): Map<string, Json> {
  const index = new Map<string, Json>();
  for (const { fullUrl, resource } of entries) {
    const [one] = objects(resource);
    if (!one) continue;
    const [url, id] = [text(fullUrl), text(one.id)];
    if (url && !index.has(url)) index.set(url, one);
    if (id && !index.has(`${one.resourceType}/${id}`)) index.set(`${one.resourceType}/${id}`, one);
  }
  return index;
}

function headOf(bundle: Json, composition: Json, inside: Opened['inside'], now: Date) {
  const code = codesOf(composition.type).find(({ code: one }) => one && kindOfDocument[one])?.code;
  const date = dateIn(composition.date) ?? dateIn(bundle.timestamp);
  const language = text(composition.language) ?? text(bundle.language);
  const custodian = nameOf(composition.custodian, inside);
  const authors = objects(composition.author).flatMap((one) => nameOf(one, inside) ?? []);
  const profile = texts(objects(composition.meta)[0]?.profile)[0];
  const tags = objects(objects(composition.meta)[0]?.security).map(({ code: tag }) => tag);
  const notes: DocumentNote[] = [
    ...(date === undefined ? (['no-date'] as const) : []),
    ...(date !== undefined && Date.parse(date) > now.getTime() ? (['future-date'] as const) : []),
    ...(authors.length === 0 ? (['no-author'] as const) : []),
    ...(composition.status === 'final' || composition.status === 'amended' ? [] : (['not-final'] as const)),
    ...(tags.includes('HTEST') || tags.includes('TRAIN') ? (['test-data'] as const) : []),
    isObject(bundle.signature) ? 'signature-not-verified' : 'not-signed',
  ];
  return {
    ...{ kind: (code && kindOfDocument[code]) || ('other' as const), authors, notes },
    title: inLine(composition.title) || wordsOf(composition.type) || '–',
    ...(language ? { language: inLine(language, 20) } : {}),
    ...(date ? { date } : {}),
    ...(custodian ? { custodian } : {}),
    ...(profile ? { profile: inLine(profile, 200) } : {}),
  };
}

/** The name behind a reference to a person or an institution; of a role both. */
function nameOf(reference: unknown, inside: Opened['inside'], depth = 0): string | undefined {
  const one = inside(reference);
  const said = inLine(objects(reference)[0]?.display);
  if (!one || depth > 2) return said || undefined;
  if (one.resourceType === 'PractitionerRole') {
    const parts = [one.practitioner, one.organization].map((part) => nameOf(part, inside, depth + 1));
    return parts.filter(Boolean).join(', ') || said || undefined;
  }
  return humanName(one) ?? (inLine(one.name) || inLine(objects(one.deviceName)[0]?.name) || said || undefined);
}

function humanName(one: Json): string | undefined {
  const names = objects(one.name);
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  if (!name) return undefined;
  return (
    [...texts(name.given), ...texts(name.family)].map((part) => inLine(part, 100)).join(' ') ||
    inLine(name.text) ||
    undefined
  );
}

function personOf(patient: Json): ForeignPerson {
  const birthDate = dateIn(patient.birthDate);
  const gender = text(patient.gender);
  const country = inLine(objects(patient.address)[0]?.country, 60);
  return {
    name: humanName(patient) ?? '–',
    ...(birthDate ? { birthDate } : {}),
    ...(gender ? { gender: inLine(gender, 20) } : {}),
    ...(country ? { country } : {}),
    identifiers: objects(patient.identifier).flatMap(({ system, value }) => {
      const [from, number] = [text(system), text(value)];
      if (!number) return [];
      const isPesel = from === identifierSystems.pesel;
      return [
        { ...(from ? { system: inLine(from, 200) } : {}), value: inLine(number, 100), ...(isPesel ? { isPesel } : {}) },
      ];
    }),
  };
}

function unknownSystems(entries: readonly Json[]): string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (isObject(value)) {
      for (const { system, code } of objects(value.coding))
        if (text(system) && text(code) && !isKnownSystem(String(system))) found.add(inLine(system, 200));
      for (const one of Object.values(value)) walk(one);
    }
  };
  for (const { resource } of entries) walk(resource);
  return [...found].sort();
}

function countsOf(entries: readonly Json[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { resource } of entries) {
    const type = text(objects(resource)[0]?.resourceType) ?? '?';
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

type Unkeyed = Omit<Fact, 'key'>;

/** Walks the sections, each resource once, and what listed ones lead to (members of a panel, results of a report). */
class SectionReader {
  readonly dangling: string[] = [];
  private readonly seen = new Set<Json>();
  private readonly order: Json[] = [];
  private readonly keyed = new Map<string, Json>();
  private readonly context: FactContext;

  constructor(context: FactContext) {
    this.context = context;
  }

  resourceOf = (key: string): Json | undefined => this.keyed.get(key);

  read(composition: Json, entries: readonly Json[]): Section[] {
    const drafts = objects(composition.section).flatMap((section) => this.section(section, [], 0));
    const isSummary = codesOf(composition.type).some(({ code }) => code === '60591-5');
    if (isSummary) {
      for (const { code, title } of demanded) {
        if (drafts.some((draft) => draft.code === code)) continue;
        drafts.push({ kind: kindOfSection[code] ?? 'other', title, code, state: 'missing', text: [], facts: [] });
      }
    }
    const outside = this.outside(entries);
    if (outside.length > 0) drafts.push({ kind: 'other', title: '–', state: 'facts', text: [], facts: outside });
    const facts = withKeys(drafts.flatMap((draft) => draft.facts));
    facts.forEach(({ key }, at) => this.keyed.set(key, this.order[at] as Json));
    let from = 0;
    return drafts.map((draft) => {
      const own = facts.slice(from, from + draft.facts.length);
      from += draft.facts.length;
      return { ...draft, facts: own };
    });
  }

  private section(
    section: Json,
    above: readonly string[],
    depth: number,
  ): (Omit<Section, 'facts'> & { facts: Unkeyed[] })[] {
    const code = codesOf(section.code).find(({ system, code: one }) => one && system === 'http://loinc.org')?.code;
    const title = inLine(section.title) || wordsOf(section.code) || '–';
    const path = [...above, title];
    const kind = (code && kindOfSection[code]) || 'other';
    const facts = objects(section.entry).flatMap((entry) => this.entry(entry, kind));
    const words = linesOf(text(objects(section.text)[0]?.div) ?? '');
    const lang =
      text(section.language) ?? /\blang="([A-Za-z-]{2,20})"/.exec(text(objects(section.text)[0]?.div) ?? '')?.[1];
    const reason = codesOf(section.emptyReason)[0]?.code;
    const below =
      depth < limits.depth ? objects(section.section).flatMap((one) => this.section(one, path, depth + 1)) : [];
    const own = {
      ...{ kind, title: path.join(' › '), facts, text: words, state: stateOf(facts, words, reason) },
      ...(code ? { code } : {}),
      ...(reason ? { reason } : {}),
      ...(lang ? { lang: inLine(lang, 20) } : {}),
    };
    // A heading above others that says nothing itself is not an empty section.
    return own.state === 'empty' && below.length > 0 ? below : [own, ...below];
  }

  private entry(reference: unknown, kind: SectionKind): Unkeyed[] {
    const one = this.context.inside(reference);
    if (!one) {
      const to = referenceOf(reference);
      if (to) this.dangling.push(inLine(to, 200));
      return [];
    }
    if (this.seen.has(one)) return [];
    return this.take(one, kind);
  }

  private take(one: Json, kind: SectionKind | undefined): Unkeyed[] {
    this.seen.add(one);
    this.order.push(one);
    const own = factOf(one, kind, this.context);
    const further = [...objects(one.hasMember), ...objects(one.result), ...objects(one.goal)];
    return [own, ...further.flatMap((reference) => this.entry(reference, kind ?? own.kind))];
  }

  /** Clinical resources that no section lists: shown all the same. */
  private outside(entries: readonly Json[]): Unkeyed[] {
    return entries.flatMap(({ resource }) => {
      const [one] = objects(resource);
      const type = text(one?.resourceType) ?? '';
      // Devices are also what an author worked with; alone they say nothing of the patient.
      if (
        !one ||
        this.seen.has(one) ||
        !kindOfType[type] ||
        ['Device', 'ServiceRequest', 'DiagnosticReport'].includes(type)
      )
        return [];
      return this.take(one, undefined).map((fact) => ({
        ...fact,
        notes: [...fact.notes, 'outside-sections' as const],
      }));
    });
  }
}

/** http://terminology.hl7.org/CodeSystem/list-empty-reason: only `nilknown` says that there is none. */
function stateOf(facts: readonly Unkeyed[], words: readonly string[], reason: string | undefined): Section['state'] {
  const saying = facts.filter(({ codes }) => !saysNothing(codes));
  if (facts.length > 0 && saying.length === 0) return 'no-answer';
  if (saying.length > 0) return saying.every(({ none }) => none) ? 'stated-none' : 'facts';
  if (reason === 'nilknown') return 'stated-none';
  if (reason !== undefined) return 'no-answer';
  return words.length > 0 ? 'words' : 'empty';
}
