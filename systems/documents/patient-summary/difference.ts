/** What has changed since a summary was signed: lines that came, went, or have another version. Pure. */
import type { Curated } from './curation.ts';
import type { Fhir } from './model.ts';
import { calledOf } from './choose.ts';
import { keyOf } from './reading.ts';
import type { Kept } from './signed.ts';

export interface Change {
  readonly kind: 'new' | 'gone' | 'changed';
  /** `Type/id`. */
  readonly line: string;
  /** What it is called, as recorded. */
  readonly what: string;
}

/** Types that only accompany lines: a doctor's new telephone is no change of the summary. */
const beside = new Set([
  'Composition',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Medication',
  'Device',
]);

const versionOf = ({ meta }: Fhir): string | undefined => (meta as { versionId?: string } | undefined)?.versionId;

/** New lines, then changed, then gone; lines that the physician left out or added are not told again. */
export function difference(
  { bundle, hidden }: Pick<Kept, 'bundle' | 'hidden'>,
  now: Pick<Curated, 'chosen'>,
): Change[] {
  const signed = new Map<string, Fhir>();
  for (const { resource } of bundle.entry as { resource: Fhir }[]) {
    // What the physician added, and what was made for the document, has no version: the record does not know it.
    if (!beside.has(resource.resourceType) && versionOf(resource) !== undefined) signed.set(keyOf(resource), resource);
  }
  const present = new Map(
    [...now.chosen.values()].flatMap(({ entries }) => entries.map((one) => [keyOf(one), one] as const)),
  );
  const changes: Change[] = [];
  for (const [line, one] of present) {
    if (beside.has(one.resourceType) || hidden.includes(line)) continue;
    const then = signed.get(line);
    const kind = then === undefined ? 'new' : versionOf(then) !== versionOf(one) ? 'changed' : undefined;
    if (kind) changes.push({ kind, line, what: calledOf(one) });
  }
  for (const [line, one] of signed) if (!present.has(line)) changes.push({ kind: 'gone', line, what: calledOf(one) });
  const order = { new: 0, changed: 1, gone: 2 };
  return changes.sort((one, other) => order[one.kind] - order[other.kind]);
}
