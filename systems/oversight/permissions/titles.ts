/** What a line of a list calls a resource: its coded name as people read it, and its day. */
import type { Resource } from '#core/record/record.ts';

interface Concept {
  readonly text?: string;
  readonly coding?: readonly { readonly display?: string; readonly code?: string }[];
}

/** Where a resource says what it is, in the order of telling most. */
const named = ['code', 'vaccineCode', 'medicationCodeableConcept', 'type', 'category', 'class', 'serviceType'] as const;
/** Where a resource says when it was. */
const dated = [
  ...['effectiveDateTime', 'occurrenceDateTime', 'performedDateTime', 'authoredOn', 'recordedDate', 'date', 'issued'],
  ...['onsetDateTime', 'whenHandedOver', 'start', 'created'],
] as const;

export function titleOf(resource: Resource): string {
  for (const element of named) {
    const value = resource[element];
    const said = wordsOf((Array.isArray(value) ? value[0] : value) as Concept | undefined);
    if (said) return said;
  }
  const { description, title } = resource as { description?: unknown; title?: unknown };
  return typeof description === 'string' ? description : typeof title === 'string' ? title : '';
}

function wordsOf(concept: (Concept & { display?: string }) | undefined): string {
  if (!concept) return '';
  const coding = concept.coding?.[0];
  return concept.text ?? coding?.display ?? concept.display ?? coding?.code ?? '';
}

/** The day, as FHIR wrote it: `2026-03-01`. */
export function dayOf(resource: Resource): string | undefined {
  const { period, effectivePeriod, performedPeriod } = resource as Record<string, { start?: string } | undefined>;
  const start = (period ?? effectivePeriod ?? performedPeriod)?.start;
  const said = dated.map((element) => resource[element]).find((value) => typeof value === 'string') ?? start;
  return typeof said === 'string' ? said.slice(0, 10) : undefined;
}
