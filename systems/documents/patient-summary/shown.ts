/**
 * A summary as rows that a person reads, from the document that `$summary` answers. Pure, and for browsers too. What
 * the document does not say is said to be unsaid: nothing known never looks like nothing wrong.
 */
import type { Fhir, Reason, Reference } from './model.ts';
import { codingsOf, dateOf, hasCode, list, wordsOf } from './reading.ts';
import { words } from './words.ts';

export const states = ['entries', 'nobody-recorded', 'stated-none', 'left-out', 'withheld', 'unsaid'] as const;
/** `unsaid`: the document has no such section; `left-out`: there is something, but none of it stands in the summary. */
export type State = (typeof states)[number];

export interface Line {
  /** `Type/id`. */
  readonly line: string;
  readonly what: string;
  readonly details: readonly string[];
  /** Codes of FHIR that change what the line means: not active, not confirmed, how grave. */
  readonly codes: readonly string[];
  /** As recorded: partial, future or words. */
  readonly when?: string;
}

export interface LeftOutLine {
  readonly reason: Reason;
  readonly count: number;
}

export interface ShownSection {
  readonly code: string;
  readonly title: string;
  readonly state: State;
  readonly lines: readonly Line[];
  readonly leftOut: readonly LeftOutLine[];
  /** It was stated that there is none, yet there are entries. */
  readonly contradiction: boolean;
}

type Look = (reference: unknown) => Fhir | undefined;

/** A document with its entries at hand. */
export interface Opened {
  readonly composition: Fhir;
  readonly patient?: Fhir;
  readonly look: Look;
}

/** Undefined for what is no summary document. */
export function opened(document: unknown): Opened | undefined {
  const entries = list<{ fullUrl?: string; resource?: Fhir }>((document as Partial<Fhir> | null)?.entry);
  const composition = entries[0]?.resource;
  if (composition?.resourceType !== 'Composition') return undefined;
  const index = new Map<string, Fhir>();
  for (const { fullUrl, resource } of entries) {
    if (!resource) continue;
    if (fullUrl) index.set(fullUrl, resource);
    index.set(keyOf(resource), resource);
  }
  const look: Look = (value) => index.get(String((value as Reference | undefined)?.reference));
  const patient = look(composition.subject);
  return { composition, look, ...(patient && { patient }) };
}

const keyOf = ({ resourceType, id }: Fhir): string => `${resourceType}/${id}`;

interface Section {
  readonly title?: string;
  readonly code?: unknown;
  readonly entry?: unknown;
  readonly emptyReason?: unknown;
  readonly extension?: unknown;
  readonly text?: { readonly div?: string };
}

const sectionsOf = ({ composition }: Opened): readonly Section[] => list<Section>(composition.section);

/** The resources of a section by its LOINC code. */
export const entriesOf = (document: Opened, loinc: string): readonly Fhir[] =>
  sectionsOf(document)
    .filter(({ code }) => hasCode(code, loinc))
    .flatMap(({ entry }) => list(entry).flatMap((one) => document.look(one) ?? []));

export const sectionsShown = (document: Opened): ShownSection[] =>
  sectionsOf(document).map((section) => shownOf(section, document.look));

/** A section by its LOINC code; `unsaid` where the document has none. */
export const sectionShown = (document: Opened, code: string): ShownSection =>
  sectionsShown(document).find((one) => one.code === code) ?? {
    ...{ code, title: code, state: 'unsaid', lines: [], leftOut: [], contradiction: false },
  };

function shownOf({ title, code, entry, emptyReason, extension, text }: Section, look: Look): ShownSection {
  const references = list<Reference>(entry);
  const lines = references.map((one) => {
    const resource = look(one);
    // A line that leads nowhere is still a line: something is known that cannot be read here.
    const unread = { line: one.reference ?? '', what: one.display ?? '–', details: [], codes: [] };
    return resource ? lineOf(resource, look) : unread;
  });
  const leftOut = leftOutOf(extension);
  const loinc = codingsOf(code)[0]?.code ?? '';
  return {
    ...{ code: loinc, title: title ?? wordsOf(code) ?? loinc, lines, leftOut },
    state: lines.length > 0 ? 'entries' : emptyState(emptyReason, leftOut),
    // FHIR has no element for it: the document says it in its text (narrative.ts).
    contradiction: text?.div?.includes(words.contradiction.pl) ?? false,
  };
}

function emptyState(reason: unknown, leftOut: readonly LeftOutLine[]): State {
  if (hasCode(reason, 'withheld')) return 'withheld';
  if (hasCode(reason, 'nilknown')) return 'stated-none';
  return leftOut.length > 0 ? 'left-out' : 'nobody-recorded';
}

interface Extension {
  readonly url?: string;
  readonly extension?: readonly { url?: string; valueCode?: string; valueUnsignedInt?: number }[];
}

const leftOutOf = (extensions: unknown): LeftOutLine[] =>
  list<Extension>(extensions)
    .filter(({ url }) => url?.endsWith('/summary-left-out'))
    .map(({ extension = [] }) => ({
      reason: (extension.find(({ url }) => url === 'reason')?.valueCode ?? 'over') as Reason,
      count: extension.find(({ url }) => url === 'count')?.valueUnsignedInt ?? 0,
    }));

/** The concept that says what an entry is: of the entry, or of the medicine or device that it refers to. */
export function conceptOf(resource: Fhir, look: Look): unknown {
  const other = look(resource.medicationReference) ?? look(resource.device);
  const own = [resource.medicationCodeableConcept, resource.vaccineCode, resource.code];
  const all = [...own, other?.code, other?.type, resource.type, ...list(resource.category)];
  return all.find((one) => wordsOf(one) !== undefined);
}

export function lineOf(resource: Fhir, look: Look): Line {
  const when = dateOf(resource);
  const display = (resource.medicationReference ?? resource.device) as Reference | undefined;
  // A plan has no code: its name is its title.
  const own = [resource.title, resource.description].find((one): one is string => typeof one === 'string');
  const what = wordsOf(conceptOf(resource, look)) ?? display?.display ?? own ?? '–';
  const [details, codes] = [detailsOf(resource), codesThatMatter(resource)];
  return { line: keyOf(resource), what, details, codes, ...(when ? { when } : {}) };
}

interface Quantity {
  readonly value?: number;
  readonly comparator?: string;
  readonly unit?: string;
  readonly code?: string;
}

const quantityOf = ({ value, comparator = '', unit, code }: Quantity): string | undefined =>
  value === undefined ? undefined : `${comparator}${value} ${unit ?? code ?? ''}`.trim();

/** value[x] as recorded. */
export const valueOf = (one: { readonly [element: string]: unknown }): string | undefined =>
  (one.valueQuantity ? quantityOf(one.valueQuantity as Quantity) : undefined) ??
  wordsOf(one.valueCodeableConcept) ??
  (typeof one.valueString === 'string' ? one.valueString : undefined) ??
  wordsOf(one.dataAbsentReason);

/** What goes without saying is not said: an active, confirmed, completed entry. */
const usual = new Set(['active', 'confirmed', 'completed', 'final', 'amended', 'corrected', 'low']);

function codesThatMatter(resource: Fhir): string[] {
  const { clinicalStatus, verificationStatus, criticality, severity, status } = resource;
  const isMedicine = resource.resourceType.startsWith('Medication');
  const reactions = list<{ severity?: string }>(resource.reaction);
  const all = [
    ...[clinicalStatus, verificationStatus, severity].map((one) => codingsOf(one)[0]?.code),
    ...[criticality, ...reactions.map((one) => one.severity)],
    // A medicine that is no longer taken is the thing to know about it.
    ...(status === 'active' || (!isMedicine && usual.has(String(status))) ? [] : [status]),
  ];
  const said = all.filter((one): one is string => typeof one === 'string' && one !== '');
  return [...new Set(said.filter((one) => isMedicine || !usual.has(one)))];
}

/** Doses, values, reactions, how grave: in the record's words and FHIR's codes. */
function detailsOf(resource: Fhir): string[] {
  const doses = [...list<{ text?: string }>(resource.dosageInstruction), ...list<{ text?: string }>(resource.dosage)];
  const reactions = list<{ manifestation?: unknown }>(resource.reaction);
  const parts = list<{ code?: unknown; [element: string]: unknown }>(resource.component);
  return [
    ...doses.map(({ text }) => text),
    valueOf(resource),
    ...parts.map((part) => [wordsOf(part.code), valueOf(part)].filter(Boolean).join(': ')),
    ...reactions.flatMap(({ manifestation }) => list(manifestation).map(wordsOf)),
    ...list(resource.bodySite).map(wordsOf),
    ...list<{ text?: string }>(resource.note).map(({ text }) => text),
    resource.conclusion as string | undefined,
    resource.description as string | undefined,
  ].filter((one): one is string => typeof one === 'string' && one !== '');
}
