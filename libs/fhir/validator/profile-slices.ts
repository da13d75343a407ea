/** Sorts the items of a sliced element into their slices. https://hl7.org/fhir/R4/profiling.html#slicing */
import type { CheckInProgress, ElementRules, Json, PathOf, Place, Slice, SliceRules } from './profile-rules.ts';

export function checkSlices(
  check: CheckInProgress,
  holder: Json,
  places: readonly Place[],
  pathOf: PathOf,
  { rules, ordered, slices, by }: SliceRules,
  element: ElementRules,
): void {
  const taken = slices.map((): number[] => []);
  const fallback = slices.findIndex(({ name }) => name === '@default');
  let last = -1;
  let seenOther = false;
  for (const [at, { value, shadow, type }] of places.entries()) {
    check.spend(slices.length);
    const matched = slices.findIndex(({ match }) => match?.(value, check, shadow, type));
    const slice = matched < 0 ? fallback : matched;
    if (slice < 0) {
      seenOther = true;
      if (rules === 'closed') {
        const names = slices.map(({ name }) => name).join(', ');
        const says = `${element.id}: this fits none of the slices ${names} (told by ${by}), and no other is allowed.`;
        check.add('structure', says, pathOf(at));
      }
      continue;
    }
    taken[slice]?.push(at);
    const { id = '' } = slices[slice] ?? {};
    if (rules === 'openAtEnd' && seenOther && slice !== fallback) {
      check.add('structure', `${id}: must stand before what is in no slice.`, pathOf(at));
    }
    if (ordered && matched >= 0 && matched < last) check.add('structure', `${id}: is out of order.`, pathOf(at));
    last = Math.max(last, matched);
  }
  slices.forEach((slice, n) => {
    const own = taken[n] as number[];
    const items = own.map((at) => places[at] as Place);
    checkSlice(check, holder, items, (at) => pathOf(own[at] as number), slice, element);
  });
}

function checkSlice(
  check: CheckInProgress,
  holder: Json,
  items: readonly Place[],
  pathOf: PathOf,
  slice: Slice,
  element: ElementRules,
): void {
  const { min, max = Number.POSITIVE_INFINITY, id, name } = slice;
  if (!slice.match && name !== '@default') {
    if (min > 0) check.warn('not-supported', `${id}: the profile does not say how to tell this slice.`, element.name);
    return;
  }
  if (items.length < min) {
    check.add('required', `${id}: at least ${min} demanded, ${items.length} found.`, element.name);
  }
  if (items.length > max) {
    const says = max === 0 ? 'this may not be given' : `at most ${max} allowed, ${items.length} found`;
    check.add('structure', `${id}: ${says}.`, pathOf(max));
  }
  const inner = slice.check;
  if (inner) items.forEach((place, at) => check.visit(holder, place, pathOf, at, element.inner, inner));
  if (slice.slicing) checkSlices(check, holder, items, pathOf, slice.slicing, element);
}
