/**
 * Walks the paths of discriminators over values, and finds the values of an element.
 * https://hl7.org/fhir/R4/profiling.html#discriminator
 */
import type { CheckInProgress, Json, Key, Place, Step } from './profile-rules.ts';

/** Asked of every value that a path leads to, until one says yes. */
export type PlaceTest = (value: unknown, shadow: unknown, type: string | undefined) => boolean;

/** Does the path, from step `at` on, lead from the value to one that passes the test? */
export function leadsTo(
  check: CheckInProgress,
  value: unknown,
  shadow: unknown,
  type: string | undefined,
  steps: readonly Step[],
  test: PlaceTest,
  at = 0,
): boolean {
  const step = steps[at];
  if (!step) return test(value, shadow, type);
  const next: PlaceTest = (inner, beside, of) => leadsTo(check, inner, beside, of, steps, test, at + 1);
  switch (step.kind) {
    case 'child':
      return some(holderOf(value, shadow), step.keys, step.name, next);
    case 'extension':
      return some(holderOf(value, shadow), extensionKey, 'extension', (inner, beside, of) => {
        return (inner as Json | undefined)?.url === step.url && next(inner, beside, of);
      });
    case 'type':
      return type === step.name && next(value, shadow, type);
    default: {
      const text = typeof value === 'string' ? value : (value as Json | undefined)?.reference;
      const found = check.resolve(text);
      if (found) return next(found, undefined, String(found.resourceType));
      // Not here, but a reference may say of which type its target is.
      const said = typeOfTarget(text, value);
      return said !== undefined && next(undefined, undefined, said);
    }
  }
}

const extensionKey: Key[] = [{ json: 'extension', type: 'Extension' }];

/** The object that holds the elements of a value: of a primitive its shadow. */
export function holderOf(value: unknown, shadow: unknown): Json | undefined {
  const holder = typeof value === 'object' && value !== null ? value : shadow;
  return typeof holder === 'object' && holder !== null ? (holder as Json) : undefined;
}

function some(holder: Json | undefined, keys: readonly Key[] | undefined, name: string, test: PlaceTest): boolean {
  if (!holder) return false;
  for (const key of keys ?? keysFor(holder, name)) {
    const value = holder[key.json];
    const shadow = key.shadow === undefined ? undefined : holder[key.shadow];
    if (value === undefined && shadow === undefined) continue;
    if (!Array.isArray(value) && !Array.isArray(shadow)) {
      if (test(value, shadow, typeIn(value, key.type))) return true;
    } else if (placesIn(value, shadow, key.type).some((place) => test(place.value, place.shadow, place.type)))
      return true;
  }
  return false;
}

export function typeOfTarget(reference: unknown, holder: unknown): string | undefined {
  const named =
    typeof reference === 'string'
      ? /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:$|\/_history)/.exec(reference)?.[1]
      : undefined;
  const said = (holder as Json | undefined)?.type;
  return named ?? (typeof said === 'string' && /^[A-Z][A-Za-z]+$/.test(said) ? said : undefined);
}

/** Where the type is not known: the element of that name, or the choice that begins with it. */
function keysFor(holder: Json, name: string): Key[] {
  if (name in holder || `_${name}` in holder) return [{ json: name, shadow: `_${name}`, type: '' }];
  const choice = Object.keys(holder).find((key) => key.startsWith(name) && /^[A-Z]/.test(key.slice(name.length)));
  return choice ? [{ json: choice, shadow: `_${choice}`, type: choice.slice(name.length) }] : [];
}

function typeIn(value: unknown, type: string): string {
  const named = (value as Json | null | undefined)?.resourceType;
  return typeof named === 'string' ? named : type;
}

const nothing: readonly Place[] = [];

/** Values of an element, with their shadows. */
export function placesAt(holder: Json, keys: readonly Key[]): readonly Place[] {
  for (const key of keys) {
    const value = holder[key.json];
    const shadow = key.shadow === undefined ? undefined : holder[key.shadow];
    if (value === undefined && shadow === undefined) continue;
    // Only one form of a choice may be there: the base check has seen to it.
    if (Array.isArray(value) || Array.isArray(shadow)) return placesIn(value, shadow, key.type);
    return [{ value, shadow, type: typeIn(value, key.type) }];
  }
  return nothing;
}

function placesIn(value: unknown, shadow: unknown, type: string): Place[] {
  const values = Array.isArray(value) ? value : [];
  const shadows = Array.isArray(shadow) ? shadow : nothing;
  const places: Place[] = [];
  for (let at = 0; at < Math.max(values.length, shadows.length); at++) {
    const item = values[at] ?? undefined;
    places.push({ value: item, shadow: shadows[at] ?? undefined, type: typeIn(item, type) });
  }
  return places;
}
