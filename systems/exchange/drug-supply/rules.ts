/**
 * What is wrong with a message, and how to mend it: rules as data. Codes TROSPOZ* are those of ZSMOPL as far as they
 * are known (zsmopl.ezdrowie.gov.pl/historia-zmian); EZ-* are ours. Pure.
 */
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { type Finding, type Message, type Movement, opening, type Position, transactionKinds } from './model.ts';

interface Rule extends Pick<Finding, 'code' | 'level' | 'pl' | 'en'> {
  /** Since when it is applied, to days of reports. */
  readonly validFrom: string;
  readonly source: string;
  breaks(position: Position, message: Message): boolean;
}

const published = 'zsmopl.ezdrowie.gov.pl/historia-zmian';
const ours = 'own check of data quality';
const duty = '2019-04-01';
const exceeds = (part: number | undefined, whole: number | undefined): boolean =>
  part !== undefined && whole !== undefined && part > whole;
const signed: readonly (keyof Position)[] = [
  ...(['quantity', 'value', 'available', 'availableSeries', 'withheld', 'withheldSeries'] as const),
];
const known = new Set([...transactionKinds, opening].map(({ code }) => code));

export const rules: readonly Rule[] = [
  {
    ...{ code: 'XSD', level: 'reject', validFrom: duty, source: published },
    pl: 'Ilość, wartość, data lub stan nie jest liczbą albo datą: wpisz liczbę z najwyżej trzema miejscami po przecinku.',
    en: 'A quantity, value, day or stock is no number or day: write a number with at most three decimals.',
    breaks: ({ unreadable, quantity }) => unreadable.length > 0 || quantity === undefined,
  },
  {
    ...{ code: 'XSD-UJEMNE', level: 'reject', validFrom: duty, source: published },
    pl: 'Ilość, wartość lub stan jest ujemny: zwrot i ubytek zgłoś rodzajem transakcji, nie znakiem.',
    en: 'A quantity, value or stock is negative: report returns and losses by the kind of transaction, not by a sign.',
    breaks: (position) => signed.some((name) => Number(position[name] ?? 0) < 0),
  },
  {
    ...{ code: 'TROSPOZ71', level: 'reject', validFrom: duty, source: published },
    pl: 'Brak numeru serii: przepisz go z opakowania.',
    en: 'The number of the series is missing: copy it from the package.',
    breaks: ({ series }) => series === undefined,
  },
  {
    ...{ code: 'TROSPOZ75', level: 'reject', validFrom: duty, source: published },
    pl: 'Brak daty ważności: przepisz ją z opakowania.',
    en: 'The expiry date is missing: copy it from the package.',
    breaks: ({ expires, unreadable }) => expires === undefined && !unreadable.includes('dataWaznosci'),
  },
  {
    ...{ code: 'TROSPOZ76', level: 'reject', validFrom: duty, source: published },
    pl: 'Dostępny stan serii jest większy niż stan produktu: stan produktu jest sumą jego serii.',
    en: 'The available stock of the series exceeds that of the product: the product’s is the sum of its series.',
    breaks: ({ availableSeries, available }) => exceeds(availableSeries, available),
  },
  {
    ...{ code: 'TROSPOZ77', level: 'reject', validFrom: duty, source: published },
    pl: 'Wstrzymany lub wycofany stan serii jest większy niż stan produktu: stan produktu jest sumą jego serii.',
    en: 'The withheld stock of the series exceeds that of the product: the product’s is the sum of its series.',
    breaks: ({ withheldSeries, withheld }) => exceeds(withheldSeries, withheld),
  },
  {
    ...{ code: 'EZ-GTIN', level: 'reject', validFrom: duty, source: ours },
    pl: 'Kod EAN/GTIN ma złą cyfrę kontrolną: zeskanuj go ponownie.',
    en: 'The EAN/GTIN has a wrong check digit: scan it again.',
    breaks: ({ gtin }) => !isGtin(gtin),
  },
  {
    ...{ code: 'EZ-RODZAJ', level: 'reject', validFrom: duty, source: ours },
    pl: 'Nieznany rodzaj transakcji: użyj kodu ze słownika (GET /api/drug-supply/rules).',
    en: 'The kind of transaction is unknown: use a code of the dictionary (GET /api/drug-supply/rules).',
    breaks: ({ kind }) => !known.has(kind),
  },
  {
    ...{ code: 'EZ-PRZETERMINOWANY', level: 'warn', validFrom: duty, source: ours },
    pl: 'Wydano lub sprzedano produkt po dacie ważności: sprawdź datę albo zgłoś ubytek.',
    en: 'A product was sold or dispensed after its expiry: check the date, or report a loss.',
    breaks: ({ kind, expires }, { day }) =>
      (kind === 'SPRZEDAZ' || kind === 'WYDANIE') && expires !== undefined && expires < day,
  },
];

/** Findings that others than rules of positions make: of the message as a whole, of registers, of the stock. */
export const otherFindings = {
  'EZ-PUSTY': {
    ...{
      level: 'reject',
      pl: 'Komunikat nie ma pozycji.',
      en: 'The message has no position. Send none for such a day.',
    },
  },
  'EZ-MPD': {
    level: 'reject',
    pl: 'Rejestr nie zna tego miejsca albo tego dnia ono nie działa: sprawdź identyfikator.',
    en: 'The register knows no such place, or it does not work on that day: check its number.',
  },
  'EZ-PRZYSZLOSC': {
    level: 'reject',
    pl: 'Dzień raportu jeszcze się nie skończył: wyślij go po północy.',
    en: 'The day of the report is not over yet: send it after midnight.',
  },
  'EZ-NUMER': {
    level: 'reject',
    pl: 'Komunikat o tym numerze już przyjęto: nowy komunikat ma nowy numer.',
    en: 'A message of this number was accepted already: a new message has a new number.',
  },
  'EZ-DZIEN': {
    level: 'reject',
    pl: 'Ten dzień już zgłoszono: wyślij korektę z numerem korygowanego komunikatu.',
    en: 'This day was reported already: send a correction that names the corrected message.',
  },
  'EZ-BILANS': {
    level: 'reject',
    pl: 'Bilans otwarcia wysyła się raz; zmienia go korekta.',
    en: 'An opening balance is sent once; a correction changes it.',
  },
  'EZ-BEZ-BILANSU': {
    level: 'reject',
    pl: 'Przed pierwszym raportem wyślij bilans otwarcia.',
    en: 'Send an opening balance before the first report.',
  },
  'EZ-PRZED-BILANSEM': {
    level: 'reject',
    pl: 'Dzień raportu jest wcześniejszy niż bilans otwarcia: te obroty już w nim są.',
    en: 'The day of the report is before the opening balance: that turnover is in it already.',
  },
  'EZ-KOREKTA': {
    level: 'reject',
    pl: 'Nie ma takiego przyjętego komunikatu tego miejsca, rodzaju i dnia: podaj numer ostatniej wersji.',
    en: 'There is no such accepted message of this place, kind and day: name the number of its last version.',
  },
  'EZ-NIEZNANY': {
    level: 'warn',
    pl: 'Rejestr produktów leczniczych nie zna tego kodu: jeśli to nie wyrób ani import docelowy, sprawdź kod.',
    en: 'The register of medicines does not know this code: if it is no device or target import, check it.',
  },
  'EZ-STAN': {
    level: 'warn',
    pl: 'Zgłoszony stan serii różni się od wyliczonego z obrotów: sprawdź brakujące dni albo zgłoś nadwyżkę lub ubytek.',
    en: 'The stock reported of the series differs from what turnover gives: look for missing days, or report a difference.',
  },
  'EZ-UJEMNY-STAN': {
    level: 'warn',
    pl: 'Z obrotów wychodzi stan ujemny: brakuje zakupu albo bilans otwarcia jest za mały.',
    en: 'Turnover gives a stock below nothing: a purchase is missing, or the opening balance is too small.',
  },
} as const satisfies { [code: string]: Pick<Finding, 'level' | 'pl' | 'en'> };

export const found = (code: keyof typeof otherFindings, more: Pick<Finding, 'line' | 'gtin'> = {}): Finding => ({
  ...{ code, ...otherFindings[code] },
  ...more,
});

/** Everything that the rules say of a message by itself. */
export function findingsOf(message: Message): Finding[] {
  const findings: Finding[] = message.positions.length === 0 ? [found('EZ-PUSTY')] : [];
  const applied = rules.filter(({ validFrom }) => validFrom <= message.day);
  for (const position of message.positions) {
    for (const rule of applied) {
      if (!rule.breaks(position, message)) continue;
      const { code, level, pl, en } = rule;
      findings.push({ code, level, line: position.line, gtin: position.gtin, pl, en });
    }
  }
  return findings;
}

/** Movements of a message in which no rule is broken that rejects. */
export function movementsOf({ positions }: Message): Movement[] {
  const signs = new Map([...transactionKinds, opening].map(({ code, sign }) => [code, sign]));
  return positions.map((one, at) => ({
    ...{ line: at + 1, gtin: toGtin14(one.gtin), series: one.series ?? '', expires: one.expires ?? null },
    ...{ kind: one.kind, party: one.party ?? null, value: one.value ?? null },
    change: (signs.get(one.kind) ?? 0) * (one.quantity ?? 0),
    ...{ available: one.available ?? null, availableSeries: one.availableSeries ?? null },
    ...{ withheld: one.withheld ?? null, withheldSeries: one.withheldSeries ?? null },
  }));
}
