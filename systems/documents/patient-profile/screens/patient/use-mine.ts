/** What the patient's screens read of the profile: read once, shared by the screens of the portal. */
import { type Loading, useGet } from '#libs/ui/session/use-api.tsx';
import type { EventDetail, Overview, TimelinePage } from '../../model.ts';
import type { ProblemDetail } from '../../problem-model.ts';
import { useWhose } from './whose.tsx';

const base = (patient: string | undefined) =>
  patient === undefined ? undefined : `/api/patient-profile/${encodeURIComponent(patient)}`;

const below = (patient: string | undefined, path: string) => {
  const start = base(patient);
  return start && start + path;
};

export function useMine(): Loading<Overview> {
  const { patient } = useWhose();
  return useGet<Overview>(below(patient, '/overview'));
}

export function useMyEvent(type: string, id: string): Loading<EventDetail> {
  const { patient } = useWhose();
  return useGet<EventDetail>(below(patient, `/events/${encodeURIComponent(type)}/${encodeURIComponent(id)}`));
}

export function useMyProblem(id: string): Loading<ProblemDetail> {
  const { patient } = useWhose();
  return useGet<ProblemDetail>(below(patient, `/problems/${encodeURIComponent(id)}`));
}

export interface TimelineAsked {
  /** With commas between. */
  lane?: string | undefined;
  /** FHIR dates; `to` is left out of the span. */
  from?: string | undefined;
  to?: string | undefined;
  cursor?: string | undefined;
}

/** One page of the time line; nothing is asked while `asked` is undefined. */
export function useMyTimeline(asked: TimelineAsked | undefined): Loading<TimelinePage> {
  const { patient } = useWhose();
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked ?? {})) if (value) query.set(name, value);
  return useGet<TimelinePage>(asked && below(patient, `/timeline?${query}`));
}
