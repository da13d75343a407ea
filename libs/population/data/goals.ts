/**
 * What long diseases are treated towards, and what their plans hold: limits by test, activities in words. Rounded from
 * what guidelines name; synthetic demonstration, not for clinical use.
 */
import type { CourseKey } from './courses.ts';
import type { AnalyteKey } from './tests.ts';

export interface PlannedGoal {
  readonly test: AnalyteKey;
  readonly low?: number;
  readonly high?: number;
  readonly words: string;
}

export interface CoursePlan {
  readonly goals: readonly PlannedGoal[];
  readonly activities: readonly string[];
}

/** A disease without a row has no plan: the screens must show that, too. */
export const coursePlans: Partial<Record<CourseKey, CoursePlan>> = {
  diabetes: {
    goals: [
      { test: 'hba1c', high: 7, words: 'HbA1c do 7,0 %' },
      { test: 'ldl', high: 70, words: 'LDL do 70 mg/dl' },
    ],
    activities: [
      'HbA1c co 3–4 miesiące',
      'Albumina/kreatynina w moczu raz w roku',
      'Badanie dna oka raz w roku',
      'Ocena stóp przy każdej wizycie',
    ],
  },
  heartFailure: {
    goals: [
      { test: 'ntprobnp', high: 1000, words: 'NT-proBNP poniżej 1000 pg/ml' },
      { test: 'potassium', low: 4, high: 5, words: 'Potas 4,0–5,0 mmol/l' },
    ],
    activities: [
      'Codzienne ważenie',
      'eGFR i potas co 4 miesiące',
      'Echokardiografia raz w roku',
      'Kontrola co 3 miesiące',
    ],
  },
  kidney: {
    goals: [{ test: 'potassium', high: 5, words: 'Potas do 5,0 mmol/l' }],
    activities: ['eGFR i albuminuria co 4 miesiące', 'Bez niesteroidowych leków przeciwzapalnych'],
  },
  dyslipidaemia: {
    goals: [{ test: 'ldl', high: 100, words: 'LDL do 100 mg/dl' }],
    activities: ['Lipidogram raz w roku'],
  },
};
