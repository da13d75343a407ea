/**
 * "Od tego miejsca lekarze się niepokoją": from where a value is a reason to call the doctor sooner, by LOINC code.
 * Rules as data: each has a source, a date and an owner. Synthetic demonstration, NOT FOR CLINICAL USE: a value is
 * never judged by these numbers, they are only marked on the line beside the range of the laboratory.
 */
import type { Bounds } from '#libs/ui/number-line/number-line-scale.ts';

export interface Threshold extends Bounds {
  /** LOINC codes of the tests. */
  readonly codes: readonly string[];
  /** As laboratories write it, compared without case and spaces. Another unit, or none, is another scale: no mark. */
  readonly units: readonly string[];
  /** Whose number it is, in the words of its title. */
  readonly source: string;
  /** When it was last compared with the source, ISO 8601. */
  readonly checked: string;
  readonly owner: string;
  readonly use: 'not-for-clinical-use';
}

const ours = { checked: '2026-11-26', owner: 'patient-profile', use: 'not-for-clinical-use' } as const;

export const thresholds: readonly Threshold[] = [
  { codes: ['2823-3'], units: ['mmol/l', 'meq/l'], low: 3, high: 6, source: 'UK Kidney Association 2023', ...ours },
  { codes: ['2951-2'], units: ['mmol/l', 'meq/l'], low: 125, source: 'ESE hyponatraemia guideline 2014', ...ours },
  {
    ...{ codes: ['98979-8', '33914-3', '62238-1'], units: ['ml/min/1,73m²', 'ml/min/{1.73_m2}', 'ml/min/1.73m2'] },
    ...{ low: 30, source: 'KDIGO CKD 2024, stage G4' },
    ...ours,
  },
  { codes: ['4548-4'], units: ['%'], high: 9, source: 'HEDIS Glycemic Status >9 % (NCQA 2025)', ...ours },
  { codes: ['2345-7'], units: ['mg/dl'], low: 54, high: 200, source: 'ADA Standards of Care 2025', ...ours },
  { codes: ['13457-7', '2089-1', '18262-6'], units: ['mg/dl'], high: 190, source: 'ESC/EAS 2019', ...ours },
  { codes: ['2571-8'], units: ['mg/dl'], high: 880, source: 'ESC/EAS 2019', ...ours },
  { codes: ['718-7'], units: ['g/dl'], low: 8, source: 'WHO haemoglobin cutoffs 2024, severe', ...ours },
  { codes: ['3016-3'], units: ['miu/l', 'mu/l', 'm[iu]/l', 'uiu/ml', 'µiu/ml'], high: 10, source: 'ETA 2013', ...ours },
  { codes: ['6301-6'], units: ['inr', '{inr}', '1'], high: 4.5, source: 'CHEST 2012, VKA', ...ours },
  { codes: ['59408-5', '2708-6'], units: ['%'], low: 92, source: 'BTS oxygen guideline 2017', ...ours },
  { codes: ['10230-1'], units: ['%'], low: 40, source: 'ESC heart failure 2021, HFrEF', ...ours },
  { codes: ['8867-4'], units: ['/min'], low: 41, high: 131, source: 'RCP NEWS2 2017', ...ours },
  { codes: ['8310-5'], units: ['°c', 'cel', 'c'], low: 35.1, high: 39.1, source: 'RCP NEWS2 2017', ...ours },
];

const plain = (unit: string): string => unit.toLowerCase().replace(/[\s\u00a0\u202f]/g, '');

/** The mark for a result; none when nobody stated one for this test in this unit. */
export const thresholdOf = (code: string, unit: string | undefined): Threshold | undefined =>
  unit === undefined
    ? undefined
    : thresholds.find(({ codes, units }) => codes.includes(code) && units.includes(plain(unit)));

/** At or beyond the mark. Undefined values and tests without a mark worry nobody here. */
export const isWorrying = (value: number | undefined, mark: Bounds | undefined): boolean =>
  value !== undefined &&
  mark !== undefined &&
  ((mark.low !== undefined && value < mark.low) || (mark.high !== undefined && value >= mark.high));
