/** The first nineteen years: vaccinations of the Polish calendar, check-ups with growth. */
import { workday, yearOf, yearsAfter } from './calendar.ts';
import { checkUps, childVaccines } from './data/episodes.ts';
import { icd10 } from './fhir.ts';
import type { Life } from './life.ts';

/** Ages of the preventive examinations (bilanse), in years. */
const checkUpAges = [0.1, 0.5, 1, 2, 4, 6, 10, 14, 16, 19] as const;
/** Mean height in cm and weight in kg by age: [years, girls' height, weight, boys' height, weight]; rough. */
const growth = [
  [0, 50, 3.3, 51, 3.5],
  [0.5, 66, 7.3, 68, 7.9],
  [1, 75, 9.3, 76, 9.9],
  [2, 87, 12, 88, 12.6],
  [4, 103, 16.3, 104, 16.7],
  [6, 116, 21, 117, 21.6],
  [10, 140, 33.5, 140, 34],
  [14, 161, 52, 165, 54],
  [16, 164, 57, 175, 65],
  [19, 166, 59, 179, 72],
] as const;

/** Height and weight at an age; `stature` is how far this child is from the mean, about 1. */
function grown(age: number, female: boolean, stature: number): { height: number; weight: number } {
  const [h, w] = female ? ([1, 2] as const) : ([3, 4] as const);
  let before = growth[0] as (typeof growth)[number];
  for (const row of growth) {
    if (age <= row[0]) {
      const share = row[0] === before[0] ? 0 : (age - before[0]) / (row[0] - before[0]);
      const between = (column: 1 | 2 | 3 | 4): number => before[column] + (row[column] - before[column]) * share;
      return { height: Math.round(between(h) * stature), weight: Math.round(between(w) * stature * stature * 10) / 10 };
    }
    before = row;
  }
  return { height: Math.round(before[h] * stature), weight: Math.round(before[w] * stature * stature * 10) / 10 };
}

/**
 * Writes vaccinations and check-ups from `from` (birth or later) until the nineteenth birthday or the end of the
 * story.
 */
export function childhood(life: Life, from: number): void {
  const { person, until, chart, random } = life;
  const stature = random.bell(1, 0.03);
  const at = (day: number, kind: 'vaccination' | 'checkUp', reason: { icd: string; name: string }) =>
    chart.encounter({
      day,
      minutes: 8 * 60 + random.int(0, 90) * 5,
      length: 15,
      kind,
      facility: person.clinic,
      doctor: person.doctor,
      reason: icd10(reason.icd, reason.name),
    });
  for (const [day, doses] of vaccinationDays(life, from)) {
    const visit = at(day, 'vaccination', checkUps.vaccination);
    for (const { vaccine, dose } of doses) chart.immunization(vaccine, dose, visit);
  }
  for (const years of checkUpAges) {
    const day = workday(yearsAfter(person.birth, years) + random.int(0, 20));
    if (day < from || day > until) continue;
    const visit = at(day, 'checkUp', checkUps.child);
    const { height, weight } = grown(years, person.sex === 'female', stature);
    chart.observation('height', height, 'vital-signs', visit);
    chart.observation('weight', weight, 'vital-signs', visit);
  }
  Object.assign(life.body, grown((until - person.birth) / 365.2425, person.sex === 'female', stature));
}

type Dose = { vaccine: { atc: string; name: string }; dose: number };

/** Doses by day, in order; a few children come late, hardly any never. */
function vaccinationDays(life: Life, from: number): [number, Dose[]][] {
  const { person, until, random } = life;
  const late = random.chance(0.1) ? random.int(10, 60) : random.int(0, 9);
  const days = new Map<number, Dose[]>();
  for (const vaccine of childVaccines) {
    if (yearOf(person.birth) < vaccine.since) continue;
    vaccine.months.forEach((months, index) => {
      // Doses of one age are given on one day; those of the first day of life in the maternity ward.
      const day = months === 0 ? person.birth + 1 : workday(Math.round(person.birth + months * 30.44) + late);
      if (day < from || day > until) return;
      const doses = days.get(day) ?? [];
      doses.push({ vaccine, dose: index + 1 });
      days.set(day, doses);
    });
  }
  return [...days].sort(([a], [b]) => a - b);
}
