/** Days of the calendar, `2026-11-20`, and spans added to them. Pure; days of this form compare as text. */
import type { Span } from './model.ts';

/**
 * A day plus a span. Months and years keep the day of the month, or take the last day of a shorter month: a child born
 * on 31 August is one month old on 30 September.
 */
export function plus(day: string, { days = 0, weeks = 0, months = 0, years = 0 }: Span): string {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8))];
  const counted = month + months + 12 * years;
  const last = new Date(Date.UTC(year, counted + 1, 0)).getUTCDate();
  const at = new Date(Date.UTC(year, counted, Math.min(date, last) + days + 7 * weeks));
  return at.toISOString().slice(0, 10);
}

/** The day before. */
export const eve = (day: string): string => plus(day, { days: -1 });

/** The latest of some days. */
export const latest = (...days: readonly (string | undefined)[]): string =>
  days.reduce<string>((last, day) => (day !== undefined && day > last ? day : last), '');
