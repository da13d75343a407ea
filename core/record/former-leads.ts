/**
 * What led to a version from elsewhere and leads there no more, now that it is replaced: record.leads knows today only,
 * and searches in the past go by this, too (known-at.ts). Few references are of that kind (elsewhere.ts). Decision
 * 0067.
 */
import { searchParametersOf } from '#libs/fhir/search/parameters.ts';
import { isLookup, referenceHash } from '#libs/fhir/search/values.ts';
import { isServerId, type Key, keyOfId } from './keys.ts';
import { isPersonal } from './search/compartments.ts';
import type { UnitChange } from './write/unit.ts';

const referenceText = /"reference":"([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})[/"]/g;

/**
 * Tokens by which the version before was found from elsewhere, and the one that replaces it is not: references to what
 * lies in compartments. (To others one is not led in the past: such questions stay within a patient.)
 */
export function formerLeads({ type, before, row }: Pick<UnitChange, 'type' | 'before' | 'row'>): string[] {
  if (!before) return [];
  const stays = row?.patient === before.patient ? new Set(row.values.tokens) : undefined;
  const gone = new Set(before.tokens.filter((token) => !stays?.has(token)));
  if (gone.size === 0) return [];
  const found = new Set<string>();
  for (const [, target = '', id = ''] of before.content.matchAll(referenceText)) {
    if (!isPersonal(target)) continue;
    const everyOne = isElsewhere(target, id, before.patient);
    for (const param of referencesOf(type)) {
      if (!everyOne && !isLookup(type, param, target)) continue;
      const token = referenceHash(param, `${target}/${id}`);
      if (gone.has(token)) found.add(token);
    }
  }
  return [...found];
}

/** As in elsewhere.ts, of a version that lies in this compartment, or in nobody's: then the key is its own. */
function isElsewhere(type: string, id: string, place: Key): boolean {
  if (type === 'Patient') return keyOfId(type, id) !== place;
  return !isServerId(id) || keyOfId(type, id) !== place;
}

const known = new Map<string, readonly string[]>();

/** Names under which references of a type are stored. */
function referencesOf(type: string): readonly string[] {
  let names = known.get(type);
  if (!names) {
    const references = searchParametersOf(type).filter((parameter) => parameter.type === 'reference');
    names = [...new Set(references.flatMap(({ storedAs }) => storedAs))];
    known.set(type, names);
  }
  return names;
}
