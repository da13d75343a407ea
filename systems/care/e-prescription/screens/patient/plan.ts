/**
 * The day's plan of medicines, from the dosage of what was collected. Pure. Not for clinical use: it repeats what the
 * prescriber wrote, and says where that gives no time of day.
 */
import type { Dosage, MyPrescription } from '../../model.ts';
import { dayTimes } from '../../model.ts';

export type DayTime = (typeof dayTimes)[number];

/** When the times of day are, as long as nobody chose others: Polish time. */
export const clockOf: Readonly<Record<DayTime, string>> = {
  morning: '08:00',
  noon: '13:00',
  evening: '19:00',
  night: '22:00',
};

export interface Taking {
  /** Of the prescription, and the time of day: `8f…/morning`. */
  readonly key: string;
  readonly prescription: string;
  readonly medicine: string;
  readonly amount: Dosage['amount'];
  readonly note?: string;
}

export interface Plan {
  readonly at: Readonly<Record<DayTime, readonly Taking[]>>;
  /** When needed, more than four times a day, or without a dosage: no time of day can be told. */
  readonly otherwise: readonly { readonly prescription: string; readonly medicine: string; readonly words?: string }[];
  /** What will run out, the first to do so first. */
  readonly runsOut: readonly { readonly medicine: string; readonly prescription: string; readonly day: string }[];
}

const usual: Readonly<Record<number, readonly DayTime[]>> = {
  1: ['morning'],
  2: ['morning', 'evening'],
  3: ['morning', 'noon', 'evening'],
  4: dayTimes,
};

/** The plan of one day (`YYYY-MM-DD`) of somebody. */
export function planOf(prescriptions: readonly MyPrescription[], day: string): Plan {
  const at: Record<DayTime, Taking[]> = { morning: [], noon: [], evening: [], night: [] };
  const otherwise: Plan['otherwise'][number][] = [];
  const runsOut: Plan['runsOut'][number][] = [];
  for (const one of prescriptions) {
    const { id, medicine, dosage, dosageWords } = one;
    const begun = one.lastDispensed?.slice(0, 10);
    if (!begun || begun > day || one.status === 'ANULOWANA') continue;
    const lasts = lastDayOf(one, begun);
    if (lasts !== undefined && lasts < day) continue;
    if (lasts !== undefined) runsOut.push({ medicine: medicine.name, prescription: id, day: lasts });
    const times = dosage && timesOf(dosage);
    if (!dosage || !times) {
      otherwise.push({ prescription: id, medicine: medicine.name, ...(dosageWords ? { words: dosageWords } : {}) });
      continue;
    }
    if (daysBetween(begun, day) % (dosage.everyDays ?? 1) !== 0) continue;
    for (const time of times)
      at[time].push({
        ...{ key: `${id}/${time}`, prescription: id, medicine: medicine.name, amount: dosage.amount },
        ...(dosage.note ? { note: dosage.note } : {}),
      });
  }
  runsOut.sort((a, b) => a.day.localeCompare(b.day));
  return { at, otherwise, runsOut };
}

/** Undefined when no times of day follow from the dosage. */
function timesOf({ times, at, asNeeded }: Dosage): readonly DayTime[] | undefined {
  if (asNeeded) return undefined;
  if (at && at.length > 0) return dayTimes.filter((time) => at.includes(time));
  return usual[times];
}

/** The last day that what was collected lasts for; undefined when nothing says so. */
function lastDayOf({ dosage, supplyDays, quantity, dispensed }: MyPrescription, begun: string): string | undefined {
  const days = dosage?.days ?? (supplyDays === undefined ? undefined : Math.floor((supplyDays * dispensed) / quantity));
  return days === undefined || days < 1 ? undefined : later(begun, days - 1);
}

const asTime = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const oneDay = 86_400_000;

export const daysBetween = (from: string, to: string): number => Math.round((asTime(to) - asTime(from)) / oneDay);
export const later = (day: string, days: number): string =>
  new Date(asTime(day) + days * oneDay).toISOString().slice(0, 10);
