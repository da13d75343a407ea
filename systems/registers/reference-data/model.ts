/** Reference data (SOR): who, what and where as of a day, over all registers. */
import type { Person, Worker } from './ports.ts';

export const workerAnswers = ['holds', 'suspended', 'withdrawn', 'over', 'unknown'] as const;
export interface WorkerAnswer {
  readonly answer: (typeof workerAnswers)[number];
  readonly worker?: Worker;
  readonly says: { readonly pl: string; readonly en: string };
}

export const recipientAnswers = ['agrees', 'differs', 'dead', 'unknown'] as const;
export interface RecipientAnswer {
  readonly answer: (typeof recipientAnswers)[number];
  /** Which of what was asked is another in the register; never what it is there. */
  readonly differs: readonly (keyof RecipientQuestion)[];
  readonly says: { readonly pl: string; readonly en: string };
}

export interface RecipientQuestion {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly birthDate?: string;
}

export type { Person };
