/**
 * The Program Szczepień Ochronnych (PSO) as data. **Not for clinical use until validated** by the owner against the
 * published text: the act of 5 December 2008 on infectious diseases, art. 17 sec. 11; announcement of the Chief
 * Sanitary Inspector for the year. Windows: domain facts, 7.2; "nth month of life" ends at the age of n months. What
 * sources did not confirm is named in `unconfirmed`.
 */
import type { Calendar, Series } from './model.ts';

const owner = 'Główny Inspektor Sanitarny (publishes); clinical owner of this data: not appointed';
const adult = { years: 19 } as const;
const sixWeeks = { weeks: 6 } as const;
const inSecondMonth = { from: sixWeeks, due: sixWeeks, until: { months: 2 } } as const;

const earlySeries: readonly Series[] = [
  {
    antigen: 'BCG',
    compulsory: true,
    doses: [{ from: {}, due: {}, until: { weeks: 1 } }],
    closes: { years: 15 },
    unconfirmed: ['"before discharge from the maternity ward" is read as the first week', 'given until the age of 15'],
  },
  {
    antigen: 'HepB',
    compulsory: true,
    doses: [
      { from: {}, due: {}, until: { days: 1 } },
      { ...inSecondMonth, from: { weeks: 4 }, gap: { weeks: 4 } },
      { from: { months: 6 }, due: { months: 6 }, until: { months: 7 }, gap: { weeks: 8 } },
    ],
    closes: adult,
    unconfirmed: ['eight weeks between dose 2 and 3'],
  },
  {
    antigen: 'Hib',
    compulsory: true,
    doses: [
      inSecondMonth,
      { from: { weeks: 10 }, due: { weeks: 12 }, until: { months: 4 }, gap: { weeks: 4 } },
      { from: { weeks: 14 }, due: { months: 4 }, until: { months: 6 }, gap: { weeks: 4 } },
      { from: { months: 12 }, due: { months: 15 }, until: { months: 18 }, gap: { months: 6 } },
    ],
    shortened: [{ from: { months: 12 }, doses: 1 }],
    closes: { years: 6 },
    unconfirmed: ['one dose for those who begin after the first birthday', 'given until the age of 6'],
  },
  {
    antigen: 'PCV',
    compulsory: true,
    bornFrom: '2017-01-01',
    doses: [
      inSecondMonth,
      { from: { weeks: 10 }, due: { weeks: 12 }, until: { months: 4 }, gap: { weeks: 4 } },
      { from: { months: 12 }, due: { months: 12 }, until: { months: 15 }, gap: { months: 6 } },
    ],
    shortened: [
      { from: { months: 24 }, doses: 1 },
      { from: { months: 12 }, doses: 2, gap: { weeks: 8 } },
    ],
    closes: { years: 5 },
    unconfirmed: ['compulsory for those born since 2017', 'fewer doses for those who begin late', 'until the age of 5'],
  },
  {
    antigen: 'RV',
    compulsory: true,
    bornFrom: '2021-01-01',
    doses: [
      inSecondMonth,
      { from: { weeks: 10 }, due: { weeks: 12 }, until: { months: 4 }, gap: { weeks: 4 } },
      { from: { weeks: 14 }, due: { months: 4 }, until: { months: 6 }, gap: { weeks: 4 } },
    ],
    closes: { weeks: 24 },
    // The monovalent vaccine has two doses, the pentavalent one three (summaries of product characteristics).
    products: {
      J07BH01: { doses: 2, closes: { weeks: 24 } },
      J07BH02: { doses: 3, closes: { weeks: 32 } },
    },
    unconfirmed: ['the third dose is asked for after the three-dose vaccine (ATC J07BH02) only'],
  },
];

const measles: Series = {
  antigen: 'MMR',
  compulsory: true,
  doses: [
    { from: { months: 12 }, due: { months: 12 }, until: { months: 15 } },
    { from: { months: 13 }, due: { years: 5 }, until: { years: 6 }, gap: { weeks: 4 } },
  ],
  closes: adult,
};

const polio: Series = {
  antigen: 'IPV',
  compulsory: true,
  doses: [
    { from: sixWeeks, due: { weeks: 12 }, until: { months: 4 } },
    { from: { weeks: 14 }, due: { months: 5 }, until: { months: 6 }, gap: { weeks: 8 } },
    { from: { months: 15 }, due: { months: 15 }, until: { months: 18 }, gap: { months: 6 } },
    { from: { years: 5 }, due: { years: 5 }, until: { years: 6 }, gap: { months: 6 } },
  ],
  closes: adult,
  unconfirmed: ['six months before doses 3 and 4'],
};

const diphtheriaDoses = [
  inSecondMonth,
  { from: { weeks: 10 }, due: { weeks: 12 }, until: { months: 4 }, gap: { weeks: 4 } },
  { from: { weeks: 14 }, due: { months: 4 }, until: { months: 6 }, gap: { weeks: 4 } },
  { from: { months: 15 }, due: { months: 15 }, until: { months: 18 }, gap: { months: 6 } },
  { from: { years: 5 }, due: { years: 5 }, until: { years: 6 }, gap: { months: 6 } },
] as const;

/** Boosters 2 and 3 against diphtheria, tetanus and pertussis in the 14th and the 19th year. */
const diphtheria: Series = {
  antigen: 'DTP',
  compulsory: true,
  doses: [
    ...diphtheriaDoses,
    { from: { years: 13 }, due: { years: 13 }, until: { years: 14 }, gap: { years: 5 } },
    { from: { years: 18 }, due: { years: 18 }, until: { years: 19 }, gap: { years: 4 } },
  ],
  closes: adult,
  unconfirmed: ['gaps before the boosters'],
};

const papilloma: Series = {
  antigen: 'HPV',
  compulsory: false,
  doses: [
    { from: { years: 9 }, due: { years: 9 }, until: { years: 14 } },
    { from: { years: 9, months: 6 }, due: { years: 9, months: 6 }, until: { years: 15 }, gap: { months: 6 } },
  ],
  closes: { years: 15 },
};

const present = [...earlySeries, diphtheria, polio, measles, papilloma];

export const calendars: readonly Calendar[] = [
  {
    version: '2025',
    validFrom: '2025-01-01',
    confirmed: true,
    source: 'Program Szczepień Ochronnych na rok 2025 (komunikat GIS); HPV nieobowiązkowo od 1.09.2024',
    owner,
    checked: '2026-11-26',
    series: present,
  },
  {
    version: '2026',
    validFrom: '2026-01-01',
    confirmed: true,
    source: 'Program Szczepień Ochronnych na rok 2026, okna wieku jak w 2025 (komunikat GIS)',
    owner,
    checked: '2026-11-26',
    series: present,
  },
  {
    version: '2027-projekt',
    validFrom: '2027-01-01',
    confirmed: false,
    source: 'Projekt rozporządzenia z 20.10.2025: HPV obowiązkowe, dawki przypominające w 12. i od 17. roku życia',
    owner,
    checked: '2026-11-26',
    series: [
      ...earlySeries,
      {
        ...diphtheria,
        doses: [
          ...diphtheriaDoses,
          { from: { years: 11 }, due: { years: 11 }, until: { years: 12 }, gap: { years: 5 } },
          { from: { years: 16 }, due: { years: 16 }, until: { years: 19 }, gap: { years: 4 } },
        ],
        unconfirmed: ['the whole draft: whether it was published is not confirmed', 'gaps before the boosters'],
      },
      polio,
      measles,
      { ...papilloma, compulsory: true, bornFrom: '2018-01-01', unconfirmed: ['compulsory for those born since 2018'] },
    ],
  },
];

/** The confirmed calendar that holds on a day; before the first one, the first. */
export const calendarOn = (day: string): Calendar =>
  calendars.filter(({ confirmed, validFrom }) => confirmed && validFrom <= day).at(-1) ?? (calendars[0] as Calendar);
