/** Who somebody is: name, sex, birth, PESEL, home, general practitioner; and their Patient resource. */
import { makePesel } from '../polish-identifiers/pesel.ts';
import { identifierSystems, nfzBranches } from '../polish-identifiers/systems.ts';
import { ageOn, isoDate } from './calendar.ts';
import type { Chart } from './chart.ts';
import { allergies } from './data/episodes.ts';
import { givenNames, surnameOf, surnames } from './data/names.ts';
import { atc, hl7, type Resource } from './fhir.ts';
import { address, type Doctor, type Facility, type Place, phone } from './providers.ts';
import type { Random } from './random.ts';

export interface Person {
  readonly number: number;
  readonly sex: 'female' | 'male';
  readonly birth: number;
  readonly death?: number | undefined;
  readonly given: readonly string[];
  readonly family: string;
  readonly pesel: string;
  readonly place: Place;
  readonly clinic: Facility;
  readonly doctor: Doctor;
}

/** Five-year bands of age with their share in Poland, and the share of women. */
const ages = [4.4, 5, 5.4, 5.1, 4.8, 5.6, 6.7, 7.8, 8.3, 7.8, 6.6, 5.9, 6.1, 6.8, 6, 3.9, 2.2, 1.5, 0.9].map(
  (weight, band) => ({ weight, from: band * 5, women: band < 8 ? 0.487 : band < 13 ? 0.51 : band < 16 ? 0.56 : 0.68 }),
);

/** Fixed facts of the demonstration people. */
export type Known = Partial<Pick<Person, 'sex' | 'birth' | 'given' | 'family'>>;

/** Draws a person. `oldest` narrows the age for people drawn to be chronically ill. */
export function drawPerson(
  number: number,
  place: Place,
  random: Random,
  facts: { asOf: number; chronic: boolean; known?: Known },
): Person {
  const { asOf, chronic, known = {} } = facts;
  const band = random.weighted(chronic ? ages.slice(11, 18) : ages);
  const sex = known.sex ?? (random.chance(band.women) ? 'female' : 'male');
  const drawn = asOf - Math.floor((band.from + random.next() * 5) * 365.2425);
  const birth = known.birth ?? ownDay(Math.min(drawn, asOf - 3), number);
  const age = ageOn(birth, asOf);
  const generation = birth < -3652 ? 0 : birth < 7305 ? 1 : 2; // before 1960, before 1990
  const clinic = random.pick(place.family);
  const masculine = random.weighted(surnames).name;
  const double = sex === 'female' && random.chance(0.04);
  const family = surnameOf(double ? `${masculine}-${random.weighted(surnames).name}` : masculine, sex);
  const given = [random.weighted(givenNames[sex][generation]).name];
  if (random.chance(0.3)) given.push(random.weighted(givenNames[sex][generation]).name);
  const died = known.birth === undefined && age > 70 && random.chance(0.04);
  return {
    number,
    sex,
    birth,
    death: died ? asOf - random.int(10, 900) : undefined,
    given: known.given ?? given.filter((name, index) => given.indexOf(name) === index),
    family: known.family ?? family,
    pesel: makePesel(isoDate(birth), sex, number % 5000),
    place,
    clinic,
    doctor: random.pick(clinic.doctors),
  };
}

/**
 * People whose numbers differ by 5,000 share a PESEL serial, so they must not share a birthday: each of 128 such
 * people gets days of another remainder. No PESEL repeats within 640,000 people, and hardly beyond.
 */
function ownDay(day: number, number: number): number {
  const wanted = (Math.floor(number / 5000) + Math.imul(number % 5000, 2654435761)) & 127;
  return day - ((((day - wanted) % 128) + 128) % 128);
}

export function patientResource(chart: Chart, person: Person, random: Random, asOf: number): Resource {
  const { sex, given, family, place, clinic, doctor, death } = person;
  const adult = ageOn(person.birth, asOf) >= 18;
  const name = `${given.join(' ')} ${family}`;
  const resource: Resource = {
    resourceType: 'Patient',
    id: chart.patient,
    identifier: [{ use: 'official', system: identifierSystems.pesel, value: person.pesel }],
    active: true,
    name: [{ use: 'official', text: name, family, given }],
    telecom: [
      { system: 'phone', value: phone(place.city, random), use: 'mobile' },
      ...(adult && random.chance(0.6)
        ? [{ system: 'email', value: email(given[0] ?? '', family, person.number) }]
        : []),
    ],
    gender: sex,
    birthDate: isoDate(person.birth),
    ...(death !== undefined && { deceasedDateTime: isoDate(death) }),
    address: [address(place.city, random)],
    communication: [
      { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'pl' }], text: 'polski' }, preferred: true },
    ],
    generalPractitioner: [
      { reference: `Practitioner/${doctor.id}`, display: doctor.name },
      { reference: `Organization/${clinic.id}`, display: clinic.name },
    ],
    managingOrganization: { reference: `Organization/${clinic.id}`, display: clinic.name },
  };
  chart.resources.push(resource);
  return resource;
}

const plain: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L' };
const email = (given: string, family: string, number: number): string =>
  `${given}.${family}${number}@example.org`
    .replace(/[łŁ]/g, (letter) => plain[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .toLowerCase();

export function coverageResource(chart: Chart, { place }: Person, from: number): void {
  const branch = (nfzBranches as Record<string, string>)[place.city.nfz];
  chart.add('cov', 'Coverage', {
    status: 'active',
    type: { text: 'Ubezpieczenie zdrowotne (NFZ)' },
    beneficiary: chart.subject(),
    period: { start: isoDate(from) },
    payor: [
      { identifier: { system: identifierSystems.payer, value: place.city.nfz }, display: `NFZ, oddział ${branch}` },
    ],
  });
}

const allergyStatus = hl7('allergyintolerance-clinical', 'active');
const allergyConfirmed = hl7('allergyintolerance-verification', 'confirmed');

export function allergyResource(chart: Chart, allergy: (typeof allergies)[number], day: number, doctor: Doctor): void {
  const { name, category, criticality, reaction } = allergy;
  chart.add('all', 'AllergyIntolerance', {
    clinicalStatus: allergyStatus,
    verificationStatus: allergyConfirmed,
    type: 'allergy',
    category: [category],
    criticality,
    code: allergy.atc ? atc(allergy.atc, name) : { text: name },
    patient: chart.subject(),
    recordedDate: isoDate(day),
    recorder: { reference: `Practitioner/${doctor.id}`, display: doctor.name },
    reaction: [{ manifestation: [{ text: reaction }], severity: criticality === 'high' ? 'severe' : 'moderate' }],
  });
}
