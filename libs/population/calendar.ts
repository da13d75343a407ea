/** Days as whole numbers since 1970-01-01, and how FHIR writes them; Polish local time with its summer time. */

const msOfDay = 86_400_000;
const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** Days since 1970 of `YYYY-MM-DD`. */
export const dayOf = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / msOfDay);
export const isoDate = (day: number): string => new Date(day * msOfDay).toISOString().slice(0, 10);
export const yearOf = (day: number): number => new Date(day * msOfDay).getUTCFullYear();
/** The day `years` (may be a fraction) after another. */
export const yearsAfter = (day: number, years: number): number => Math.round(day + years * 365.2425);
/** Age in full years on a day. */
export function ageOn(birth: number, day: number): number {
  const [born, then] = [new Date(birth * msOfDay), new Date(day * msOfDay)];
  const years = then.getUTCFullYear() - born.getUTCFullYear();
  const before = then.getUTCMonth() * 31 + then.getUTCDate() < born.getUTCMonth() * 31 + born.getUTCDate();
  return before ? years - 1 : years;
}

/** The next working day, that day included. */
export function workday(day: number): number {
  const weekday = (((day + 4) % 7) + 7) % 7; // 1970-01-01 was a Thursday; 0 is Sunday
  return weekday === 0 ? day + 1 : weekday === 6 ? day + 2 : day;
}

const lastSunday = (year: number, month: number): number => {
  const last = Math.round(Date.UTC(year, month, 0) / msOfDay);
  return last - ((((last + 4) % 7) + 7) % 7);
};

const summers = new Map<number, readonly [number, number]>();
function summer(year: number): readonly [number, number] {
  let span = summers.get(year);
  if (!span) {
    span = [lastSunday(year, 3), lastSunday(year, 10)];
    summers.set(year, span);
  }
  return span;
}

/** An instant: a day and the minutes after its midnight, in Warsaw. Minutes may run past the day's end. */
export function isoInstant(day: number, minutes: number): string {
  const on = day + Math.floor(minutes / 1440);
  const rest = ((minutes % 1440) + 1440) % 1440;
  const date = isoDate(on);
  const [from, until] = summer(Number(date.slice(0, 4)));
  const offset = on >= from && on < until ? '+02:00' : '+01:00';
  return `${date}T${two(Math.floor(rest / 60))}:${two(Math.floor(rest) % 60)}:00${offset}`;
}
