/**
 * How a medicine is taken: Polish words made from the structure, FHIR Dosage and back, and how much goes in a day.
 * https://hl7.org/fhir/R4/dosage.html
 */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import { type Dosage, dayTimes } from './model.ts';

const timeWords = { morning: 'rano', noon: 'w południe', evening: 'wieczorem', night: 'na noc' } as const;
const when = { morning: 'MORN', noon: 'NOON', evening: 'EVE', night: 'NIGHT' } as const;

const number = (value: number): string => String(value).replace('.', ',');
const count = (value: number, one: string, many: string): string => (value === 1 ? one : `${value} ${many}`);

/** `1 tabl. 2 razy dziennie (rano, wieczorem) przez 30 dni, po jedzeniu`. */
export function dosageWords({ amount, times, everyDays = 1, at = [], days, asNeeded, note }: Dosage): string {
  const often =
    everyDays === 1 ? (times === 1 ? 'raz dziennie' : `${times} razy dziennie`) : everyFew(times, everyDays);
  const inOrder = dayTimes.filter((time) => at.includes(time)).map((time) => timeWords[time]);
  return [
    `${number(amount.value)} ${amount.unit} ${asNeeded ? `w razie potrzeby, najwyżej ${often}` : often}`,
    inOrder.length > 0 ? ` (${inOrder.join(', ')})` : '',
    days ? ` przez ${count(days, '1 dzień', 'dni')}` : '',
    note ? `, ${note}` : '',
  ].join('');
}

const everyFew = (times: number, everyDays: number): string => {
  const period = everyDays === 7 ? 'w tygodniu' : everyDays === 2 ? 'co drugi dzień' : `co ${everyDays} dni`;
  if (everyDays === 7) return `${count(times, 'raz', 'razy')} ${period}`;
  return times === 1 ? period : `${times} razy ${period}`;
};

/** How many units go in a day, on average. */
export const perDay = ({ amount, times, everyDays = 1 }: Dosage): number => (amount.value * times) / everyDays;

/** FHIR Dosage. */
export const asFhirDosage = (dosage: Dosage) => ({
  text: dosageWords(dosage),
  ...(dosage.note ? { patientInstruction: dosage.note } : {}),
  timing: {
    repeat: {
      ...(dosage.days
        ? { boundsDuration: { value: dosage.days, unit: 'd', system: codeSystems.ucum, code: 'd' } }
        : {}),
      frequency: dosage.times,
      period: dosage.everyDays ?? 1,
      periodUnit: 'd',
      ...(dosage.at?.length ? { when: dosage.at.map((time) => when[time]) } : {}),
    },
  },
  ...(dosage.asNeeded ? { asNeededBoolean: true } : {}),
  doseAndRate: [{ doseQuantity: { value: dosage.amount.value, unit: dosage.amount.unit } }],
});

/** What `asFhirDosage` wrote; undefined when the Dosage says it in words only. */
export function fromFhirDosage(written: FhirDosage | undefined): Dosage | undefined {
  const { repeat } = written?.timing ?? {};
  const quantity = written?.doseAndRate?.[0]?.doseQuantity;
  if (!repeat?.frequency || quantity?.value === undefined) return undefined;
  const at = dayTimes.filter((time) => repeat.when?.includes(when[time]));
  return {
    amount: { value: Number(quantity.value), unit: quantity.unit ?? '' },
    times: Number(repeat.frequency),
    ...(Number(repeat.period ?? 1) === 1 ? {} : { everyDays: Number(repeat.period) }),
    ...(at.length > 0 ? { at } : {}),
    ...(repeat.boundsDuration ? { days: Number(repeat.boundsDuration.value) } : {}),
    ...(written?.asNeededBoolean ? { asNeeded: true } : {}),
    ...(written?.patientInstruction ? { note: written.patientInstruction } : {}),
  };
}

/** The elements of a Dosage that are read. */
export interface FhirDosage {
  readonly text?: string;
  readonly patientInstruction?: string;
  readonly asNeededBoolean?: boolean;
  readonly timing?: {
    readonly repeat?: {
      readonly frequency?: number;
      readonly period?: number;
      readonly when?: readonly string[];
      readonly boundsDuration?: { readonly value?: number };
    };
  };
  readonly doseAndRate?: readonly { readonly doseQuantity?: { readonly value?: number; readonly unit?: string } }[];
}
