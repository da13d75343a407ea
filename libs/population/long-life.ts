/** One patient with a life of tens of thousands of entries, of no population: what the platform is measured by. */
import { dayOf, yearsAfter } from './calendar.ts';
import type { CourseKey } from './data/courses.ts';
import { type Bundle, bundlesOf } from './fhir.ts';
import { drawPerson } from './person.ts';
import { providers } from './providers.ts';
import { seededRandom } from './random.ts';
import { tell } from './story.ts';

/** Beyond every population, so that ids and PESEL meet nobody's. */
const number = 900_001;
const years = 60;
/** The pace of visits follows the target from below (story.ts): so much higher it has to be set. */
const above = 1.85;

/** Diseases, and how many years before the end of the story each began. */
const diseases: readonly (readonly [CourseKey, number])[] = [
  ['hypertension', 52],
  ['dyslipidaemia', 45],
  ['diabetes', 40],
  ['ischaemia', 30],
  ['copd', 25],
  ['heartFailure', 20],
  ['kidney', 15],
  ['fibrillation', 12],
];

/** The id of the Patient, who belongs to the same practice as the fixed people of the demonstration. */
export const longLifeOf = (seed: number): string => `p-${seed}-${number}`;

/** About so many entries over sixty years, as Bundles to be written in order, after those of the providers. */
export function longLife(entries: number, { seed, asOf }: { seed: number; asOf: string }): Iterable<Bundle> {
  const [place] = providers(seed, 1).places;
  const clinic = place?.family[0];
  const doctor = clinic?.doctors[0];
  if (!place || !clinic || !doctor) throw new RangeError('the first city has a POZ clinic with a doctor');
  const end = dayOf(asOf);
  const random = seededRandom(seed, 'person', number);
  const known = { sex: 'male', birth: dayOf('1941-05-06'), given: ['Stanisław'], family: 'Długowieczny' } as const;
  const drawn = drawPerson(number, place, random, { asOf: end, chronic: false, known });
  const person = { ...drawn, clinic, doctor };
  const facts = { seed, person, random, asOf: end, chronic: true, target: entries * above, years };
  const begun = diseases.map(([key, ago]) => [key, Math.round(yearsAfter(end, -ago))] as const);
  return bundlesOf(tell({ ...facts, diseases: begun }));
}
