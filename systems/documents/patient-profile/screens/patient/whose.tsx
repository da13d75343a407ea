/**
 * Whose profile the patient's screens show, and where their levels lie: the patient's own in IKP, or one patient's in
 * Gabinet, when a physician shows it in the room. The screens themselves do not know the difference.
 */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { EventLink } from '../../model.ts';

export interface Whose {
  /** Logical id of the Patient; undefined when the session has none. */
  readonly patient: string | undefined;
  /** A physician shows it to the patient in the room. */
  readonly room: boolean;
}

const Shown = createContext<string | undefined>(undefined);

/** In Gabinet: the screens below are of this patient. */
export function InTheRoom({ patient, children }: { patient: string; children: ReactNode }) {
  return <Shown value={patient}>{children}</Shown>;
}

export function useWhose(): Whose {
  const shown = useContext(Shown);
  const { session } = usePortal();
  return { patient: shown ?? session?.patient, room: shown !== undefined };
}

/** Addresses of the levels; undefined where the portal has no such place, so that no link leads nowhere. */
export interface Levels {
  summary(): string | undefined;
  history(year?: string): string | undefined;
  problem(id: string): string | undefined;
  /** `problem`: the one that the event was opened from, for the way back. */
  event(link: EventLink, problem?: string): string | undefined;
}

/** Events with a page of their own in IKP. */
const own: Readonly<Record<string, string>> = {
  Encounter: 'patient-portal/visit',
  Observation: 'patient-portal/result',
  DocumentReference: 'patient-portal/document',
};

export function useLevels(): Levels {
  const { href } = usePortal();
  const { patient, room } = useWhose();
  return useMemo(() => {
    if (room && patient) {
      return {
        summary: () => href('clinician-portal/patient-view', { patient }),
        history: (year) => href('clinician-portal/patient-view-history', { patient, ...(year ? { rok: year } : {}) }),
        problem: (id) => href('clinician-portal/patient-view-problem', { patient, id }),
        event: ({ type, id }, problem) =>
          href('clinician-portal/patient-view-event', { patient, type, id, ...(problem ? { problem } : {}) }),
      };
    }
    return {
      summary: () => href('patient-portal/summary'),
      history: (year) => href('patient-portal/history', year ? { rok: year } : {}),
      problem: (id) => href('patient-portal/problem', { id }),
      event: ({ type, id }, problem) => {
        const from: Record<string, string> = problem ? { problem } : {};
        const place = own[type];
        return place ? href(place, { id, ...from }) : href('patient-portal/event', { type, id, ...from });
      },
    };
  }, [href, patient, room]);
}
