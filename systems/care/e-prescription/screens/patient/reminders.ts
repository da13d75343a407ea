/**
 * Reminders for the calendar of a phone: they ring when no page is open, and need no server that knows who takes what.
 * iCalendar, RFC 5545. No clinical word unless the person asks for it: a calendar is often shown on a locked screen.
 */
import { clockOf, type DayTime, later, type Plan } from './plan.ts';

export interface Reminders {
  readonly plan: Plan;
  /** `YYYY-MM-DD`: the first day. */
  readonly from: string;
  /** How many days, from the first one. */
  readonly days: number;
  /** Instant at which the file is made. */
  readonly made: Date;
  /** What a reminder says: the title by time of day; with medicines, their names follow. */
  readonly title: (time: DayTime) => string;
  readonly withNames: boolean;
  /** So that the file of another day replaces this one in the calendar: an opaque id of whose plan it is. */
  readonly owner: string;
}

/**
 * The text of an .ics file: one event a day for each time at which something is to be taken. Times are those of the
 * phone, wherever it is.
 */
export function calendarOf({ plan, from, days, made, title, withNames, owner }: Reminders): string {
  const stamp = `${made.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const last = later(from, days - 1).replaceAll('-', '');
  const events = (Object.keys(clockOf) as DayTime[]).flatMap((time) => {
    const takings = plan.at[time];
    if (takings.length === 0) return [];
    const names = takings.map(({ medicine, amount }) => `${medicine}: ${amount.value} ${amount.unit}`).join('; ');
    const summary = withNames ? `${title(time)}: ${names}` : title(time);
    const start = `${from.replaceAll('-', '')}T${clockOf[time].replace(':', '')}00`;
    return [
      'BEGIN:VEVENT',
      `UID:${owner}-${time}@ezdrowie`,
      `DTSTAMP:${stamp}`,
      `DTSTART:${start}`,
      'DURATION:PT10M',
      `RRULE:FREQ=DAILY;UNTIL=${last}T235959`,
      `SUMMARY:${escaped(summary)}`,
      'CLASS:PRIVATE',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:PT0M',
      `DESCRIPTION:${escaped(title(time))}`,
      'END:VALARM',
      'END:VEVENT',
    ];
  });
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//e-Zdrowie//mojeIKP//PL', ...events, 'END:VCALENDAR', '']
    .flatMap(folded)
    .join('\r\n');
}

/** RFC 5545, 3.3.11 */
const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\s+/g, ' ');

/** Lines of at most 75 octets; a letter is never cut. RFC 5545, 3.1 */
function folded(line: string): string[] {
  const lines: string[] = [];
  let part = '';
  let octets = 0;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (octets + size > 75) {
      lines.push(part);
      [part, octets] = [' ', 1];
    }
    part += letter;
    octets += size;
  }
  return [...lines, part];
}
