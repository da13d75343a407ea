/** Days as registers write them: `2026-11-20`. Pure. */

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

const polish = new Intl.DateTimeFormat('en-CA', {
  ...{ timeZone: 'Europe/Warsaw', year: 'numeric', month: '2-digit', day: '2-digit' },
});

/** The day that it is in Poland at an instant: rules of the registers change at its midnight. */
export const polishDay = (at: Date): string => polish.format(at);

/** Whole years from a birthday to a day; somebody born on 29 February has their birthday on 1 March. */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}
