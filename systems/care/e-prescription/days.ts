/** Counting with days `YYYY-MM-DD`. Pure. */
const long = 86_400_000;

/** The end of what has no end. */
export const lastDay = '9999-12-31';

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The day so many days later (or, below zero, earlier). */
export const plusDays = (day: string, days: number): string =>
  new Date(at(day) + days * long).toISOString().slice(0, 10);

/** Days from one to another. */
export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / long);
