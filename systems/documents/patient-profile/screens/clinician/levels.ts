/** The way through the levels of the e-Profil: where a link leads, and by which problem and event one came. */
import { createContext, useCallback, useContext } from 'react';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { EventLink } from '../../model.ts';

/** The levels above a page, as opaque ids in its address: `?problem=…&przez=Encounter/…`. */
export interface Way {
  problem?: string | undefined;
  /** `Encounter/…` */
  event?: string | undefined;
}

const WayContext = createContext<Way>({});
export const WayProvider = WayContext.Provider;

/** The way that the address of a page names. */
export const wayOf = (search: Readonly<Record<string, string>>): Way => ({
  problem: search.problem,
  event: search.przez,
});

/** Documents and images open as level 3, problems as level 1, all else as level 2. */
const placeOf: Readonly<Record<string, string>> = {
  Condition: 'clinician-portal/problem',
  DocumentReference: 'clinician-portal/document',
  Composition: 'clinician-portal/document',
  ImagingStudy: 'clinician-portal/document',
};

/**
 * The address of an entry, by the way that one came. `asEvent`: as one entry of the life line, although it is a problem
 * that has a level of its own.
 */
export function useEntryAddress(patient: string): (link: EventLink, asEvent?: boolean) => string | undefined {
  const { href } = usePortal();
  const { problem, event } = useContext(WayContext);
  return useCallback(
    (link, asEvent = false) => {
      const way = { ...(problem ? { problem } : {}), ...(event ? { przez: event } : {}) };
      const place = asEvent ? undefined : placeOf[link.type];
      if (place === 'clinician-portal/problem') return href(place, { patient, id: link.id });
      const deep = place && href(place, { patient, id: idAt(link), ...way });
      return deep ?? href('clinician-portal/event', { patient, type: link.type, id: link.id, ...way });
    },
    [href, patient, problem, event],
  );
}

/** Documents stand at one address whatever their type: other types than the usual one say so. */
const idAt = ({ type, id }: EventLink): string => (type === 'DocumentReference' ? id : `${type}~${id}`);
