/** Time stamps of HL7 (TS): `YYYYMMDD`, or `YYYYMMDDHHMMSS+ZZZZ` in the time of Warsaw. HL7 V3 data types, TS. */

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Warsaw',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** A moment in the time of Warsaw with its offset. */
export function timeStamp(moment: Date): string {
  const [day, month, year, hour, minute, second] = parts.format(moment).split(/\D+/);
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const ahead = Math.round((local - Math.floor(moment.getTime() / 1000) * 1000) / 60_000);
  const offset = `${String(Math.floor(ahead / 60)).padStart(2, '0')}${String(ahead % 60).padStart(2, '0')}`;
  return `${year}${month}${day}${hour}${minute}${second}+${offset}`;
}

/** `YYYY-MM-DD` → `YYYYMMDD`. */
export const dayStamp = (day: string): string => day.replaceAll('-', '');

/** The day of a moment in Warsaw. */
export const dayOf = (moment: Date): string => {
  const [day, month, year] = parts.format(moment).split(/\D+/);
  return `${year}-${month}-${day}`;
};

/** `YYYY-MM-DD` → `DD.MM.YYYY`, as people here write it. */
export const dayInWords = (day: string): string => day.split('-').toReversed().join('.');

/** The day that a TS begins with; undefined when there is none of the calendar. */
export function dayFrom(stamp: string): string | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(stamp) ?? [];
  const written = `${year}-${month}-${day}`;
  const date = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written) ? written : undefined;
}

/** The moment of a TS. One without an offset is taken as Warsaw's; a bare day is its midnight there. */
export function momentFrom(stamp: string): Date | undefined {
  const match = /^(\d{8})(?:(\d{2})(\d{2})(\d{2})?(?:\.\d+)?)?([+-]\d{4})?$/.exec(stamp);
  const day = match && dayFrom(stamp);
  if (!match || !day) return undefined;
  const [, , hour = '00', minute = '00', second = '00', offset] = match;
  const time = `${day}T${hour}:${minute}:${second}`;
  const given = offset ? `${offset.slice(0, 3)}:${offset.slice(3)}` : undefined;
  const moment = new Date(`${time}${given ?? 'Z'}`);
  if (Number.isNaN(moment.getTime())) return undefined;
  if (given) return moment;
  // Winter and summer are tried; the one whose clock shows that time is it.
  for (const hours of [2, 1]) {
    const tried = new Date(moment.getTime() - hours * 3_600_000);
    if (timeStamp(tried).slice(0, 14) === `${match[1]}${hour}${minute}${second}`) return tried;
  }
  return moment;
}
