/** The events of one problem: what its records, visits and stays hold. */
import { detailOf, whatOf } from './event.ts';
import { laneOf } from './life-line.ts';
import type { ProblemEvent } from './problem-model.ts';
import {
  dateOf,
  endOf,
  type Fhir,
  linkOf,
  moment,
  type Names,
  newestFirst,
  type Reference,
  sourceOf,
} from './reading.ts';

/** Each entry once, newest first; undated ones last. `stays`: ids of encounters that are stays. */
export function problemEvents(
  resources: readonly Fhir[],
  names: Names,
  visits: ReadonlyMap<string, Reference>,
  stays: ReadonlySet<string>,
): ProblemEvent[] {
  const seen = new Set<string>();
  return [...resources].sort(newestFirst).flatMap((resource) => {
    const key = `${resource.resourceType}/${resource.id}`;
    const lane = laneOf(resource.resourceType, resource.id, stays);
    if (seen.has(key) || !lane || resource.status === 'entered-in-error') return [];
    seen.add(key);
    const starts = dateOf(resource);
    const ends = endOf(resource);
    const detail = detailOf(resource);
    return {
      ...{ link: linkOf(resource), lane, what: whatOf(resource, names) },
      ...(starts ? { starts } : {}),
      ...(ends && moment(ends) !== moment(starts) ? { ends } : {}),
      ...(detail ? { detail } : {}),
      source: sourceOf(resource, names, visits),
    };
  });
}
