/** Parts of dates and times, and how far they are apart. http://hl7.org/fhirpath/#datetime-component-extraction */
import { Decimal } from '../decimal.ts';
import { type CalendarUnit, Moment, type MomentKind } from '../moment.ts';
import type { Call, FunctionTable } from '../call.ts';
import { single } from '../operators.ts';
import { calendarWord } from '../quantity.ts';
import { cannot } from '../refused.ts';
import { decimal, type Item, moment, number, toSystem } from '../values.ts';
import { argument, textArgument } from './arguments.ts';

function momentOf(items: readonly Item[], kinds: readonly MomentKind[]): Moment | undefined {
  const item = single(items);
  const value = item && toSystem(item)?.value;
  if (!item || value === undefined) return undefined;
  if (value instanceof Moment && kinds.includes(value.kind)) return value;
  throw cannot(`${item.type} has no such part.`);
}

/** A part that is a whole number; nothing where the value is not said so precisely, or is no such moment. */
const part = (kinds: readonly MomentKind[], find: (of: Moment) => number | undefined): FunctionTable[string] => ({
  arguments: [0, 0],
  gives: 'Integer',
  run: ({ input }) => {
    const of = partOf(input, kinds);
    const value = of && find(of);
    return value === undefined ? [] : [number(value)];
  },
});

/** A moment of which a part is taken: other values have none. http://hl7.org/fhirpath/#yearof-integer */
function partOf(items: readonly Item[], kinds: readonly MomentKind[]): Moment | undefined {
  const item = single(items);
  const value = item && toSystem(item)?.value;
  return value instanceof Moment && kinds.includes(value.kind) ? value : undefined;
}

const dates: readonly MomentKind[] = ['Date', 'DateTime'];
const times: readonly MomentKind[] = ['DateTime', 'Time'];
const inDay = ({ kind, parts }: Moment, at: number): number | undefined => parts[kind === 'Time' ? at : at + 3];

function zone({ input }: Call): Item[] {
  const of = partOf(input, ['DateTime']);
  if (of?.zone === undefined) return [];
  const hours = new Decimal(BigInt(of.zone)).dividedBy(new Decimal(60n)) as Decimal;
  return [decimal(hours.scale === 0 ? hours.truncated(1) : hours)];
}

function timeOf({ input }: Call): Item[] {
  const of = partOf(input, ['DateTime']);
  return of && of.parts.length > 3 ? [moment(new Moment('Time', of.parts.slice(3), of.milliseconds))] : [];
}

/** Whole units between two moments (`duration`), or boundaries of units that are crossed (`difference`). */
function apart(call: Call, isDuration: boolean): Item[] {
  const [from, to] = [momentOf(call.input, [...dates, 'Time']), momentOf(argument(call, 0), [...dates, 'Time'])];
  const text = textArgument(call, 1);
  if (!from || !to || text === undefined) return [];
  const unit = calendarWord(text);
  if (!unit) throw cannot(`'${text.slice(0, 30)}' is no unit of the calendar.`);
  if ((from.kind === 'Time') !== (to.kind === 'Time')) throw cannot('A date and a time of day are not compared.');
  const found = from.until(to, unit as CalendarUnit, isDuration);
  return found === undefined ? [] : [number(found)];
}

export const moments: FunctionTable = {
  yearOf: part(dates, ({ parts }) => parts[0]),
  monthOf: part(dates, ({ parts }) => parts[1]),
  dayOf: part(dates, ({ parts }) => parts[2]),
  hourOf: part(times, (of) => inDay(of, 0)),
  minuteOf: part(times, (of) => inDay(of, 1)),
  secondOf: part(times, (of) => inDay(of, 2)),
  millisecondOf: part(times, ({ milliseconds }) => milliseconds && Math.trunc(milliseconds)),
  timezoneOffsetOf: { arguments: [0, 0], gives: 'Decimal', run: zone },
  dateOf: {
    arguments: [0, 0],
    gives: 'Date',
    run: ({ input }) => {
      const of = partOf(input, dates);
      return of ? [moment(new Moment('Date', of.parts.slice(0, 3)))] : [];
    },
  },
  timeOf: { arguments: [0, 0], gives: 'Time', run: timeOf },
  duration: { arguments: [2, 2], gives: 'Integer', run: (call) => apart(call, true) },
  difference: { arguments: [2, 2], gives: 'Integer', run: (call) => apart(call, false) },
};
