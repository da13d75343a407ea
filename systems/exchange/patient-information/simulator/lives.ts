/**
 * SYMULATOR ZIP NFZ: what the Fund has settled for invented people. Some of it is what the record has too (the visits
 * that were registered a month ago and before), some of it nobody ever reported: the point of asking the Fund. Pure:
 * the same person gives the same services.
 */
import { hash } from 'node:crypto';
import { makeRegon } from '#libs/polish-identifiers/regon.ts';

/** A visit as the record has it. */
export interface RecordedVisit {
  readonly number: string;
  /** Days. */
  readonly from: string;
  readonly to: string;
  readonly provider: { readonly regon: string; readonly name: string };
  readonly cell?: string | undefined;
  readonly isStay: boolean;
}

/** An entry of the protocol. */
export type Entry = Readonly<Record<string, unknown>>;

interface Invented {
  readonly kind: string;
  readonly provider: string;
  readonly city: string;
  readonly cell: string;
  readonly diagnosis: readonly [code: string, name: string];
  readonly procedure?: readonly [code: string, name: string];
  /** Nights. */
  readonly nights?: number;
  readonly cost: string;
}

/** Facilities that report nothing to anybody but the Fund. */
const invented: readonly Invented[] = [
  {
    ...{ kind: 'zabieg', provider: 'Ośrodek Chirurgii Oka „Widok”', city: 'Nałęczów', cell: 'Oddział okulistyczny' },
    ...{ diagnosis: ['H25.1', 'Zaćma starcza jądrowa'], procedure: ['13.41', 'Fakoemulsyfikacja zaćmy'] },
    cost: '2406.00',
  },
  {
    ...{
      kind: 'pobyt',
      provider: 'Szpital Uzdrowiskowy „Słoneczny”',
      city: 'Ciechocinek',
      cell: 'Oddział rehabilitacji',
    },
    ...{ diagnosis: ['M54.5', 'Ból okolicy lędźwiowo-krzyżowej'], nights: 21, cost: '3150.00' },
  },
  {
    ...{ kind: 'transport', provider: 'Wojewódzka Stacja Pogotowia Ratunkowego', city: 'Lublin', cell: 'Zespół P' },
    ...{ diagnosis: ['R55', 'Omdlenie i zapaść'], cost: '612.40' },
  },
  {
    ...{ kind: 'porada', provider: 'Poradnia Kardiologiczna „Rytm”', city: 'Radom', cell: 'Poradnia kardiologiczna' },
    ...{ diagnosis: ['I48', 'Migotanie przedsionków'], procedure: ['89.522', 'Elektrokardiogram'], cost: '94.20' },
  },
  {
    ...{ kind: 'rehabilitacja', provider: 'Gabinet Fizjoterapii „Krok”', city: 'Kielce', cell: 'Dział fizjoterapii' },
    ...{
      diagnosis: ['M17.1', 'Zwyrodnienie stawu kolanowego'],
      procedure: ['93.1139', 'Ćwiczenia czynne'],
      cost: '180.00',
    },
  },
  {
    ...{ kind: 'porada', provider: 'Nocna i świąteczna pomoc, Szpital Powiatowy', city: 'Puławy', cell: 'Nocna pomoc' },
    // A code that no dictionary knows: it is shown as it came.
    ...{ diagnosis: ['Z99.X', 'kod spoza słownika'], cost: '68.00' },
  },
];

const medicines = [
  ['Amlozek, tabl. 5 mg', '05909990045372'],
  ['Metformax, tabl. 850 mg', '05909990126316'],
  ['Euthyrox N, tabl. 50 µg', '05909991051310'],
] as const;

/** A number of a person and a purpose, the same each time. */
const draw = (pesel: string, purpose: string, below: number): number =>
  hash('sha256', `${pesel} ${purpose}`, 'buffer').readUInt32BE() % below;

const dayBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);

/** The day, counted from the first of a month, so that it stands still while days go by. */
const settledDay = (pesel: string, purpose: string, now: Date): string => {
  const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  return dayBefore(new Date(first), 40 + draw(pesel, purpose, 1200));
};

/** All that the Fund says of a person, the newest first. */
export function settledFor(pesel: string, visits: readonly RecordedVisit[], now: Date): Entry[] {
  const settledUntil = dayBefore(now, 30);
  const recorded = visits.filter(({ from }) => from <= settledUntil).map(settledVisit);
  const first = draw(pesel, 'first', invented.length);
  const own = Array.from({ length: 3 + draw(pesel, 'how many', 2) }, (_, at) =>
    neverReported(pesel, invented[(first + at) % invented.length] as Invented, at, now),
  );
  const [name, gtin] = medicines[draw(pesel, 'medicine', medicines.length)] as (typeof medicines)[number];
  const day = settledDay(pesel, 'prescription', now);
  const pharmacy = { nazwa: 'Apteka „Pod Wagą”', miasto: 'Lublin', regon: regonOf('Apteka „Pod Wagą”') };
  const filled = {
    ...{ numer: numberOf(pesel, 'recepta'), rodzaj: 'recepta', od: day, swiadczeniodawca: pharmacy, koszt: '18.40' },
    lek: { nazwa: name, gtin, opakowan: 2 },
  };
  return [...recorded, ...own, filled].sort((a, b) => (String(b.od) < String(a.od) ? -1 : 1));
}

const settledVisit = ({ number, from, to, provider, cell, isStay }: RecordedVisit) => ({
  ...{ numer: `NFZ-${hash('sha256', number).slice(0, 16)}`, rodzaj: isStay ? 'pobyt' : 'porada', od: from, do: to },
  ...{ swiadczeniodawca: { nazwa: provider.name, regon: provider.regon }, ...(cell ? { komorka: cell } : {}) },
  koszt: isStay ? '2900.00' : '61.50',
});

function neverReported(pesel: string, one: Invented, at: number, now: Date) {
  const { kind, provider, city, cell, diagnosis, procedure, nights = 0, cost } = one;
  const from = settledDay(pesel, `service ${at}`, now);
  return {
    ...{ numer: numberOf(pesel, `service ${at}`), rodzaj: kind, od: from, do: dayBefore(new Date(from), -nights) },
    ...{ swiadczeniodawca: { nazwa: provider, miasto: city, regon: regonOf(provider) }, komorka: cell, koszt: cost },
    rozpoznania: [{ kod: diagnosis[0], nazwa: diagnosis[1] }],
    ...(procedure ? { procedury: [{ kod: procedure[0], nazwa: procedure[1] }] } : {}),
  };
}

const numberOf = (pesel: string, purpose: string): string =>
  `NFZ-${hash('sha256', `${pesel} ${purpose}`).slice(0, 16)}`;
/** REGON of an invented facility: valid, and of nobody in the population. */
const regonOf = (provider: string): string => makeRegon(98_000_000 + draw(provider, 'regon', 1_000_000));
