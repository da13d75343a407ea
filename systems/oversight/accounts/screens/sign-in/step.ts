/** What every step of signing in is given. */
import type { Problem } from '#libs/ui/error-summary/error-summary.tsx';

export interface StepProps {
  problems: readonly Problem[];
  onProblems: (problems: readonly Problem[]) => void;
  /** Runs the step's request; a refusal is said at the given field. */
  attempt: (field: string, act: () => Promise<void>) => Promise<void>;
}

/** What the second step takes; told after a right password. */
export type Factor = 'passkey' | 'totp' | 'recovery';
