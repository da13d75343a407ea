/** Sections that only a spa referral has (template 1.9): examination, results, correspondence. domain/poland.md 5. */
import { oids, template } from './codes.ts';
import { coded, loincCode, referTo, templateIds } from './header.ts';
import { type Child, el, type Markup, text } from './markup.ts';
import type { SpaData } from './model.ts';
import { dayInWords, dayStamp } from './times.ts';

type Vital = keyof SpaData['examination'];

/** Template, LOINC and unit of each measurement. */
export const vitals: Readonly<
  Record<Vital, { template: string; loinc: string; display: string; unit: string; label: string }>
> = {
  systolic: {
    template: '4.169',
    loinc: '8480-6',
    display: 'Systolic blood pressure',
    unit: 'mm[Hg]',
    label: 'Ciśnienie tętnicze skurczowe',
  },
  diastolic: {
    template: '4.170',
    loinc: '8462-4',
    display: 'Diastolic blood pressure',
    unit: 'mm[Hg]',
    label: 'Ciśnienie tętnicze rozkurczowe',
  },
  weight: { template: '4.171', loinc: '29463-7', display: 'Body weight', unit: 'kg', label: 'Masa ciała' },
  height: { template: '4.172', loinc: '8302-2', display: 'Body height', unit: 'cm', label: 'Wzrost' },
  pulse: { template: '4.173', loinc: '8867-4', display: 'Heart rate', unit: '/min', label: 'Tętno' },
};

/** Why a spa (`.11.1.300`, domain 5). */
export const spaJustifications: Readonly<Record<string, string>> = {
  ULA: 'Uzupełnienie leczenia ambulatoryjnego',
  KLS: 'Kontynuacja leczenia szpitalnego lub rekonwalescencja',
  KRS: 'Kontynuacja rehabilitacji szpitalnej',
  PJZ: 'Poprawa jakości życia',
  PSR: 'Poprawa sprawności ruchowej',
  PWK: 'Poprawa wydolności krążenia',
  PWO: 'Poprawa wydolności oddechowej',
  LPB: 'Leczenie przeciwbólowe',
  LPO: 'Leczenie przeciwobrzękowe',
  PPO: 'Profilaktyka powikłań odległych',
  LDI: 'Leczenie dietetyczne',
  RWA: 'Redukcja wagi',
  EZD: 'Edukacja zdrowotna',
  INN: 'Inne',
};

const correspondence = { E: 'KORESPONDENCJA DROGĄ ELEKTRONICZNĄ', P: 'KORESPONDENCJA DROGĄ PAPIEROWĄ' } as const;

export const spaSections = (spa: SpaData): Child[] => [examination(spa), results(spa), letters(spa)];

function examination({ examination, justifications }: SpaData): Markup {
  const measured = Object.entries(vitals) as [Vital, (typeof vitals)[Vital]][];
  return el(
    'section',
    {},
    templateIds(template('3.11')),
    loincCode('29545-1', 'Physical findings'),
    el('title', {}, text('Badanie przedmiotowe')),
    el(
      'text',
      {},
      measured.map(([name, { label, unit }]) =>
        el('paragraph', { ID: `OBS_${name}` }, text(`${label}: ${examination[name].replace('.', ',')} ${unit}`)),
      ),
      justifications.map((code, index) =>
        el('paragraph', { ID: `UZAS_${index + 1}` }, text(`Uzasadnienie: ${spaJustifications[code] ?? code}`)),
      ),
    ),
    measured.map(([name, { template: number, loinc, display, unit }]) =>
      el(
        'entry',
        { typeCode: 'COMP' },
        el(
          'observation',
          { classCode: 'OBS', moodCode: 'EVN' },
          templateIds(template(number)),
          loincCode(loinc, display),
          referTo(`OBS_${name}`),
          el('value', { unit, value: examination[name], 'xsi:type': 'PQ' }),
        ),
      ),
    ),
    justifications.length === 0 ? undefined : reasons(justifications),
  );
}

const reasons = (codes: readonly string[]): Markup =>
  el(
    'entry',
    {},
    templateIds(template('4.237')),
    el(
      'organizer',
      { classCode: 'BATTERY', moodCode: 'EVN' },
      loincCode('42349-1', 'Reason for referral (narrative)'),
      el('statusCode', { code: 'completed' }),
      codes.map((code, index) =>
        el(
          'component',
          {},
          el(
            'observation',
            { classCode: 'OBS', moodCode: 'EVN' },
            coded('code', { code, name: spaJustifications[code] ?? code }, oids.spaJustification),
            referTo(`UZAS_${index + 1}`),
          ),
        ),
      ),
    ),
  );

function results({ results }: SpaData): Child {
  if (results.length === 0) return undefined;
  return el(
    'section',
    {},
    templateIds(template('3.7')),
    loincCode('30954-2', 'Relevant diagnostic tests/laboratory data'),
    el('title', {}, text('Aktualne wyniki badań')),
    el(
      'text',
      {},
      results.map(({ procedure, date, result }, index) =>
        el(
          'paragraph',
          { ID: `OBS_WB_${index + 1}` },
          text(`${dayInWords(date)} ${procedure.code} ${procedure.name}`),
          result === undefined ? undefined : [text(': '), el('content', { ID: `WYNIK_${index + 1}` }, text(result))],
        ),
      ),
    ),
    results.map(({ procedure, date }, index) =>
      el(
        'entry',
        { typeCode: 'COMP' },
        el(
          'observation',
          { classCode: 'OBS', moodCode: 'EVN' },
          templateIds(template('4.20')),
          coded('code', procedure, oids.icd9, 'ICD-9-PL'),
          referTo(`OBS_WB_${index + 1}`),
          el('effectiveTime', { value: dayStamp(date) }),
        ),
      ),
    ),
  );
}

const letters = ({ correspondence: mode }: SpaData): Markup =>
  el(
    'section',
    {},
    templateIds(template('3.166')),
    loincCode('91878-9', 'Mode of communication'),
    el('title', {}, text('Korespondencja z pacjentem')),
    el('text', {}, el('paragraph', { ID: 'ACT_K' }, text(correspondence[mode]))),
    el(
      'entry',
      { typeCode: 'COMP' },
      el(
        'act',
        { classCode: 'CONS', moodCode: 'RQO' },
        templateIds(template('4.174')),
        el('code', { code: mode, codeSystem: oids.correspondence, displayName: correspondence[mode] }),
        referTo('ACT_K'),
      ),
    ),
  );
