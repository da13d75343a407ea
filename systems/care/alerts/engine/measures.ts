/**
 * What is measured, by name: LOINC codes, the unit in which rules speak, and how others become it. A result in a unit
 * that is not listed is named as not understood and never compared. https://loinc.org (© Regenstrief Institute).
 */
import type { Words } from '../model.ts';

export interface Measure {
  readonly name: Words;
  readonly loinc: readonly string[];
  /** UCUM, and as people write it; empty where only the day counts. */
  readonly unit: string;
  readonly shown: string;
  /** Other units: value × factor + plus. */
  readonly from?: { readonly [unit: string]: { readonly factor: number; readonly plus?: number } };
}

const row = (pl: string, en: string, uk: string, loinc: string, unit: string, shown = unit, from = {}): Measure => ({
  ...{ name: { pl, en, uk }, loinc: loinc.split(' '), unit, shown, from },
});
const perGram = { 'mg/mmol{creat}': { factor: 8.84 }, 'mg/mmol': { factor: 8.84 }, 'mg/g': { factor: 1 } };
const ldl = { 'mmol/L': { factor: 38.67 } };

export const measures = {
  egfr: row(
    ...(['eGFR', 'eGFR', 'рШКФ', '98979-8 98980-6 62238-1 33914-3 48642-3 48643-1 77147-7 88293-6'] as const),
    ...(['mL/min/{1.73_m2}', 'ml/min/1,73 m²', { 'mL/min/1.73m2': { factor: 1 }, 'mL/min': { factor: 1 } }] as const),
  ),
  creatinine: row('kreatynina', 'creatinine', 'креатинін', '2160-0 14682-9', 'mg/dL', 'mg/dl', {
    'umol/L': { factor: 0.01131 },
  }),
  hba1c: row('HbA1c', 'HbA1c', 'HbA1c', '4548-4 17856-6 59261-8', '%', '%', {
    'mmol/mol': { factor: 0.0915, plus: 2.15 },
    'mmol/mol{hb}': { factor: 0.0915, plus: 2.15 },
  }),
  potassium: row('potas', 'potassium', 'калій', '2823-3 6298-4', 'mmol/L', 'mmol/l', { 'meq/L': { factor: 1 } }),
  sodium: row('sód', 'sodium', 'натрій', '2951-2 2947-0', 'mmol/L', 'mmol/l', { 'meq/L': { factor: 1 } }),
  calcium: row('wapń', 'calcium', 'кальцій', '17861-6 2000-8', 'mg/dL', 'mg/dl', { 'mmol/L': { factor: 4.008 } }),
  haemoglobin: row('hemoglobina', 'haemoglobin', 'гемоглобін', '718-7 20509-6', 'g/dL', 'g/dl', {
    'g/L': { factor: 0.1 },
    'mmol/L': { factor: 1.611 },
  }),
  platelets: row('płytki krwi', 'platelets', 'тромбоцити', '777-3', '10*3/uL', 'tys./µl', {
    '10*9/L': { factor: 1 },
  }),
  leukocytes: row('leukocyty', 'leukocytes', 'лейкоцити', '6690-2', '10*3/uL', 'tys./µl', {
    '10*9/L': { factor: 1 },
  }),
  ferritin: row('ferrytyna', 'ferritin', 'феритин', '2276-4', 'ng/mL', 'ng/ml', { 'ug/L': { factor: 1 } }),
  b12: row('witamina B12', 'vitamin B12', 'вітамін B12', '2132-9', 'pg/mL', 'pg/ml', { 'pmol/L': { factor: 1.355 } }),
  tsh: row('TSH', 'TSH', 'ТТГ', '3016-3 11580-8', 'm[IU]/L', 'mIU/l', { 'u[IU]/mL': { factor: 1 } }),
  inr: row('INR', 'INR', 'МНВ', '6301-6 34714-6', '{INR}', 'INR', { 1: { factor: 1 } }),
  alt: row('ALT', 'ALT', 'АЛТ', '1742-6 1743-4', 'U/L', 'U/l'),
  crp: row('CRP', 'CRP', 'СРБ', '1988-5', 'mg/L', 'mg/l'),
  ldl: row('cholesterol LDL', 'LDL cholesterol', 'холестерин ЛПНЩ', '13457-7 2089-1 18262-6', 'mg/dL', 'mg/dl', ldl),
  cholesterol: row('cholesterol', 'cholesterol', 'холестерин', '2093-3', 'mg/dL', 'mg/dl', ldl),
  glucose: row('glukoza', 'glucose', 'глюкоза', '2345-7 2339-0 1558-6', 'mg/dL', 'mg/dl', { 'mmol/L': { factor: 18 } }),
  acr: row(
    ...(['albumina/kreatynina w moczu', 'urine albumin/creatinine', 'альбумін/креатинін сечі'] as const),
    ...(['9318-7 14959-1 32294-1', 'mg/g{creat}', 'mg/g', perGram] as const),
  ),
  ntprobnp: row('NT-proBNP', 'NT-proBNP', 'NT-proBNP', '33762-6', 'pg/mL', 'pg/ml'),
  ejection: row('frakcja wyrzutowa', 'ejection fraction', 'фракція викиду', '10230-1', '%'),
  psa: row('PSA', 'PSA', 'ПСА', '2857-1', 'ng/mL', 'ng/ml', { 'ug/L': { factor: 1 } }),
  lithium: row('lit w surowicy', 'lithium in serum', 'літій у сироватці', '14334-7 3719-2', 'mmol/L', 'mmol/l', {
    'meq/L': { factor: 1 },
  }),
  digoxin: row('digoksyna', 'digoxin', 'дигоксин', '10535-3', 'ng/mL', 'ng/ml', { 'ug/L': { factor: 1 } }),
  'stool-blood': row('krew utajona w kale', 'faecal occult blood', 'прихована кров у калі', '29771-3 58453-2', ''),
  weight: row('masa ciała', 'body weight', 'маса тіла', '29463-7 3141-9', 'kg', 'kg', { g: { factor: 0.001 } }),
  systolic: row('ciśnienie skurczowe', 'systolic pressure', 'систолічний тиск', '8480-6 85354-9', 'mm[Hg]', 'mmHg'),
  pulse: row('tętno', 'pulse', 'пульс', '8867-4', '/min'),
  saturation: row('saturacja', 'oxygen saturation', 'сатурація', '59408-5 2708-6', '%'),
  fev1: row('FEV1', 'FEV1', 'ОФВ1', '20150-9', 'L', 'l'),
  'fev1-fvc': row('FEV1/FVC', 'FEV1/FVC', 'ОФВ1/ФЖЄЛ', '19926-5', '%'),
  bmi: row('BMI', 'BMI', 'ІМТ', '39156-5', 'kg/m2', 'kg/m²'),
  cytology: row('cytologia lub HPV', 'cervical screening', 'цитологія або ВПЛ', '10524-7 47527-7 77379-6 21440-3', ''),
  mammography: row('mammografia', 'mammography', 'мамографія', '24606-6 24604-1 26175-0', ''),
  colonoscopy: row('kolonoskopia', 'colonoscopy', 'колоноскопія', '18746-8 28023-6', ''),
  aorta: row('USG aorty brzusznej', 'ultrasound of the aorta', 'УЗД черевної аорти', '24531-6 30704-7', ''),
  densitometry: row('densytometria', 'bone density', 'денситометрія', '38268-9 24701-5', ''),
  eyes: row('badanie dna oka', 'eye examination', 'огляд очного дна', '32451-7 71490-7', ''),
  feet: row('badanie stóp', 'foot examination', 'огляд стоп', '11428-2 91563-7', ''),
  pregnancy: row('ciąża', 'pregnancy', 'вагітність', '82810-3', ''),
  smoking: row('palenie tytoniu', 'smoking', 'куріння', '72166-2', ''),
} as const satisfies { readonly [name: string]: Measure };

export type MeasureName = keyof typeof measures;

export const isMeasure = (name: string): name is MeasureName => Object.hasOwn(measures, name);

const byCode = new Map<string, MeasureName>(
  Object.entries(measures).flatMap(([name, { loinc }]) => loinc.map((code) => [code, name as MeasureName] as const)),
);
/** The measure that a LOINC code means. */
export const measureOf = (loinc: string): MeasureName | undefined => byCode.get(loinc);

/** All codes that any rule may ask about: one search serves them all. */
export const measureCodes: readonly string[] = [...byCode.keys()];

/** Which measures an examination of ICD-9-PL (beginning of its code) is, beside LOINC. */
export const examinations: readonly (readonly [string, MeasureName])[] = [
  ['91.4', 'cytology'],
  ['87.37', 'mammography'],
  ['87.36', 'mammography'],
  ['45.23', 'colonoscopy'],
  ['45.24', 'colonoscopy'],
  ['88.76', 'aorta'],
  ['88.98', 'densitometry'],
  ['95.02', 'eyes'],
  ['16.21', 'eyes'],
  ['89.37', 'fev1'],
  ['88.72', 'ejection'],
];

/** The value in the measure's own unit; undefined for a unit that it does not know. */
export function inOwnUnit(name: MeasureName, value: number, unit: string | undefined): number | undefined {
  const measure: Measure = measures[name];
  if (measure.unit === '' || unit === measure.unit) return value;
  const other = unit === undefined ? undefined : measure.from?.[unit];
  return other && value * other.factor + (other.plus ?? 0);
}
