/** Facts of the profile in words of the language that is on: lanes, kinds, doses, values, sources. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { type Format, formatOf } from '#libs/ui/format/format.ts';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { Dose, Flag, KeyResult, Lane, Source } from '../../model.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

export interface Wording extends Format {
  lane(lane: Lane): string;
  /** One entry of a FHIR type: `Wizyta`, `Wynik badania`. */
  kind(type: string, lane?: Lane): string;
  /** `1 tabletka rano`; undefined when no dose was recorded. */
  dose(dose: Dose | undefined): string | undefined;
  /** `7,9 %`, `138/84 mmHg`, or the recorded words. */
  value(result: KeyResult): string;
  /** `4–6 %`, `do 190 mg/dl`, or without the unit beside a value that has it; undefined without a range. */
  range(result: KeyResult, withUnit?: boolean): string | undefined;
  flag(flag: Flag): string;
  /** `HbA1c: 6,1 → 7,9 %, marzec 2024 – marzec 2027`: what a small line shows. */
  course(result: KeyResult): string;
  trend(trend: NonNullable<KeyResult['trend']>): string;
  source(source: Source): string;
  /** `K`, `M` with the full word for listeners. */
  sex(sex: string): string;
}

export function useWording(): Wording {
  const { i18n } = useLingui();
  const { language } = usePortal();
  return useMemo(() => ({ ...formatOf(language), ...wordingOf(i18n, formatOf(language)) }), [i18n, language]);
}

function wordingOf(i18n: I18n, format: Format): Omit<Wording, keyof Format> {
  return {
    lane: (lane) => lanes(i18n)[lane],
    kind: (type, lane) => (lane === 'stays' ? i18n._('Pobyt w szpitalu') : (kinds(i18n)[type] ?? i18n._('Wpis'))),
    dose: (dose) => dose && doseWords(dose, i18n, format),
    value: (result) => valueWords(result, format),
    range: (result, withUnit = true) => rangeWords(result, i18n, format, withUnit),
    flag: (flag) =>
      ({
        low: i18n._('poniżej normy'),
        high: i18n._('powyżej normy'),
        normal: i18n._('w normie'),
        unknown: i18n._('norma nieznana'),
      })[flag],
    course: (result) => courseWords(result, format),
    trend: (trend) => ({ up: i18n._('rośnie'), down: i18n._('spada'), same: i18n._('bez zmian') })[trend],
    source: ({ facility, author }) => [author, facility].filter(Boolean).join(', ') || i18n._('źródło nieznane'),
    sex: (sex) =>
      ({ female: i18n._('kobieta'), male: i18n._('mężczyzna'), other: i18n._('inna płeć') })[sex] ??
      i18n._('płeć nieznana'),
  };
}

const lanes = (i18n: I18n): Record<Lane, string> => ({
  problems: i18n._('problemy'),
  stays: i18n._('pobyty'),
  visits: i18n._('wizyty'),
  medicines: i18n._('leki'),
  tests: i18n._('badania'),
  documents: i18n._('dokumenty'),
});

const kinds = (i18n: I18n): Record<string, string> => ({
  Condition: i18n._('Rozpoznanie'),
  AllergyIntolerance: i18n._('Uczulenie'),
  Encounter: i18n._('Wizyta'),
  MedicationRequest: i18n._('Recepta'),
  MedicationStatement: i18n._('Przyjmowany lek'),
  MedicationDispense: i18n._('Wydanie leku'),
  MedicationAdministration: i18n._('Podanie leku'),
  Immunization: i18n._('Szczepienie'),
  Observation: i18n._('Wynik badania'),
  DiagnosticReport: i18n._('Opis badania'),
  ImagingStudy: i18n._('Badanie obrazowe'),
  Procedure: i18n._('Zabieg'),
  DocumentReference: i18n._('Dokument'),
  Composition: i18n._('Dokument'),
  ServiceRequest: i18n._('Skierowanie'),
  CarePlan: i18n._('Plan leczenia'),
  Appointment: i18n._('Termin'),
  Goal: i18n._('Cel leczenia'),
  CareTeam: i18n._('Zespół opieki'),
  EpisodeOfCare: i18n._('Deklaracja POZ'),
  ExplanationOfBenefit: i18n._('Świadczenie NFZ'),
});

/** The author's words come first: numbers are made into words only where there are none. */
function doseWords(dose: Dose, i18n: I18n, format: Format): string | undefined {
  if (dose.text) return dose.text;
  if (dose.amount === undefined) return undefined;
  const amount = [format.number(dose.amount), dose.unit].filter(Boolean).join(' ');
  const times = dose.times;
  const often =
    times === undefined || (dose.every ?? 1) !== 1
      ? undefined
      : dose.period === 'd'
        ? i18n._('{times, plural, one {# raz} few {# razy} other {# razy}} na dobę', { times })
        : dose.period === 'wk'
          ? i18n._('{times, plural, one {# raz} few {# razy} other {# razy}} w tygodniu', { times })
          : undefined;
  const need = dose.asNeeded ? i18n._('w razie potrzeby') : undefined;
  return [amount, often, need].filter(Boolean).join(', ');
}

/** As many decimals as the series has: 7,0 beside 7,9. */
export const decimalsOf = ({ value, series }: KeyResult): number =>
  Math.min(3, Math.max(0, ...[value.number, ...series.map((point) => point.value)].map((one) => decimals(one))));

const decimals = (value: number | undefined): number =>
  value === undefined ? 0 : (String(value).split('.')[1]?.length ?? 0);

function valueWords(result: KeyResult, format: Format): string {
  const { number, second, text, unit } = result.value;
  if (number === undefined) return text ?? '–';
  const digits = decimalsOf(result);
  const said = [number, second].flatMap((one) => (one === undefined ? [] : format.number(one, digits))).join('/');
  return unit ? `${said}\u00a0${unit}` : said;
}

function rangeWords({ range, value }: KeyResult, i18n: I18n, format: Format, withUnit: boolean): string | undefined {
  if (!range) return undefined;
  const unit = withUnit && value.unit ? `\u00a0${value.unit}` : '';
  const low = range.low === undefined ? undefined : format.number(range.low);
  const high = range.high === undefined ? undefined : format.number(range.high);
  if (low !== undefined && high !== undefined) return `${low}–${high}${unit}`;
  if (high !== undefined) return i18n._('do {limit}', { limit: high + unit });
  if (low !== undefined) return i18n._('od {limit}', { limit: low + unit });
  return range.text;
}

function courseWords(result: KeyResult, format: Format): string {
  const [first, last] = [result.series[0], result.series.at(-1)];
  if (!first || !last) return result.what;
  const month = (date: string) => format.date(date.slice(0, 7)) ?? '';
  const before = format.number(first.value, decimalsOf(result));
  return `${result.what}: ${before} → ${valueWords(result, format)}, ${month(first.date)} – ${month(last.date)}`;
}
