/** What the safety officer's operations answer, as far as it is shown (safety-officer.ts). */
import type { Words } from '../../model.ts';

export interface ReviewShown {
  readonly id: string;
  readonly rule: string;
  readonly kind: 'acceptance' | 'budget' | 'harm';
  readonly opened: string;
  readonly due: string;
  readonly why: string;
  readonly closed: string | null;
  readonly closedBy: string | null;
  readonly conclusion: string | null;
}

export interface MessageShown {
  readonly id: string;
  readonly rule: string;
  readonly reason: string;
  readonly comment: string | null;
  readonly speciality: string;
  readonly at: string;
}

export interface BudgetShown {
  readonly days: number;
  readonly specialities: readonly {
    readonly speciality: string;
    readonly signed: number;
    readonly interrupted: number;
    readonly per100?: number;
  }[];
}

/** Interruptive alerts per 100 signed orders that a speciality bears (ALE-7). */
export const mostPer100 = 2;

const dayMs = 86_400_000;

/** Whole days until a review is due; negative when it is late. */
export const daysLeft = (due: string, now: Date): number => Math.ceil((Date.parse(due) - now.getTime()) / dayMs);

export type Titles = ReadonlyMap<string, Words>;
