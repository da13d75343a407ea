/** Tells one person's story from facts and chance: which diseases, how close the care, until when. */
import { workday, yearOf, yearsAfter } from './calendar.ts';
import { childhood } from './childhood.ts';
import { type CourseKey, courses, prevalenceAt } from './data/courses.ts';
import { allergies, checkUps, covidVaccine, influenzaVaccine } from './data/episodes.ts';
import type { Resource } from './fhir.ts';
import { bearChild, drawEpisode, shortIllness, stay } from './episode.ts';
import { type ActiveCourse, Life } from './life.ts';
import { allergyResource, coverageResource, type Person, patientResource } from './person.ts';
import type { Random } from './random.ts';

export interface StoryFacts {
  seed: number;
  person: Person;
  random: Random;
  asOf: number;
  chronic: boolean;
  /** Entries to steer to. */
  target: number;
  /** Years of care that are told, for adults. */
  years: number;
  /** Diseases and their first days, instead of drawn ones. */
  diseases?: readonly (readonly [CourseKey, number])[];
}

const courseKeys = Object.keys(courses) as CourseKey[];
/** What a chronically ill person is drawn from. */
const severe: readonly CourseKey[] = ['diabetes', 'heartFailure', 'copd', 'kidney', 'ischaemia', 'fibrillation'];
/** Who has more entries than this (long-life.ts) is seen every day when need be. */
const mostOfOrdinary = 20_000;
const consultation = { code: '11488-4', name: 'Konsultacja lekarska' } as const;

export function startLife(facts: StoryFacts): { life: Life; from: number } {
  const { seed, person, random, asOf, years, chronic } = facts;
  const until = person.death ?? asOf;
  const from = Math.max(person.birth, yearsAfter(until, -years));
  const closeness = chronic ? Math.min(1, Math.max(0.3, 2200 / facts.target)) : 1;
  const life = new Life({ seed, person, random, until, renewal: chronic ? 0 : 330, closeness }, from);
  patientResource(life.chart, person, random, asOf);
  coverageResource(life.chart, person, from);
  return { life, from };
}

/** The whole story of a drawn person. */
export function tell(facts: StoryFacts): Resource[] {
  const { life, from } = startLife(facts);
  const { person, random } = life;
  if (random.chance(0.12)) {
    allergyResource(
      life.chart,
      random.weighted(allergies),
      random.int(Math.max(from, person.birth + 400), life.until),
      person.doctor,
    );
  }
  const childUntil = yearsAfter(person.birth, 19);
  if (childUntil > from) childhood(life, from);
  drawDiseases(life, facts, from);
  follow(life, facts, from);
  return life.close();
}

function drawDiseases(life: Life, { diseases, chronic }: StoryFacts, from: number): void {
  const { random, person, until } = life;
  if (diseases) {
    for (const [key, onset] of diseases) life.begin(key, onset);
    return;
  }
  const age = life.age(until);
  for (const key of courseKeys) {
    const course = courses[key];
    if ('sex' in course && course.sex !== person.sex) continue;
    const forced = chronic && (key === 'hypertension' || (severe.includes(key) && random.chance(0.6)));
    if (!forced && !random.chance(prevalenceAt(course, age))) continue;
    const earliest = Math.max(
      yearsAfter(person.birth, course.prevalence[0]?.[0] ?? 18),
      yearsAfter(from, chronic ? -3 : -8),
    );
    const latest = chronic ? Math.round(from + (until - from) * 0.6) : until - 30;
    if (earliest < latest) life.begin(key, random.int(earliest, latest));
  }
}

/** Visit after visit until the end of the story. */
export function follow(life: Life, { target, chronic }: StoryFacts, from: number, until = life.until): void {
  const { random, chart } = life;
  // The first year of life belongs to vaccinations and check-ups (childhood.ts).
  let day = Math.max(from, life.person.birth + 380) + random.int(5, 60);
  let lastPregnancy = day - 400;
  let number = 0;
  const atStart = chart.size;
  const isLong = target > mostOfOrdinary;
  while (day < until) {
    life.advance(day);
    const fresh = [...life.courses.values()].filter(({ condition, onset }) => !condition && onset <= day);
    const age = life.age(day);
    if (fresh[0]) firstVisit(life, day, fresh[0]);
    else if (mayBear(life, day, age, lastPregnancy)) {
      lastPregnancy = bearChild(life, day);
      day = lastPregnancy;
    } else oneVisit(life, day, ++number, chronic);
    seasonalVaccine(life, day, age);
    // The plan grows faster towards the end: people are seen more often as they get older and iller.
    const share = (day - from) / (until - from);
    const plan = atStart + (target - atStart) * share ** 1.3 + 4;
    const pace = Math.min(3, Math.max(isLong ? 0.01 : 0.06, (chart.size / plan) ** 5));
    const least = isLong ? 1 : fresh.length > 1 ? 3 : 6;
    day += Math.max(least, Math.round(baseGap(life, day) * pace * (0.7 + random.next() * 0.6)));
  }
}

function baseGap(life: Life, day: number): number {
  let gap = life.age(day) < 6 ? 120 : 260;
  for (const { course, condition } of life.courses.values()) if (condition) gap = Math.min(gap, course.followUp);
  return gap;
}

function mayBear(life: Life, day: number, age: number, last: number): boolean {
  const { person, random, until } = life;
  return (
    person.sex === 'female' && age >= 21 && age <= 41 && day - last > 500 && day < until - 60 && random.chance(0.05)
  );
}

function firstVisit(life: Life, day: number, active: ActiveCourse): void {
  const { icd, name, clinic } = active.course;
  const visit = life.visit(day, clinic, { icd, name });
  life.diagnose(active, visit);
  life.vitals(visit);
  note(life, visit, `Rozpoznano: ${icd} ${name}. Włączono leczenie, kontrola za ${active.course.followUp} dni.`);
}

function oneVisit(life: Life, day: number, number: number, chronic: boolean): void {
  const { random } = life;
  const running = [...life.courses.values()].filter(({ condition }) => condition);
  if (running.length === 0 || random.chance(chronic ? 0.08 : 0.3)) {
    const adult = life.age(day) >= 18;
    if (adult && random.chance(0.25)) checkUp(life, day);
    else shortIllness(life, day, drawEpisode(life, day, random.chance(0.5)));
    return;
  }
  if (chronic && random.chance(0.035) && day < life.until - 14) return exacerbation(life, day);
  const active = running[number % running.length] as ActiveCourse;
  const { icd, name, clinic, followUp } = active.course;
  const specialist = number % 3 === 0 ? clinic : 'family';
  const { condition } = active;
  const visit = life.visit(day, specialist, { icd, name, ...(condition && { condition }) });
  life.vitals(visit);
  life.dueTests(visit);
  life.treat(visit);
  if (specialist !== 'family')
    note(life, visit, `${icd} ${name}: stan stabilny, leczenie jak dotąd. Kontrola za ${followUp} dni.`);
}

function note(life: Life, visit: Parameters<Life['vitals']>[0], text: string): void {
  const body = life.body;
  const lines = [
    'KONSULTACJA (dane syntetyczne)',
    text,
    `RR ${Math.round(body.systolic)}/${Math.round(body.diastolic)} mmHg, masa ciała ${Math.round(body.weight)} kg.`,
  ];
  life.chart.document({ ...consultation, title: `Konsultacja, ${visit.doctor.name}`, text: lines.join('\n') }, visit);
}

function checkUp(life: Life, day: number): void {
  const visit = life.visit(day, 'family', checkUps.adult);
  life.vitals(visit);
  life.test('blood', visit);
  if (life.random.chance(0.5)) life.test('lipids', visit);
  if (life.random.chance(0.6)) life.test('basic', visit);
}

/** A chronic disease gets worse: a stay with daily tests and a letter. */
function exacerbation(life: Life, day: number): void {
  const { random } = life;
  const heart = life.courses.get('heartFailure') ?? life.courses.get('ischaemia') ?? life.courses.get('fibrillation');
  const lungs = life.courses.get('copd');
  const active =
    (random.chance(0.6) ? (heart ?? lungs) : (lungs ?? heart)) ?? [...life.courses.values()].find((c) => c.condition);
  if (!active?.condition) return checkUp(life, day);
  const isLung = active === lungs;
  stay(life, day, {
    icd: isLung ? 'J44.1' : active.course.icd,
    name: isLung ? 'POChP z zaostrzeniem' : active.course.name,
    ward: isLung || !heart ? 'internal' : 'cardiac',
    days: random.int(4, 10),
    lasts: 21,
    condition: active.condition,
    panels: isLung ? ['blood', 'inflammation', 'basic'] : ['basic', 'heart', 'blood'],
    medicine: isLung ? 'prednisone' : undefined,
    procedure: isLung
      ? { code: '87.440', name: 'RTG klatki piersiowej' }
      : { code: '88.721', name: 'Echokardiografia przezklatkowa' },
  });
}

/** Influenza each autumn for some, more with age; COVID-19 in the years when it was given. */
function seasonalVaccine(life: Life, day: number, age: number): void {
  const { random, chart, until } = life;
  const year = yearOf(day);
  if (life.vaccinatedIn === year || age < 18) return;
  life.vaccinatedIn = year;
  const covid = year >= 2021 && year <= 2023;
  const on = workday(day + random.int(3, 20));
  if (on > until || !random.chance(covid ? 0.5 : age > 65 ? 0.3 : 0.06)) return;
  const visit = life.visit(on, 'family', checkUps.vaccination);
  chart.immunization(covid ? covidVaccine : influenzaVaccine, covid ? year - 2020 : 1, visit);
}
