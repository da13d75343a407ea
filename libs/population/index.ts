/**
 * A deterministic, plausible Polish population as FHIR R4 transaction Bundles. The same seed gives the same bytes on
 * every machine and in every run; a larger population begins with the smaller one. See README.md.
 */
import { dayOf } from './calendar.ts';
import {
  type DemonstrationPerson,
  demonstrationPeople as accountsOf,
  fixedPeople,
  fixedPerson,
  fixedStory,
} from './demonstration.ts';
import { type Bundle, bundlesOf, type Resource } from './fhir.ts';
import { drawPerson } from './person.ts';
import { type Providers, providers } from './providers.ts';
import { type Citizen, citizenOf, facilitiesOf, type RegisteredFacility, type Worker, workersOf } from './registers.ts';
import { seededRandom } from './random.ts';
import { tell } from './story.ts';

export type { Citizen, RegisteredCell, RegisteredFacility, Worker } from './registers.ts';
export { longLife, longLifeOf } from './long-life.ts';
export type { DemonstrationPerson } from './demonstration.ts';
export type { Bundle, Entry, Resource } from './fhir.ts';

export interface PopulationOptions {
  /** Patients, the three fixed people among them. */
  patients: number;
  seed?: number;
  /** The day on which the stories end: `YYYY-MM-DD`. */
  asOf?: string;
}

export const defaultSeed = 1;
export const defaultAsOf = '2026-11-20';
/** Share of people with twenty years of several diseases, besides the fixed ones. */
const chronicShare = 0.02;

/** What must be written in order: Bundles of the providers, then a group of Bundles for each patient. */
export function* populationGroups(options: PopulationOptions): Iterable<readonly Bundle[]> {
  const { patients, seed = defaultSeed, asOf = defaultAsOf } = options;
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new RangeError('a seed is a whole number, 0 … 4294967295');
  const all = providers(seed, patients);
  yield [...bundlesOf(all.resources)];
  const end = dayOf(asOf);
  for (let number = 1; number <= patients; number++) yield [...bundlesOf(storyOf(seed, number, all, end))];
}

/** All Bundles, one after another, in constant memory. */
export function* population(options: PopulationOptions): Iterable<Bundle> {
  for (const group of populationGroups(options)) yield* group;
}

/** What the population register says of the same people, and of those who treat them. */
export function* citizens({ patients, seed = defaultSeed, asOf = defaultAsOf }: PopulationOptions): Iterable<Citizen> {
  const all = providers(seed, patients);
  const end = dayOf(asOf);
  for (let number = 1; number <= patients; number++) {
    const draw = number <= fixedPeople ? fixedPerson : drawn;
    yield citizenOf(draw(seed, number, all, end).person);
  }
  for (const worker of workersOf(all)) yield worker;
}

/** The first patients, as the population register knows them. */
export const firstCitizens = (patients: number): Citizen[] => [...citizens({ patients })].slice(0, patients);

/** What the register of medical workers says of the doctors. */
export const medicalWorkersOf = (patients: number, seed = defaultSeed): Worker[] =>
  workersOf(providers(seed, patients));

/** The facilities and pharmacies of a population of up to 36,000 people, as registers know them. */
export const registeredFacilities = (seed = defaultSeed): RegisteredFacility[] => facilitiesOf(providers(seed, 1));

/** Who has an account in the demonstration, with the ids of their resources. */
export const demonstrationPeople = (seed = defaultSeed): DemonstrationPerson[] => accountsOf(seed, providers(seed, 1));

function drawn(seed: number, number: number, all: Providers, asOf: number) {
  const random = seededRandom(seed, 'person', number);
  const place = random.weighted(all.places.map((one) => ({ one, weight: one.city.weight }))).one;
  const chronic = random.chance(chronicShare);
  return { random, chronic, person: drawPerson(number, place, random, { asOf, chronic }) };
}

function storyOf(seed: number, number: number, all: Providers, asOf: number): Resource[] {
  if (number <= fixedPeople) return fixedStory(seed, number, all, asOf);
  const { random, chronic, person } = drawn(seed, number, all, asOf);
  const age = (asOf - person.birth) / 365.2425;
  const share = random.next();
  const target = chronic ? 1150 + 4500 * share * share : 26 + 120 * share * share * (age > 50 ? 1 : 0.6);
  const years = chronic || age < 19 ? 20 : random.int(3, 8);
  return tell({ seed, person, random, asOf, chronic, target, years });
}
