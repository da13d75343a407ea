/** Dates, numbers and ages as people read them. Pure: the language and the present instant are given. */
import type { Language } from '../language/language.ts';

const zone = 'Europe/Warsaw';
const clock = { hour: 'numeric', minute: '2-digit' } as const;

export interface Format {
  /** `12 marca 2027`; keeps what a partial FHIR date knows: `marzec 2027`, `2027`. */
  date(fhir: string | undefined): string | undefined;
  /** `12.03.2027`, for tables; partial dates as they are known. */
  shortDate(fhir: string | undefined): string | undefined;
  /** `czw., 12 marca 2027, godz. 9:15` */
  dateTime(fhir: string | undefined): string | undefined;
  /** `12.03.2027, 9:15:07`, for dense tables where order and distance count. */
  shortDateTime(fhir: string | undefined): string | undefined;
  /** `9:15` */
  time(fhir: string | undefined): string | undefined;
  /** `7,9`; a thin space between thousands. */
  number(value: number, digits?: number): string;
  /** Alphabetical order of this language: ł after l. */
  compare(a: string, b: string): number;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();

/** Each is made once: that costs a hundred times as much as to use it, and a page says hundreds of dates. */
export const dateFormat = (language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  kept(dateFormats, language, options, () => new Intl.DateTimeFormat(language, options));

function kept<Made>(made: Map<string, Made>, language: string, options: object, make: () => Made): Made {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}

const partial = (fhir: string) => (fhir.length === 4 ? 'year' : fhir.length === 7 ? 'month' : 'day');

/** A FHIR date has no zone and is the same day everywhere; an instant is shown in Polish time. */
const optionsOf = (fhir: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormatOptions => ({
  ...options,
  timeZone: fhir.length <= 10 ? 'UTC' : zone,
});

/** In English, 10/12 is read in two ways: days are said as in Europe, and written as in Sweden, `2026-12-10`. */
const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : language);
const shortLocaleOf = (language: Language): string => (language === 'en' ? 'sv-SE' : language);

export function formatOf(language: Language): Format {
  const spoken = localeOf(language);
  const written = shortLocaleOf(language);
  const show = (fhir: string | undefined, options: Intl.DateTimeFormatOptions, locale = spoken) => {
    const instant = fhir ? Date.parse(fhir) : Number.NaN;
    if (!fhir || Number.isNaN(instant)) return undefined;
    return dateFormat(locale, optionsOf(fhir, options)).format(instant);
  };
  const ofKnown = (fhir: string | undefined, month: 'long' | '2-digit') => {
    if (!fhir) return undefined;
    const known = partial(fhir);
    const locale = month === 'long' ? spoken : written;
    if (known === 'year') return show(fhir, { year: 'numeric' });
    if (known === 'month') return show(fhir, { year: 'numeric', month }, locale);
    return show(fhir, { year: 'numeric', month, day: month === 'long' ? 'numeric' : '2-digit' }, locale);
  };
  return {
    date: (fhir) => ofKnown(fhir, 'long'),
    shortDate: (fhir) => ofKnown(fhir, '2-digit'),
    dateTime: (fhir) => {
      if (!fhir || fhir.length <= 10) return ofKnown(fhir, 'long');
      const date = { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' } as const;
      // Polish says the hour with a word: `czw., 12 marca 2027, godz. 9:15`; Intl does not.
      if (language === 'pl') return [show(fhir, date), show(fhir, clock)].filter(Boolean).join(', godz. ') || undefined;
      return show(fhir, { ...date, ...clock });
    },
    shortDateTime: (fhir) =>
      show(fhir, { year: 'numeric', month: '2-digit', day: '2-digit', ...clock, second: '2-digit' }, written),
    time: (fhir) => show(fhir, clock),
    number: (value, digits) => {
      const exact = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
      const options = { useGrouping: 'min2', ...exact } as const;
      return kept(numberFormats, language, options, () => new Intl.NumberFormat(language, options))
        .format(value)
        .replaceAll('\u00a0', '\u202f');
    },
    compare: new Intl.Collator(language).compare,
  };
}

/** Full years between a FHIR birth date and an instant; undefined when even the year is unknown. */
export function ageAt(birthDate: string | undefined, now: Date): number | undefined {
  const [year, month = 1, day = 1] = (birthDate ?? '').split('-').map(Number);
  if (!year) return undefined;
  const before = now.getMonth() + 1 < month || (now.getMonth() + 1 === month && now.getDate() < day);
  return now.getFullYear() - year - (before ? 1 : 0);
}
