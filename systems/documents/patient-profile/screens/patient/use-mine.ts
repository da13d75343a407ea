/** The patient's own overview: read once, shared by the screens of the portal. */
import { useSession } from '#libs/ui/portal/portal.tsx';
import { type Loading, useGet } from '#libs/ui/session/use-api.tsx';
import type { EventDetail, Overview, TimelinePage } from '../../model.ts';

const base = (patient: string | undefined) =>
  patient === undefined ? undefined : `/api/patient-profile/${encodeURIComponent(patient)}`;

const below = (patient: string | undefined, path: string) => {
  const start = base(patient);
  return start && start + path;
};

export function useMine(): Loading<Overview> {
  const { patient } = useSession();
  return useGet<Overview>(below(patient, '/overview'));
}

export function useMyEvent(type: string, id: string): Loading<EventDetail> {
  const { patient } = useSession();
  return useGet<EventDetail>(below(patient, `/events/${type}/${encodeURIComponent(id)}`));
}

/** One page of the time line; `lanes` with commas between. */
export function useMyTimeline(lanes: string, cursor: string | undefined): Loading<TimelinePage> {
  const { patient } = useSession();
  const query = new URLSearchParams({ lane: lanes, ...(cursor ? { cursor } : {}) });
  return useGet<TimelinePage>(below(patient, `/timeline?${query}`));
}
