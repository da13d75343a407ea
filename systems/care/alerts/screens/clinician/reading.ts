/** What `GET /api/alerts/:patient` answers, as far as it is shown, and reading it. */
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { Action, Alert, Evidence, Silenced, Unchecked, Words } from '../../model.ts';

export interface Decision {
  readonly id: string;
  readonly kind: 'accepted' | 'overridden';
  readonly reason: string | null;
  readonly comment: string | null;
  readonly name: string;
  readonly at: string;
}

export interface ShownAlert extends Alert {
  readonly decisions: readonly Decision[];
}

export interface Reason {
  readonly code: string;
  readonly label: Words;
  readonly months: number;
}

export interface PatientAlerts {
  readonly patient: string;
  readonly asOf: string;
  readonly alerts: readonly ShownAlert[];
  readonly tolerated: readonly ShownAlert[];
  readonly silenced: readonly Silenced[];
  readonly unchecked: readonly Unchecked[];
  readonly odd: readonly Evidence[];
  readonly noData: readonly string[];
  readonly reasons: readonly Reason[];
  readonly rulesLive: number;
  readonly isComplete: boolean;
}

export const addressOf = (patient: string): string => `/api/alerts/${encodeURIComponent(patient)}`;

export const useAlerts = (patient: string | undefined) =>
  useGet<PatientAlerts>(patient === undefined ? undefined : addressOf(patient));

export type { Action, Evidence, Words };
