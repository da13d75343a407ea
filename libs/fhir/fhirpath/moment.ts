/**
 * Dates, times and instants as precise as they were said. http://hl7.org/fhirpath/N1/#datetime
 * Year, month, day, hour, minute, second (with its milliseconds): what is not said is not there.
 */
import { cannot } from './refused.ts';

export type MomentKind = 'Date' | 'DateTime' | 'Time';

const form =
  /^(?:(\d{4})(?:-(\d\d)(?:-(\d\d))?)?)?(?:T?(?:(\d\d)(?::(\d\d)(?::(\d\d)(\.\d{1,9})?)?)?)?(Z|[+-]\d\d:\d\d)?)?$/;

export class Moment {
  readonly kind: MomentKind;
  /** As many of year, month, day, hour, minute, second as are said; a Time begins with the hour. */
  readonly parts: readonly number[];
  /** With what is finer: an instant may be said to the nanosecond. */
  readonly milliseconds: number | undefined;
  /** Minutes east of UTC. */
  readonly zone: number | undefined;

  constructor(kind: MomentKind, parts: readonly number[], milliseconds?: number, zone?: number) {
    this.kind = kind;
    this.parts = parts;
    this.milliseconds = milliseconds;
    this.zone = zone;
  }

  /** Reads a text without `@`; undefined for what is no such moment. */
  static read(text: string, kind: MomentKind): Moment | undefined {
    const found = form.exec(text);
    if (!found || text === '') return undefined;
    const [, year, month, day, hour, minute, second, fraction, zone] = found;
    if (kind === 'Time' ? year !== undefined || hour === undefined || zone !== undefined : year === undefined) {
      return undefined;
    }
    if (kind === 'Date' && text.includes('T')) return undefined;
    if (hour !== undefined && kind === 'DateTime' && (day === undefined || !text.includes('T'))) return undefined;
    if (zone !== undefined && hour === undefined) return undefined;
    const parts = [year, month, day, hour, minute, second].filter((part) => part !== undefined).map(Number);
    const milliseconds = fraction === undefined ? undefined : exact(Number(`0${fraction}`) * 1000);
    const moment = new Moment(kind, parts, milliseconds, zone === undefined ? undefined : zoneOf(zone));
    return moment.isReal() ? moment : undefined;
  }

  private isReal(): boolean {
    const [year = 1, month = 1, day = 1] = this.kind === 'Time' ? [] : this.parts;
    const [hour = 0, minute = 0, second = 0] = this.kind === 'Time' ? this.parts : this.parts.slice(3);
    const inTime = hour < 24 && minute < 60 && second < 60;
    return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && inTime;
  }

  toString(): string {
    const two = (value: number | undefined) => String(value ?? 0).padStart(2, '0');
    const [date, time] = this.kind === 'Time' ? [[], this.parts] : [this.parts.slice(0, 3), this.parts.slice(3)];
    const [year, ...days] = date;
    const [whole = '', finer = ''] = this.milliseconds === undefined ? [] : String(this.milliseconds).split('.');
    const fraction = whole === '' ? '' : `.${whole.padStart(3, '0')}${finer}`;
    const first = year === undefined ? '' : [String(year).padStart(4, '0'), ...days.map(two)].join('-');
    const rest = `${time.map(two).join(':')}${fraction}${zoneText(this.zone)}`;
    return this.kind === 'DateTime' && rest !== '' ? `${first}T${rest}` : first + rest;
  }

  /** Digits that are said. http://hl7.org/fhirpath/#precision */
  get precision(): number {
    const digits = this.parts.length * 2 + (this.kind === 'Time' ? 0 : 2);
    return this.milliseconds === undefined ? digits : digits + 3;
  }

  /**
   * -1, 0 or 1; undefined when nobody can say, because one is said less precisely or without its zone; 'other' for a
   * date beside a time of day.
   */
  compare(other: Moment): -1 | 0 | 1 | undefined | 'other' {
    if ((this.kind === 'Time') !== (other.kind === 'Time')) return 'other';
    const bothHaveTime = this.kind !== 'Time' && this.parts.length > 3 && other.parts.length > 3;
    if (bothHaveTime && (this.zone === undefined) !== (other.zone === undefined)) return this.compareZoneless(other);
    const [left, right] = bothHaveTime && this.zone !== other.zone ? [this.inUtc(), other.inUtc()] : [this, other];
    for (let n = 0; n < Math.min(left.parts.length, right.parts.length); n++) {
      const difference = (left.parts[n] as number) - (right.parts[n] as number);
      if (difference !== 0) return difference < 0 ? -1 : 1;
    }
    if (left.parts.length !== right.parts.length) return undefined;
    const difference = (left.milliseconds ?? 0) - (right.milliseconds ?? 0);
    return difference === 0 ? 0 : difference < 0 ? -1 : 1;
  }

  /** Zones lie between -12 and +14 hours: what is farther apart can be told without knowing one. */
  private compareZoneless(other: Moment): -1 | 1 | undefined {
    const difference = this.epoch() - other.epoch();
    return Math.abs(difference) > 26 * 3_600_000 ? (difference < 0 ? -1 : 1) : undefined;
  }

  private epoch(): number {
    const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0] =
      this.kind === 'Time' ? [1970, 1, 1, ...this.parts] : this.parts;
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hour, minute, second, Math.trunc(this.milliseconds ?? 0));
    return date.getTime() - (this.zone ?? 0) * 60_000;
  }

  /** The same text for the same moment, in whatever zone it was said. */
  normal(): string {
    const utc = this.zone === undefined || this.zone === 0 ? this : this.inUtc();
    const isPrecise = utc.parts.length === (utc.kind === 'Time' ? 3 : 6);
    const text = isPrecise ? new Moment(utc.kind, utc.parts, utc.milliseconds ?? 0, utc.zone) : utc;
    return `${text}`;
  }

  private inUtc(): Moment {
    return this.at(this.epoch(), 0);
  }

  /** The same precision at another instant. */
  private at(epoch: number, zone: number | undefined): Moment {
    const date = new Date(epoch + (zone ?? 0) * 60_000);
    if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999) {
      throw cannot('The date lies outside of the years 1 to 9999.');
    }
    const whole = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours()];
    const all = [...whole, date.getUTCMinutes(), date.getUTCSeconds()];
    const parts = this.kind === 'Time' ? all.slice(3, 3 + this.parts.length) : all.slice(0, this.parts.length);
    const finer = (this.milliseconds ?? 0) % 1;
    const passed = exact(date.getUTCMilliseconds() + finer);
    // Seconds and their parts are one precision: parts come where there were none.
    const milliseconds = this.milliseconds === undefined && passed === 0 ? undefined : passed;
    return new Moment(this.kind, parts, milliseconds, zone);
  }

  /**
   * `unit` in calendar words. What is finer than the moment counts in whole steps of its precision.
   * http://hl7.org/fhirpath/N1/#addition-1
   */
  plus(amount: number, unit: CalendarUnit): Moment {
    if (Math.abs(amount) > 1e12) throw cannot('The duration is too long.');
    if (this.kind !== 'DateTime' && inDay.has(unit) !== (this.kind === 'Time')) {
      throw cannot(`A ${this.kind} cannot be moved by ${unit}s.`);
    }
    if (unit === 'year' || unit === 'month') return this.plusMonths(unit === 'year' ? amount * 12 : amount);
    const step = lengths[unit];
    const finest = this.kind === 'Time' ? 3 : 0;
    const precision = finest + this.parts.length;
    if (precision === 1) return this.plusMonths(Math.trunc((amount * step) / (365 * lengths.day)) * 12);
    if (precision === 2) return this.plusMonths(Math.trunc((amount * step) / (30 * lengths.day)));
    const own = precision === 3 ? lengths.day : precision === 4 ? lengths.hour : precision === 5 ? lengths.minute : 1;
    const shift = Math.trunc(exact((amount * step) / own)) * own;
    const day = 86_400_000;
    if (this.kind === 'Time') return this.at((((this.epoch() + shift) % day) + day) % day, undefined);
    return this.at(this.epoch() + shift, this.zone);
  }

  private plusMonths(months: number): Moment {
    const [year = 1, month = 1, day, ...rest] = this.parts;
    const count = year * 12 + month - 1 + (this.parts.length === 1 ? Math.trunc(months / 12) * 12 : months);
    const [newYear, newMonth] = [Math.floor(count / 12), (count % 12) + 1];
    if (newYear < 1 || newYear > 9999) throw cannot('The date lies outside of the years 1 to 9999.');
    if (day === undefined) return new Moment(this.kind, [newYear, newMonth].slice(0, this.parts.length));
    const parts = [newYear, newMonth, Math.min(day, daysIn(newYear, newMonth)), ...rest];
    return new Moment(this.kind, parts, this.milliseconds, this.zone);
  }

  /**
   * Whole units from this to the other, or boundaries of units crossed on the way; undefined when one of them is not
   * said so precisely. http://hl7.org/fhirpath/#duration
   */
  until(other: Moment, unit: CalendarUnit, isDuration: boolean): number | undefined {
    const needed = { year: 1, month: 2, week: 3, day: 3, hour: 4, minute: 5, second: 6, millisecond: 6 }[unit];
    const said = (of: Moment) => of.parts.length + (of.kind === 'Time' ? 3 : 0);
    if (said(this) < needed || said(other) < needed) return undefined;
    if (unit === 'year' || unit === 'month') {
      if (this.kind === 'Time') return undefined;
      const months = (of: Moment) => (of.parts[0] ?? 0) * 12 + (unit === 'year' ? 0 : (of.parts[1] ?? 1) - 1);
      const crossed = (months(other) - months(this)) / (unit === 'year' ? 12 : 1);
      if (!isDuration || crossed === 0) return crossed;
      const reached = this.plus(crossed, unit).epoch();
      if (crossed > 0) return reached > other.epoch() ? crossed - 1 : crossed;
      return reached < other.epoch() ? crossed + 1 : crossed;
    }
    const length = lengths[unit];
    if (isDuration) return Math.trunc((other.epoch() - this.epoch()) / length);
    // Days are those of each one's calendar, hours and finer those of one zone.
    const wall = (of: Moment) => of.epoch() + ((inDay.has(unit) ? this.zone : of.zone) ?? 0) * 60_000;
    // Weeks begin on Sundays: the first of January 1970 was a Thursday.
    const count = (of: Moment) => Math.floor((wall(of) + (unit === 'week' ? 4 * lengths.day : 0)) / length);
    return count(other) - count(this);
  }

  /** The first or last moment that this may be, said to `precision` digits; undefined where there are none such. */
  boundary(isLow: boolean, precision: number): Moment | undefined {
    const [first, most] = this.kind === 'Time' ? [3, 9] : [0, this.kind === 'Date' ? 8 : 17];
    const lengthOf = ([4, 6, 8, 10, 12, 14, 17] as const).indexOf(
      (this.kind === 'Time' ? precision + 8 : precision) as 17,
    );
    if (precision > most || lengthOf < first) return undefined;
    const parts = [...(this.kind === 'Time' ? [0, 0, 0] : []), ...this.parts];
    for (let n = parts.length; n < 6; n++) {
      const last = n === 1 ? 12 : n === 2 ? daysIn(parts[0] as number, parts[1] as number) : n === 3 ? 23 : 59;
      parts.push(isLow ? (n < 3 ? 1 : 0) : last);
    }
    const milliseconds = lengthOf < 6 ? undefined : (this.milliseconds ?? (isLow ? 0 : 999));
    const hasTime = this.kind === 'DateTime' && lengthOf > 2;
    const zone = hasTime ? (this.zone ?? (isLow ? 14 * 60 : -12 * 60)) : undefined;
    const kind = this.kind === 'DateTime' && lengthOf <= 2 ? 'DateTime' : this.kind;
    return new Moment(kind, parts.slice(first, Math.min(lengthOf, 5) + 1), milliseconds, zone);
  }
}

/** Calendar words and their UCUM codes: those of days and finer are the same, months and years are not. */
export type CalendarUnit = 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';

/** Units that times of day have. */
const inDay: ReadonlySet<string> = new Set(['hour', 'minute', 'second', 'millisecond']);

/** Doubles have noise in the last digits that nobody wrote. */
const exact = (value: number): number => Number(value.toFixed(6));

const lengths = {
  week: 7 * 86_400_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
} as const;

const daysIn = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

const zoneOf = (text: string): number =>
  text === 'Z' ? 0 : (text.startsWith('-') ? -1 : 1) * (Number(text.slice(1, 3)) * 60 + Number(text.slice(4)));

function zoneText(zone: number | undefined): string {
  if (zone === undefined) return '';
  if (zone === 0) return 'Z';
  const [hours, minutes] = [Math.trunc(Math.abs(zone) / 60), Math.abs(zone) % 60];
  return `${zone < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
