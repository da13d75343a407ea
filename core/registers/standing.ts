/** Whether what a register lists holds on a day: a permit, a right, an activity. Pure; ends are the last day. */

/** `to` is the last day; without it there is no end. */
export interface Period {
  readonly from: string;
  readonly to?: string;
}

export interface Held extends Period {
  /** Stopped for a time. */
  readonly suspended?: Period;
}

export const standings = ['holds', 'not-yet', 'over', 'suspended'] as const;
export type Standing = (typeof standings)[number];
/** What is answered of a number. */
export const answersOfStanding = [...standings, 'unknown'] as const;

export const isWithin = ({ from, to }: Period, day: string): boolean => from <= day && (to === undefined || day <= to);

export function standingOn(held: Held, day: string): Standing {
  if (day < held.from) return 'not-yet';
  if (!isWithin(held, day)) return 'over';
  return held.suspended && isWithin(held.suspended, day) ? 'suspended' : 'holds';
}

/** What a register answers of something that it should have. */
export interface Answered<T extends Held> {
  readonly answer: Standing | 'unknown';
  readonly held?: T;
}

/** Of several under one number, the first that holds; else the first. */
export function answeredOn<T extends Held>(candidates: readonly T[], day: string): Answered<T> {
  const held = candidates.find((one) => standingOn(one, day) === 'holds') ?? candidates[0];
  return held ? { answer: standingOn(held, day), held } : { answer: 'unknown' };
}
