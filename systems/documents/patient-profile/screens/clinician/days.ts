/** Days of the calendar as texts (`2026-03-01`), for the slider: no time of day, no time zone but Warsaw's for today. */

const day = 86_400_000;
const at = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const text = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const warsaw = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Warsaw', dateStyle: 'short' });

export const warsawToday = (now: Date): string => warsaw.format(now);

/** Negative when `to` lies before `from`. */
export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / day);

export const addDays = (from: string, days: number): string => text(at(from) + days * day);

/** The same day of another month; its last when it has no such day. */
export function addMonths(from: string, months: number): string {
  const [year = 0, month = 1, date = 1] = from.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return text(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** The nearest day of change before (-1) or after (1) a day; `days` are the newest first. */
export const nextChange = (days: readonly string[], from: string, step: 1 | -1): string | undefined =>
  step < 0 ? days.find((one) => one < from) : days.findLast((one) => one > from);
