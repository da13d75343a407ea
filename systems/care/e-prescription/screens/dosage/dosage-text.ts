/**
 * Dosage as doctors type it, and back: `1-0-1`, `2x1`, `1 co 8 h`, `1/tydz`, `0,5-0-0-0,5`, then `przez 7 dni`,
 * `w razie potrzeby`, and what else is to be said, after a semicolon. Pure; the Polish words for patients are made by
 * the system.
 */
import { type Dosage, dayTimes } from '../../model.ts';

export type DosageFault = 'empty' | 'unequal' | 'nothing-taken' | 'not-understood';
export type ReadDosage = { readonly dosage: Dosage } | { readonly fault: DosageFault };

/** To a thousandth; not a number for what divides by nothing. */
const number = (text: string): number => {
  const [top = '', below] = text.split('/');
  const value = Math.round((1000 * Number(top.replace(',', '.'))) / Number(below ?? 1)) / 1000;
  return Number.isFinite(value) ? value : Number.NaN;
};
const amountText = String.raw`\d{1,4}(?:[.,]\d{1,3}|\/\d{1,2})?`;
const unitText = String.raw`(?:\s*(?<unit>(?!(?:razy?|co|w|na|x|po|przez)(?:\s|$))[\p{L}µ][\p{L}µ.]{0,19}))?`;

/** Parts of the text that may stand anywhere, taken out before the rest is read. */
const asNeeded = /(?:^|\s)(?:w razie potrzeby|w razie bólu|doraźnie|wrp|prn)(?=$|\s|,)/iu;
const length = /(?:^|\s)(?:przez\s*)?(\d{1,3})\s*(?:dni|dzień|d)(?=$|[\s,])/iu;
const weeks = /(?:^|\s)przez\s*(\d{1,2})\s*tyg\S*/iu;

const forms: readonly {
  readonly form: RegExp;
  readonly read: (groups: Record<string, string>) => Dosage | DosageFault;
}[] = [
  {
    form: new RegExp(String.raw`^(?<parts>${amountText}(?:\s*-\s*${amountText}){2,3})${unitText}$`, 'iu'),
    read: ({ parts = '', unit = '' }) =>
      byTimesOfDay(
        parts.split('-').map((part) => number(part.trim())),
        unit,
      ),
  },
  {
    form: new RegExp(
      String.raw`^(?<times>\d{1,2})\s*(?:x|×|\*|razy(?:\s+(?:dziennie|na dobę))?\s+po)\s*(?<amount>${amountText})${unitText}$`,
      'iu',
    ),
    read: ({ times = '', amount = '', unit = '' }) => regular(amount, unit, Number(times)),
  },
  {
    form: new RegExp(
      String.raw`^(?<amount>${amountText})${unitText}\s+co\s+(?<hours>\d{1,2})\s*(?:h|g|godz\S*)$`,
      'iu',
    ),
    read: ({ amount = '', unit = '', hours = '' }) =>
      24 % Number(hours) === 0 ? regular(amount, unit, 24 / Number(hours)) : 'not-understood',
  },
  {
    form: new RegExp(String.raw`^(?<amount>${amountText})${unitText}\s+co\s+(?<days>\d{1,3})\s*(?:d|dni|dzień)$`, 'iu'),
    read: ({ amount = '', unit = '', days = '' }) => regular(amount, unit, 1, Number(days)),
  },
  {
    form: new RegExp(
      String.raw`^(?<amount>${amountText})${unitText}\s*(?:\/|\s+raz\s+(?:w|na)\s+|\s+na\s+|\s+w\s+)\s*(?<span>ty[gd]\S*|dzień|dobę|mies\S*)$`,
      'iu',
    ),
    read: ({ amount = '', unit = '', span = '' }) =>
      regular(amount, unit, 1, /^ty[gd]/i.test(span) ? 7 : /^mies/i.test(span) ? 30 : undefined),
  },
  {
    form: new RegExp(String.raw`^(?<amount>${amountText})${unitText}$`, 'iu'),
    read: ({ amount = '', unit = '' }) => regular(amount, unit, 1),
  },
];

const timeWords: readonly (readonly [RegExp, (typeof dayTimes)[number]])[] = [
  [/(?:^|\s)rano(?=$|\s|,)/iu, 'morning'],
  [/(?:^|\s)w południe(?=$|\s|,)/iu, 'noon'],
  [/(?:^|\s)wieczorem(?=$|\s|,)/iu, 'evening'],
  [/(?:^|\s)(?:na noc|przed snem)(?=$|\s|,)/iu, 'night'],
];
const often = /(?:^|\s)(do\s+)?(?:(\d{1,2})\s*razy|raz)\s+(?:na dobę|dziennie)(?=$|\s|,)/iu;
const weekly = /(?:^|\s)raz\s+(?:w tygodniu|na tydzień)(?=$|\s|,)/iu;
const begins = new RegExp(String.raw`^(?<amount>${amountText})${unitText}(?<rest>[\s,].*)?$`, 'iu');

/** As letters and older records say it: `1 tabletka 2 razy na dobę, rano i wieczorem, po jedzeniu`. */
function inSentence(text: string): Dosage | DosageFault {
  const { amount = '', unit = '', rest = '' } = begins.exec(text)?.groups ?? {};
  const [, atMost, count = '1'] = often.exec(rest) ?? [];
  const at = timeWords.filter(([words]) => words.test(rest)).map(([, time]) => time);
  const isWeekly = weekly.test(rest);
  if (!amount || (!often.test(rest) && !isWeekly && at.length === 0)) return 'not-understood';
  const times = often.test(rest) ? Number(count) : Math.max(1, at.length);
  if (at.length > 0 && (at.length !== times || isWeekly)) return 'not-understood';
  const left = [often, weekly, ...timeWords.map(([words]) => words)].reduce(
    (said, words) => said.replace(words, ' '),
    rest,
  );
  const note = left
    .replace(/(?:^|\s)i(?=$|\s)/giu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,]+|[\s,]+$/g, '');
  const dosage = regular(amount, unit, times, isWeekly ? 7 : undefined);
  if (typeof dosage === 'string') return dosage;
  const more = { ...(at.length > 0 ? { at } : {}), ...(atMost ? { asNeeded: true } : {}), ...(note ? { note } : {}) };
  return { ...dosage, ...more };
}

/** `tabletka` is counted like `tabl.` */
const unitWord = (unit: string): string =>
  /^tabl/i.test(unit) ? 'tabl.' : /^kaps/i.test(unit) ? 'kaps.' : /^sasz/i.test(unit) ? 'sasz.' : unit;

function regular(amount: string, unit: string, times: number, everyDays?: number): Dosage | DosageFault {
  const value = number(amount);
  if (!(value > 0) || !(times > 0) || times > 48) return 'nothing-taken';
  if (everyDays !== undefined && !(everyDays >= 1 && everyDays <= 365)) return 'not-understood';
  return { amount: { value, unit }, times, ...(everyDays && everyDays > 1 ? { everyDays } : {}) };
}

function byTimesOfDay(parts: readonly number[], unit: string): Dosage | DosageFault {
  if (parts.some(Number.isNaN)) return 'not-understood';
  const names = parts.length === 4 ? dayTimes : (['morning', 'noon', 'evening'] as const);
  const taken = names.flatMap((at, place) => ((parts[place] ?? 0) > 0 ? [{ at, value: parts[place] ?? 0 }] : []));
  const [first] = taken;
  if (!first) return 'nothing-taken';
  // The message carries one amount: doses that differ within a day are two entries.
  if (taken.some(({ value }) => value !== first.value)) return 'unequal';
  return { amount: { value: first.value, unit }, times: taken.length, at: taken.map(({ at }) => at) };
}

/** Reads what was typed. `unit` is what one counts this medicine in, when the text does not say. */
export function readDosage(text: string, unit: string): ReadDosage {
  const [head = '', ...rest] = text.split(';');
  const note = rest.join(';').trim();
  let main = ` ${head.trim()} `;
  const needed = asNeeded.test(main);
  main = main.replace(asNeeded, ' ');
  const inWeeks = weeks.exec(main);
  main = main.replace(weeks, ' ');
  const inDays = /co\s+\d{1,3}\s*(?:d|dni|dzień)/iu.test(main)
    ? /przez\s*(\d{1,3})\s*(?:dni|dzień|d)/iu.exec(main)
    : length.exec(main);
  if (inDays) main = main.replace(inDays[0], ' ');
  const sentence = main.replace(/\s+/g, ' ').trim();
  main = main
    .replace(/,(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (main === '') return { fault: 'empty' };
  const readings = [
    ...forms.flatMap(({ form, read }) => {
      const groups = form.exec(main)?.groups;
      return groups ? [() => read(groups as Record<string, string>)] : [];
    }),
    () => inSentence(sentence),
  ];
  for (const read of readings) {
    const dosage = read();
    if (typeof dosage === 'string') return { fault: dosage };
    const days = inDays ? Number(inDays[1]) : inWeeks ? 7 * Number(inWeeks[1]) : undefined;
    return {
      dosage: {
        ...dosage,
        amount: { value: dosage.amount.value, unit: unitWord(dosage.amount.unit) || unit },
        ...(days ? { days } : {}),
        ...(needed ? { asNeeded: true } : {}),
        ...(note || dosage.note ? { note: [dosage.note, note].filter(Boolean).join(', ') } : {}),
      },
    };
  }
  return { fault: 'not-understood' };
}

const plain = (value: number): string => String(value).replace('.', ',');

/** The shorthand of a dosage: what `readDosage` reads back. Units that the medicine has anyway are left out. */
export function dosageText(
  { amount, times, everyDays = 1, at, days, asNeeded: needed, note }: Dosage,
  unit: string,
): string {
  const own = amount.unit === unit ? '' : ` ${amount.unit}`;
  const value = plain(amount.value);
  const names = at?.includes('night') ? dayTimes : dayTimes.slice(0, 3);
  const main =
    at && at.length === times && everyDays === 1
      ? `${names.map((name) => (at.includes(name) ? value : '0')).join('-')}${own}`
      : everyDays > 1
        ? `${value}${own} co ${everyDays} dni`
        : `${times}x${value}${own}`;
  return (
    [main, days && `przez ${days} dni`, needed && 'w razie potrzeby'].filter(Boolean).join(' ') +
    (note ? `; ${note}` : '')
  );
}

/** What one counts a medicine in, by its pharmaceutical form. */
export function unitOf(form: string | undefined): string {
  const known: readonly (readonly [RegExp, string])[] = [
    [/tabl/i, 'tabl.'],
    [/kaps/i, 'kaps.'],
    [/krople/i, 'kropla'],
    [/aerozol|inhal/i, 'dawka'],
    [/maść|krem|żel|emuls/i, 'aplikacja'],
    [/plast/i, 'plaster'],
    [/czopk/i, 'czopek'],
    [/syrop|zawies|roztwór doustny|płyn/i, 'ml'],
    [/sasz|granul/i, 'sasz.'],
    [/wstrzyk|infuz/i, 'dawka'],
  ];
  return known.find(([pattern]) => pattern.test(form ?? ''))?.[1] ?? 'dawka';
}
