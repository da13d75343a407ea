/**
 * The measurable state of a body and how it moves: by age, by the diseases it has, by how far their treatment has
 * gone. A toy with plausible directions (eGFR falls faster in diabetes, HbA1c answers to the next medicine), no model
 * of anything.
 */
import type { CourseKey } from './data/courses.ts';
import { type AnalyteKey, analytes } from './data/tests.ts';
import type { Random } from './random.ts';

export interface Body {
  readonly female: boolean;
  height: number;
  weight: number;
  systolic: number;
  diastolic: number;
  pulse: number;
  egfr: number;
  hba1c: number;
  ldl: number;
  hdl: number;
  triglycerides: number;
  haemoglobin: number;
  tsh: number;
  ejection: number;
  lungs: number;
  psa: number;
}

/** What a disease is at this moment: years since it began, steps of treatment taken. */
export interface Burden {
  readonly years: number;
  readonly steps: number;
}
export type Burdens = ReadonlyMap<CourseKey, Burden>;

export function newBody(female: boolean, age: number, random: Random): Body {
  const height = random.bell(female ? 165 : 178, 6);
  return {
    female,
    height,
    weight: (height / 100) ** 2 * random.bell(22 + Math.min(age, 60) * 0.08, 3),
    systolic: random.bell(116 + Math.max(0, age - 30) * 0.25, 7),
    diastolic: random.bell(74, 5),
    pulse: random.bell(72, 7),
    egfr: Math.min(118, random.bell(118 - Math.max(0, age - 30) * 0.75, 7)),
    hba1c: random.bell(5.3, 0.2),
    ldl: random.bell(90 + Math.min(age, 60) * 0.6, 18),
    hdl: random.bell(female ? 60 : 50, 8),
    triglycerides: random.bell(115, 25),
    haemoglobin: random.bell(female ? 13.4 : 14.9, 0.6),
    tsh: random.bell(1.9, 0.5),
    ejection: random.bell(62, 3),
    lungs: random.bell(100, 7),
    psa: random.bell(0.8 + Math.max(0, age - 50) * 0.04, 0.2),
  };
}

/** Moves `value` towards `goal`; `pull` is the share of the way in a year. */
const towards = (value: number, goal: number, pull: number, years: number): number =>
  value + (goal - value) * Math.min(1, pull * years);

const least = (value: number, floor: number): number => (value < floor ? floor : value);

/** Lets `years` (a small part of one) pass. */
export function live(body: Body, age: number, burdens: Burdens, years: number, random: Random): void {
  const of = (key: CourseKey): Burden | undefined => burdens.get(key);
  const diabetes = of('diabetes');
  const failure = of('heartFailure');
  const pressure = of('hypertension');
  const lipids = of('dyslipidaemia') ?? of('ischaemia');
  const copd = of('copd');
  const decline = 0.8 + (diabetes ? 0.7 : 0) + (of('kidney') ? 0.9 : 0) + (failure ? 0.5 : 0);
  body.egfr = least(body.egfr - (age > 40 ? decline : 0.2) * years, 16);
  if (of('kidney') && body.egfr > 59) body.egfr = towards(body.egfr, 52, 1.5, years);
  const sugar = diabetes ? 7.7 + diabetes.years * 0.07 - diabetes.steps * 0.55 : 5.4 + age * 0.004;
  body.hba1c = least(towards(body.hba1c, random.bell(sugar, 0.35), 1.6, years), 4.6);
  const upper = pressure ? 152 - pressure.steps * 8 : 112 + age * 0.25;
  body.systolic = towards(body.systolic, random.bell(upper - (failure ? 12 : 0), 7), 2, years);
  body.diastolic = towards(body.diastolic, random.bell(pressure ? 88 - pressure.steps * 4 : 74, 4), 2, years);
  body.ldl = least(
    towards(body.ldl, lipids ? random.bell(lipids.steps ? 72 : 98, 10) : 85 + age * 0.6, 1.5, years),
    35,
  );
  body.ejection = towards(body.ejection, failure ? 44 - failure.years * 1.2 : 62, failure ? 0.9 : 0.2, years);
  body.ejection = least(body.ejection, 22);
  body.lungs = least(body.lungs - (age > 30 ? 0.25 : 0) * years - (copd ? 2.2 : 0) * years, 28);
  if (copd && body.lungs > 72) body.lungs = towards(body.lungs, 66, 2, years);
  body.tsh = least(towards(body.tsh, of('hypothyroidism') ? random.bell(3.2, 1.2) : 1.9, 1.5, years), 0.2);
  const blood = (body.female ? 13.4 : 14.9) - (of('anaemia') ? 2 : 0) - (body.egfr < 45 ? (45 - body.egfr) * 0.06 : 0);
  body.haemoglobin = least(towards(body.haemoglobin, random.bell(blood, 0.4), 1.8, years), 7.5);
  body.psa = least(body.psa + (of('prostate') ? 0.12 : 0.02) * years, 0.2);
  body.weight = least(body.weight + random.bell(age < 55 ? 0.25 : -0.1, 0.8) * years, 40);
}

type Reading = (body: Body, random: Random, burdens: Burdens) => number;

const creatinine = (body: Body): number => {
  const raw = (body.female ? 62 : 82) / Math.max(12, body.egfr);
  return least(raw, 0.5);
};

const readings: Record<AnalyteKey, Reading> = {
  hba1c: (body, random) => body.hba1c + random.bell(0, 0.08),
  glucose: (body, random) => 28.7 * body.hba1c - 46.7 - random.bell(20, 8),
  creatinine: (body, random) => creatinine(body) + random.bell(0, 0.03),
  egfr: (body, random) => body.egfr + random.bell(0, 1),
  urea: (body, random) => 24 + (100 - Math.min(100, body.egfr)) * 0.55 + random.bell(4, 4),
  potassium: (body, random, burdens) =>
    random.bell(4.2 + (body.egfr < 50 ? 0.4 : 0) + (burdens.has('heartFailure') ? 0.2 : 0), 0.2),
  sodium: (_, random, burdens) => random.bell(burdens.has('heartFailure') ? 138 : 140, 1.4),
  cholesterol: (body, random) => body.ldl + body.hdl + body.triglycerides / 5 + random.bell(0, 3),
  ldl: (body, random) => body.ldl + random.bell(0, 3),
  hdl: (body, random) => body.hdl + random.bell(0, 2),
  triglycerides: (body, random, burdens) =>
    body.triglycerides + (burdens.has('diabetes') ? 45 : 0) + random.bell(0, 15),
  haemoglobin: (body, random) => body.haemoglobin + random.bell(0, 0.2),
  leukocytes: (_, random) => random.bell(6.8, 1.3),
  erythrocytes: (body, random) => body.haemoglobin / 3.05 + random.bell(0, 0.08),
  platelets: (_, random) => random.bell(245, 40),
  haematocrit: (body, random) => body.haemoglobin * 2.95 + random.bell(0, 0.5),
  tsh: (body, random) => body.tsh + random.bell(0, 0.1),
  ft4: (_, random) => random.bell(1.25, 0.12),
  inr: (_, random, burdens) => random.bell(burdens.has('valve') ? 2.6 : 1.02, burdens.has('valve') ? 0.25 : 0.06),
  crp: (_, random) => least(random.bell(2.4, 1.6), 0.3),
  alt: (_, random, burdens) => least(random.bell(burdens.has('diabetes') ? 34 : 24, 7), 8),
  ast: (_, random) => least(random.bell(24, 5), 9),
  ntprobnp: (body, random) => least((64 - Math.min(62, body.ejection)) * 62 + random.bell(60, 40), 25),
  albuminuria: (body, random, burdens) =>
    least(random.bell(burdens.has('diabetes') || body.egfr < 60 ? 45 + (90 - body.egfr) * 1.2 : 9, 8), 2),
  psa: (body, random) => least(body.psa + random.bell(0, 0.1), 0.1),
  ferritin: (body, random, burdens) => least(random.bell(burdens.has('anaemia') ? 11 : body.female ? 70 : 140, 12), 4),
  weight: (body, random) => body.weight + random.bell(0, 0.3),
  height: (body) => body.height,
  bmi: (body) => body.weight / (body.height / 100) ** 2,
  pulse: (body, random, burdens) => body.pulse + (burdens.has('fibrillation') ? 12 : 0) + random.bell(0, 4),
  saturation: (body, random) => Math.min(99, random.bell(body.lungs < 60 ? 92.5 : 97, 0.8)),
  temperature: (_, random) => random.bell(36.6, 0.2),
  ejection: (body, random) => body.ejection + random.bell(0, 0.8),
  fev1: (body, random) => (body.lungs / 100) * (body.female ? 2.5 : 3.5) + random.bell(0, 0.05),
  fev1fvc: (body, random) => Math.min(88, 30 + body.lungs * 0.5) + random.bell(0, 1),
};

const tens = [1, 10, 100] as const;

/** A value as a device would show it. */
export function reading(key: AnalyteKey, body: Body, random: Random, burdens: Burdens): number {
  const ten = tens[analytes[key].decimals] ?? 1;
  return Math.round(readings[key](body, random, burdens) * ten) / ten;
}
