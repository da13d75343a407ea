/**
 * Long diseases: who gets them, how they are followed, with what they are treated, what they do to the body. ICD-10
 * codes with Polish names in our own words. Prevalences are rough. Synthetic demonstration, not for clinical use.
 */
import type { MedicineKey } from './medicines.ts';
import type { ClinicKey } from './specialities.ts';
import type { PanelKey } from './tests.ts';

export interface Course {
  readonly icd: string;
  readonly name: string;
  readonly sex?: 'female' | 'male';
  /** Share of people ill by that age: [age, share], straight lines between. */
  readonly prevalence: readonly (readonly [number, number])[];
  /** Days between visits for it. */
  readonly followUp: number;
  readonly clinic: ClinicKey;
  /** Panels and how often, in days. */
  readonly tests: readonly (readonly [PanelKey, number])[];
  /** First steps at once; one further step each time the goal is missed. */
  readonly start: readonly MedicineKey[];
  readonly steps: readonly MedicineKey[];
}

export const courses = {
  hypertension: {
    icd: 'I10',
    name: 'Nadciśnienie tętnicze pierwotne',
    prevalence: [
      [25, 0],
      [40, 0.15],
      [60, 0.45],
      [80, 0.65],
    ],
    followUp: 180,
    clinic: 'family',
    tests: [['basic', 360]],
    start: ['ramipril'],
    steps: ['amlodipine', 'indapamide', 'bisoprolol'],
  },
  dyslipidaemia: {
    icd: 'E78.2',
    name: 'Hiperlipidemia mieszana',
    prevalence: [
      [25, 0],
      [45, 0.2],
      [65, 0.4],
    ],
    followUp: 360,
    clinic: 'family',
    tests: [
      ['lipids', 360],
      ['liver', 360],
    ],
    start: ['atorvastatin'],
    steps: ['ezetimibe'],
  },
  diabetes: {
    icd: 'E11.9',
    name: 'Cukrzyca typu 2',
    prevalence: [
      [35, 0],
      [50, 0.06],
      [70, 0.2],
      [85, 0.24],
    ],
    followUp: 90,
    clinic: 'diabetology',
    tests: [
      ['diabetes', 120],
      ['basic', 180],
      ['lipids', 360],
    ],
    start: ['metformin'],
    steps: ['empagliflozin', 'gliclazide', 'insulin'],
  },
  kidney: {
    icd: 'N18.3',
    name: 'Przewlekła choroba nerek, stadium 3',
    prevalence: [
      [50, 0],
      [65, 0.07],
      [85, 0.2],
    ],
    followUp: 120,
    clinic: 'nephrology',
    tests: [
      ['kidney', 120],
      ['blood', 180],
    ],
    start: [],
    steps: [],
  },
  heartFailure: {
    icd: 'I50.0',
    name: 'Niewydolność serca zastoinowa',
    prevalence: [
      [50, 0],
      [65, 0.03],
      [85, 0.1],
    ],
    followUp: 90,
    clinic: 'cardiology',
    tests: [
      ['heart', 120],
      ['echo', 360],
      ['basic', 120],
    ],
    start: ['bisoprolol', 'spironolactone', 'torasemide'],
    steps: ['empagliflozin'],
  },
  ischaemia: {
    icd: 'I25.1',
    name: 'Choroba niedokrwienna serca',
    prevalence: [
      [40, 0],
      [60, 0.07],
      [80, 0.18],
    ],
    followUp: 180,
    clinic: 'cardiology',
    tests: [
      ['lipids', 360],
      ['basic', 360],
      ['echo', 720],
    ],
    start: ['aspirin', 'rosuvastatin', 'bisoprolol'],
    steps: ['ezetimibe'],
  },
  fibrillation: {
    icd: 'I48.0',
    name: 'Napadowe migotanie przedsionków',
    prevalence: [
      [50, 0],
      [70, 0.05],
      [85, 0.12],
    ],
    followUp: 120,
    clinic: 'cardiology',
    tests: [
      ['basic', 180],
      ['blood', 360],
    ],
    start: ['apixaban', 'bisoprolol'],
    steps: [],
  },
  valve: {
    icd: 'Z95.2',
    name: 'Stan po wszczepieniu sztucznej zastawki serca',
    prevalence: [
      [60, 0],
      [75, 0.015],
    ],
    followUp: 60,
    clinic: 'cardiology',
    tests: [
      ['coagulation', 30],
      ['echo', 360],
    ],
    start: ['warfarin'],
    steps: [],
  },
  copd: {
    icd: 'J44.9',
    name: 'Przewlekła obturacyjna choroba płuc (POChP)',
    prevalence: [
      [40, 0],
      [60, 0.07],
      [80, 0.12],
    ],
    followUp: 120,
    clinic: 'pulmonology',
    tests: [
      ['spirometry', 360],
      ['blood', 360],
    ],
    start: ['tiotropium', 'salbutamol'],
    steps: ['budesonide'],
  },
  asthma: {
    icd: 'J45.9',
    name: 'Astma oskrzelowa',
    prevalence: [
      [3, 0.01],
      [10, 0.06],
      [90, 0.06],
    ],
    followUp: 180,
    clinic: 'pulmonology',
    tests: [['spirometry', 360]],
    start: ['budesonide', 'salbutamol'],
    steps: [],
  },
  hypothyroidism: {
    icd: 'E03.9',
    name: 'Niedoczynność tarczycy',
    sex: 'female',
    prevalence: [
      [18, 0.01],
      [40, 0.09],
      [70, 0.16],
    ],
    followUp: 180,
    clinic: 'endocrinology',
    tests: [['thyroid', 180]],
    start: ['levothyroxine'],
    steps: [],
  },
  depression: {
    icd: 'F32.1',
    name: 'Epizod depresji umiarkowany',
    prevalence: [
      [16, 0.01],
      [35, 0.05],
      [60, 0.08],
    ],
    followUp: 90,
    clinic: 'psychiatry',
    tests: [],
    start: ['sertraline'],
    steps: [],
  },
  reflux: {
    icd: 'K21.9',
    name: 'Choroba refluksowa przełyku',
    prevalence: [
      [20, 0.02],
      [50, 0.12],
      [80, 0.15],
    ],
    followUp: 360,
    clinic: 'family',
    tests: [],
    start: ['pantoprazole'],
    steps: [],
  },
  prostate: {
    icd: 'N40',
    name: 'Łagodny rozrost gruczołu krokowego',
    sex: 'male',
    prevalence: [
      [50, 0],
      [65, 0.2],
      [85, 0.45],
    ],
    followUp: 360,
    clinic: 'urology',
    tests: [['prostate', 360]],
    start: ['tamsulosin'],
    steps: [],
  },
  osteoporosis: {
    icd: 'M81.0',
    name: 'Osteoporoza pomenopauzalna',
    sex: 'female',
    prevalence: [
      [55, 0],
      [70, 0.2],
      [85, 0.35],
    ],
    followUp: 360,
    clinic: 'orthopaedics',
    tests: [],
    start: ['alendronate', 'cholecalciferol'],
    steps: [],
  },
  arthrosis: {
    icd: 'M17.1',
    name: 'Zwyrodnienie stawu kolanowego',
    prevalence: [
      [45, 0],
      [65, 0.15],
      [85, 0.3],
    ],
    followUp: 360,
    clinic: 'orthopaedics',
    tests: [],
    start: [],
    steps: [],
  },
  anaemia: {
    icd: 'D50.9',
    name: 'Niedokrwistość z niedoboru żelaza',
    sex: 'female',
    prevalence: [
      [15, 0.01],
      [30, 0.06],
      [60, 0.05],
    ],
    followUp: 180,
    clinic: 'family',
    tests: [
      ['blood', 120],
      ['iron', 180],
    ],
    start: ['iron'],
    steps: [],
  },
  rhinitis: {
    icd: 'J30.1',
    name: 'Alergiczny nieżyt nosa wywołany pyłkami',
    prevalence: [
      [5, 0.03],
      [15, 0.12],
      [40, 0.12],
      [80, 0.05],
    ],
    followUp: 360,
    clinic: 'family',
    tests: [],
    start: ['desloratadine'],
    steps: [],
  },
  migraine: {
    icd: 'G43.0',
    name: 'Migrena bez aury',
    sex: 'female',
    prevalence: [
      [15, 0.02],
      [35, 0.1],
      [60, 0.06],
    ],
    followUp: 360,
    clinic: 'neurology',
    tests: [],
    start: ['sumatriptan'],
    steps: [],
  },
} as const satisfies Record<string, Course>;

export type CourseKey = keyof typeof courses;

/** Share of people of that age who have the disease. */
export function prevalenceAt(course: Course, age: number): number {
  let [before, share] = course.prevalence[0] ?? [0, 0];
  if (age < before) return 0;
  for (const [until, then] of course.prevalence) {
    if (age < until) return share + ((then - share) * (age - before)) / (until - before);
    [before, share] = [until, then];
  }
  return share;
}
