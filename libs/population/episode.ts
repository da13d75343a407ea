/**
 * Short illnesses, stays in hospital, pregnancies: each writes its own encounter, diagnosis, treatment and documents.
 */
import { isoDate, yearOf } from './calendar.ts';
import type { Visit } from './chart.ts';
import { type Episode, episodes, pregnancy } from './data/episodes.ts';
import type { MedicineKey } from './data/medicines.ts';
import { type WardKey, wards } from './data/specialities.ts';
import type { PanelKey } from './data/tests.ts';
import { icd10 } from './fhir.ts';
import type { Life } from './life.ts';
import { wardDoctor } from './providers.ts';

const discharge = { code: '34105-7', name: 'Karta informacyjna leczenia szpitalnego' } as const;

/** Draws an illness that this person may have on that day. */
export function drawEpisode(life: Life, day: number, stays: boolean): Episode {
  const age = life.age(day);
  const { sex } = life.person;
  return life.random.weighted(
    episodes.filter(
      (one) =>
        age >= one.ages[0] &&
        age < one.ages[1] &&
        (!one.sex || one.sex === sex) &&
        (stays || !one.stay) &&
        yearOf(day) >= (one.since ?? 0),
    ),
  );
}

/** Writes a short illness. Returns the day on which it is over. */
export function shortIllness(life: Life, day: number, episode: Episode): number {
  const { icd, name, medicine, panel, procedure } = episode;
  if (episode.stay) {
    const { ward, days } = episode.stay;
    return stay(life, day, {
      icd,
      name,
      ward,
      days: life.random.int(...days),
      panel,
      procedure,
      medicine,
      lasts: episode.lasts,
    });
  }
  const visit = life.visit(day, episode.clinic ?? 'family', { icd, name });
  const onset = visit.day - Math.min(life.random.int(0, 4), visit.day - life.person.birth);
  const ended = onset + episode.lasts <= life.until ? onset + episode.lasts : undefined;
  life.chart.condition({ icd, name, onset, ended, kind: 'visit' }, visit);
  if (panel) life.test(panel, visit);
  if (procedure) life.chart.procedure(procedure, visit);
  if (medicine) life.prescribe(medicine, visit);
  return onset + episode.lasts;
}

export interface StayPlan {
  icd: string;
  name: string;
  ward: WardKey;
  days: number;
  lasts: number;
  panel?: PanelKey | undefined;
  panels?: readonly PanelKey[];
  procedure?: { readonly code: string; readonly name: string } | undefined;
  medicine?: MedicineKey | undefined;
  /** Ends the diagnosis with the stay's illness; false when it is an existing problem. */
  condition?: string | undefined;
  /** Text of the letter; made from the plan when left out. */
  letter?: string;
}

/**
 * Writes a stay: encounter, daily measurements, tests, procedure, letter. Returns the day on which the illness is
 * over.
 */
export function stay(life: Life, day: number, plan: StayPlan): number {
  const { chart, random, until, person } = life;
  const length = Math.min(plan.days, until - day);
  life.advance(day);
  const doctor = wardDoctor(person.place, plan.ward);
  const visit = chart.encounter({
    day,
    minutes: 9 * 60 + random.int(0, 40) * 10,
    length: length * 1440,
    kind: 'stay',
    facility: person.place.hospital,
    doctor,
    cell: wards[plan.ward].name,
    reason: icd10(plan.icd, plan.name),
    ...(plan.condition && { diagnosis: plan.condition }),
  });
  const over = day + plan.lasts;
  if (!plan.condition) {
    const ended = over <= until ? over : undefined;
    chart.condition({ icd: plan.icd, name: plan.name, onset: day, ended, kind: 'visit' }, visit);
  }
  for (let on = 0; on < length; on++) {
    const round: Visit = { ...visit, day: day + on, minutes: 9 * 60 };
    life.vitals(round);
    if (on % 2 === 0)
      for (const panel of plan.panels ?? ['basic', 'blood']) life.test(panel, { ...round, minutes: 390 });
  }
  if (plan.panel) life.test(plan.panel, visit);
  if (plan.procedure) chart.procedure(plan.procedure, visit, Math.min(day + 1, day + length));
  const leaving: Visit = { ...visit, day: day + length, minutes: 12 * 60 };
  if (plan.medicine) life.prescribe(plan.medicine, leaving);
  const text = plan.letter ?? letter(life, plan, day, day + length);
  chart.document({ ...discharge, title: `Wypis: ${wards[plan.ward].name}`, text }, leaving);
  return over;
}

function letter(life: Life, plan: StayPlan, from: number, until: number): string {
  const { person, body } = life;
  return [
    'KARTA INFORMACYJNA LECZENIA SZPITALNEGO (dane syntetyczne)',
    `${wards[plan.ward].name}, ${person.place.hospital.name}`,
    `Pacjent: ${person.given.join(' ')} ${person.family}, PESEL ${person.pesel}`,
    `Pobyt od ${isoDate(from)} do ${isoDate(until)}.`,
    `Rozpoznanie: ${plan.icd} ${plan.name}.`,
    plan.procedure ? `Wykonano: ${plan.procedure.name} (${plan.procedure.code}).` : 'Leczenie zachowawcze.',
    `eGFR ${Math.round(body.egfr)} ml/min/1,73 m², hemoglobina ${body.haemoglobin.toFixed(1).replace('.', ',')} g/dl.`,
    'Zalecenia: kontrola u lekarza POZ za 14 dni, leki według listy.',
  ].join('\n');
}

/** A pregnancy with its visits and the birth. Returns the day of the birth. */
export function bearChild(life: Life, from: number): number {
  const birth = from + 275;
  const { icd, name } = pregnancy.visit;
  let condition: string | undefined;
  for (let day = from + 50; day < Math.min(birth, life.until); day += 32) {
    const visit = life.visit(day, 'gynaecology', { icd, name, ...(condition && { condition }) });
    if (!condition) {
      const ended = birth <= life.until ? birth : undefined;
      condition = `Condition/${life.chart.condition({ icd, name, onset: from, ended, kind: 'visit' }, visit).id}`;
      life.prescribe('folicAcid', visit, condition);
      life.test('thyroid', visit);
    }
    life.vitals(visit);
    life.test('blood', visit);
  }
  if (birth + 3 <= life.until) {
    const { icd: code, name: called, procedure } = pregnancy.birth;
    stay(life, birth, { icd: code, name: called, ward: 'maternity', days: 3, lasts: 3, procedure, panels: ['blood'] });
  }
  life.treatments.delete('folicAcid');
  return birth;
}
