/** A summary as lines that a person reads, from the entries of its sections. Pure: in the browser of whoever opens it. */

type Json = { readonly [element: string]: unknown };
interface Concept {
  readonly text?: string;
  readonly coding?: readonly { readonly display?: string; readonly code?: string }[];
}

/** A number as it was measured; `of` says of which part, as of a blood pressure. */
export interface Measured {
  readonly of?: string;
  /** `<` and its like, as the laboratory gave it. */
  readonly comparator?: string;
  readonly value: number;
  /** Behind the point: none may be lost, however small the value. */
  readonly digits: number;
  readonly unit?: string;
}

export interface Line {
  readonly what: string;
  /** Codes of FHIR that change what the line means: no longer taken, not confirmed, how grave. */
  readonly codes: readonly string[];
  readonly measured: readonly Measured[];
  readonly detail?: string;
  readonly date?: string;
}

export interface ShownSection {
  readonly title: string;
  readonly code: string;
  readonly lines: readonly Line[];
  /** Why there is nothing, in the sender's code; undefined when nobody said. */
  readonly empty?: string;
}

export interface ShownSummary {
  readonly person: string;
  readonly birthDate?: string;
  readonly date?: string;
  readonly sections: readonly ShownSection[];
}

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const words = (value: unknown): string | undefined => {
  const { text: said, coding = [] } = (value ?? {}) as Concept;
  return said ?? coding.find(({ display }) => display)?.display ?? coding[0]?.code;
};

/** Undefined when the document is none that can be shown. */
export function summaryIn(document: unknown): ShownSummary | undefined {
  const entries = list<{ fullUrl?: string; resource?: Json }>((document as Json | null)?.entry);
  const composition = entries[0]?.resource;
  if (composition?.resourceType !== 'Composition') return undefined;
  const index = new Map<string, Json>();
  for (const { fullUrl, resource } of entries) {
    if (!resource) continue;
    if (fullUrl) index.set(fullUrl, resource);
    index.set(`${String(resource.resourceType)}/${String(resource.id)}`, resource);
  }
  const at = (value: unknown) => index.get(String((value as { reference?: unknown } | undefined)?.reference));
  const patient = at(composition.subject) ?? {};
  const [birthDate, date] = [text(patient.birthDate), text(composition.date)];
  return {
    ...{ person: nameOf(patient), ...(birthDate ? { birthDate } : {}), ...(date ? { date } : {}) },
    sections: list<Json>(composition.section).map((section) => {
      const empty = list<{ code?: string }>((section.emptyReason as Concept | undefined)?.coding)[0]?.code;
      const lines = list<unknown>(section.entry).flatMap((entry) => {
        const resource = at(entry);
        return resource ? [lineOf(resource, at)] : [];
      });
      return {
        ...{ title: text(section.title) ?? words(section.code) ?? '–', lines, ...(empty ? { empty } : {}) },
        code: list<{ code?: string }>((section.code as Concept | undefined)?.coding)[0]?.code ?? '',
      };
    }),
  };
}

function nameOf(patient: Json): string {
  const [name] = list<{ given?: string[]; family?: string; text?: string }>(patient.name);
  return [...list<string>(name?.given), name?.family].filter(Boolean).join(' ') || name?.text || '–';
}

const dates = ['onsetDateTime', 'effectiveDateTime', 'occurrenceDateTime', 'performedDateTime', 'authoredOn'];
const periods = ['effectivePeriod', 'performedPeriod', 'period', 'onsetPeriod'];

function lineOf(resource: Json, at: (value: unknown) => Json | undefined): Line {
  const other = at(resource.medicationReference ?? resource.device);
  const concept = [
    ...[resource.medicationCodeableConcept, resource.vaccineCode, resource.code, other?.code, other?.type],
    ...[resource.type, resource.category],
  ].find((one) => words(one) !== undefined);
  const date =
    dates.flatMap((name) => text(resource[name]) ?? [])[0] ??
    periods.flatMap((name) => text((resource[name] as { start?: string } | undefined)?.start) ?? [])[0] ??
    text(resource.recordedDate);
  const detail = detailOf(resource);
  const [codes, measured] = [codesThatMatter(resource), measuredIn(resource)];
  // A plan has no code: its name is its title.
  const what = text(resource.title) ?? words(concept) ?? text(resource.description) ?? '–';
  return { what, codes, measured, ...(detail ? { detail } : {}), ...(date ? { date } : {}) };
}

interface Quantity {
  readonly value?: unknown;
  readonly comparator?: string;
  readonly unit?: string;
  readonly code?: string;
}

/** 5.31 has two; 5e-7 has seven. */
function digitsOf(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.min(20, Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent)));
}

function measuredIn(resource: Json): Measured[] {
  return [resource, ...list<Json>(resource.component)].flatMap((part) => {
    const { value, comparator, unit, code } = (part.valueQuantity ?? {}) as Quantity;
    if (typeof value !== 'number') return [];
    const of = part === resource ? undefined : words(part.code);
    return {
      ...{ value, digits: digitsOf(value) },
      ...(of && { of }),
      ...(comparator && { comparator }),
      ...((unit ?? code) && { unit: unit ?? code }),
    };
  });
}

/** What goes without saying is not said. */
const usual = new Set(['active', 'confirmed', 'completed', 'final', 'amended', 'corrected', 'low']);

function codesThatMatter(resource: Json): string[] {
  const { clinicalStatus, verificationStatus, criticality, status, reaction } = resource;
  const isMedicine = String(resource.resourceType).startsWith('Medication');
  const coded = [clinicalStatus, verificationStatus].map(
    (one) => list<{ code?: string }>((one as Json)?.coding)[0]?.code,
  );
  const graves = list<{ severity?: string }>(reaction).map(({ severity }) => severity);
  const all = [...coded, criticality, ...graves].filter((one) => !usual.has(String(one)));
  // A medicine that is no longer taken is the thing to know about it.
  const stands = status === 'active' || (!isMedicine && usual.has(String(status))) ? [] : [status];
  return [...new Set([...all, ...stands].flatMap((one) => text(one) ?? []))];
}

function detailOf(resource: Json): string | undefined {
  const dosage = list<{ text?: string }>(resource.dosage ?? resource.dosageInstruction)[0]?.text;
  const reactions = list<{ manifestation?: unknown[] }>(resource.reaction).flatMap((one) =>
    list<unknown>(one.manifestation).flatMap((manifestation) => words(manifestation) ?? []),
  );
  return (
    dosage ??
    words(resource.valueCodeableConcept) ??
    text(resource.valueString) ??
    text(resource.conclusion) ??
    (reactions.join(', ') || undefined)
  );
}
