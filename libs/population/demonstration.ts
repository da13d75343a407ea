/**
 * The people whom the demonstration, the screens' journeys and the documents know by name: Anna, chronically ill;
 * Jakub, young and healthy; Zuzanna, a child; their doctor and one elsewhere. The doctor and the facilities come from
 * providers.ts.
 */
import { dayOf, isoDate, workday, yearsAfter } from './calendar.ts';
import { allergies } from './data/episodes.ts';
import type { CourseKey } from './data/courses.ts';
import type { MedicineKey } from './data/medicines.ts';
import { stay } from './episode.ts';
import type { Resource } from './fhir.ts';
import type { Life } from './life.ts';
import { allergyResource, drawPerson, type Known } from './person.ts';
import type { Providers } from './providers.ts';
import { seededRandom } from './random.ts';
import { follow, startLife, tell } from './story.ts';

export interface DemonstrationPerson {
  readonly login: string;
  readonly role: 'patient' | 'physician' | 'pharmacist' | 'operator';
  /** As shown on screens. */
  readonly name: string;
  readonly patientId?: string;
  readonly practitionerId?: string;
  readonly facilityId?: string;
  readonly facilityName?: string;
}

interface FixedPerson {
  readonly login: string;
  readonly known: Required<Known>;
}

const people: readonly FixedPerson[] = [
  {
    login: 'anna.wisniowiecka',
    known: { sex: 'female', birth: dayOf('1959-03-12'), given: ['Anna'], family: 'Wiśniowiecka-Brzęczyszczykiewicz' },
  },
  {
    login: 'jakub.zielinski',
    known: { sex: 'male', birth: dayOf('2002-05-17'), given: ['Jakub'], family: 'Zieliński' },
  },
  { login: '', known: { sex: 'female', birth: dayOf('2020-04-09'), given: ['Zuzanna'], family: 'Kowalska' } },
];

/** How many patients of a population are fixed people. */
export const fixedPeople = people.length;

/** Accounts of the demonstration, in the population of that seed. */
export function demonstrationPeople(seed: number, { places }: Providers): DemonstrationPerson[] {
  const [home, away] = [places[0], places[1]];
  const near = home?.family[0];
  const far = away?.family[0];
  if (!home || !near?.doctors[0] || !far?.doctors[0])
    throw new RangeError('the first two cities have a POZ clinic with a doctor');
  const [nearDoctor, farDoctor] = [near.doctors[0], far.doctors[0]];
  const patients = people.flatMap(({ login, known }, index): DemonstrationPerson[] =>
    login
      ? [{ login, role: 'patient', name: `${known.given[0]} ${known.family}`, patientId: `p-${seed}-${index + 1}` }]
      : [],
  );
  return [
    {
      login: 'jan.nowak',
      role: 'physician',
      name: nearDoctor.name,
      practitionerId: nearDoctor.id,
      facilityId: near.id,
      facilityName: near.name,
    },
    {
      login: 'ewa.mazur',
      role: 'physician',
      name: farDoctor.name,
      practitionerId: farDoctor.id,
      facilityId: far.id,
      facilityName: far.name,
    },
    {
      login: 'barbara.sowa',
      role: 'pharmacist',
      name: home.pharmacy.pharmacist.name,
      practitionerId: home.pharmacy.pharmacist.id,
      facilityId: home.pharmacy.id,
      facilityName: home.pharmacy.name,
    },
    ...patients,
    { login: 'operator', role: 'operator', name: 'Operator platformy' },
    // What one operator asks for, another decides.
    { login: 'halina.wrona', role: 'operator', name: 'Halina Wrona' },
  ];
}

/** Fixed person `number` (1 …), and the chance that their story goes on with. */
export function fixedPerson(seed: number, number: number, { places }: Providers, asOf: number) {
  const fixed = people[number - 1];
  const place = places[0];
  if (!fixed || !place?.family[0]?.doctors[0]) throw new RangeError(`no fixed person ${number}`);
  const random = seededRandom(seed, 'person', number);
  const drawn = drawPerson(number, place, random, { asOf, chronic: false, known: fixed.known });
  return { random, person: { ...drawn, clinic: place.family[0], doctor: place.family[0].doctors[0] } };
}

/** The resources of fixed person `number` (1 …). */
export function fixedStory(seed: number, number: number, all: Providers, asOf: number): Resource[] {
  const { random, person } = fixedPerson(seed, number, all, asOf);
  const facts = { seed, person, random, asOf };
  if (number > 1) return tell({ ...facts, chronic: false, target: number === 2 ? 60 : 55, years: 20, diseases: [] });
  return annasStory({ ...facts, chronic: true, target: 5800, years: 20 });
}

const annasDiseases = (asOf: number): [CourseKey, number][] => [
  ['hypertension', yearsAfter(asOf, -19.9)],
  ['dyslipidaemia', yearsAfter(asOf, -18.2)],
  ['diabetes', yearsAfter(asOf, -15.4)],
  ['heartFailure', yearsAfter(asOf, -7.2)],
  ['copd', yearsAfter(asOf, -4.6)],
  ['kidney', yearsAfter(asOf, -4.8)],
];
/** What she takes at the end; ramipril is prescribed and not bought. */
const annasMedicines: readonly MedicineKey[] = [
  'bisoprolol',
  'torasemide',
  'spironolactone',
  'metformin',
  'empagliflozin',
  'atorvastatin',
  'tiotropium',
  'apixaban',
];

function annasStory(facts: Parameters<typeof startLife>[0]): Resource[] {
  const { asOf } = facts;
  const { life, from } = startLife(facts);
  allergyResource(life.chart, allergies[0], yearsAfter(asOf, -31), life.person.doctor);
  for (const [key, onset] of annasDiseases(asOf)) life.begin(key, onset);
  follow(life, facts, from, asOf - 75);
  fracture(life, yearsAfter(asOf, -6.1));
  autumnStay(life, workday(asOf - 46));
  lastVisit(life, workday(asOf - 10));
  return life.close();
}

/** A broken wrist, healed; it stays on the problem list as resolved. */
function fracture(life: Life, day: number): void {
  const { chart, person } = life;
  const visit = chart.encounter({
    day: workday(day),
    minutes: 1130,
    length: 90,
    kind: 'consultation',
    facility: person.place.hospital,
    doctor: person.place.hospital.doctors[5] ?? person.doctor,
    reason: { text: 'Upadek na wyciągniętą rękę' },
  });
  const broken = {
    icd: 'S52.5',
    name: 'Złamanie dolnego końca kości promieniowej prawej',
    onset: visit.day,
    ended: visit.day + 70,
  };
  chart.condition({ ...broken, kind: 'problem' }, visit);
  chart.procedure({ code: '88.23', name: 'RTG nadgarstka' }, visit);
  chart.procedure({ code: '93.53', name: 'Założenie opatrunku gipsowego' }, visit);
}

/** As people write a date in a Polish letter: `12.03.2027`. */
const writtenDate = (day: number): string => isoDate(day).split('-').reverse().join('.');

function autumnStay(life: Life, day: number): void {
  const { person } = life;
  life.advance(day);
  Object.assign(life.body, { egfr: 42.6, ejection: 35, hba1c: 7.8 });
  for (const key of [...life.treatments.keys()]) if (!annasMedicines.includes(key)) life.stop(key);
  stay(life, day, {
    icd: 'I50.0',
    name: 'Niewydolność serca zastoinowa',
    ward: 'cardiac',
    days: 7,
    lasts: 21,
    condition: life.courses.get('heartFailure')?.condition,
    panels: ['basic', 'heart', 'blood'],
    procedure: { code: '88.721', name: 'Echokardiografia przezklatkowa' },
    letter: [
      'KARTA INFORMACYJNA LECZENIA SZPITALNEGO (dane syntetyczne)',
      `Oddział kardiologiczny, ${person.place.hospital.name}`,
      `Pacjentka: Anna Wiśniowiecka-Brzęczyszczykiewicz, PESEL ${person.pesel}`,
      `Pobyt od ${writtenDate(day)} do ${writtenDate(day + 7)}.`,
      'Rozpoznanie: I50.0 niewydolność serca, zaostrzenie. I48.0 napadowe migotanie przedsionków, nowo rozpoznane.',
      'Przebieg: duszność i obrzęki od 5 dni, w EKG migotanie przedsionków, samoistny powrót rytmu zatokowego w 2. dobie.',
      'ECHO: frakcja wyrzutowa 35 %. eGFR 42 ml/min/1,73 m² (rok temu 46).',
      'Zmiany leczenia: włączono apiksaban 5 mg 2 razy na dobę. Ramipryl 5 mg rano: wznowić po kontroli potasu.',
      'Uczulenie na penicylinę.',
      'Zalecenia: ważyć się codziennie, kontrola u lekarza POZ i w poradni kardiologicznej, eGFR i potas za 4 tygodnie.',
    ].join('\n'),
  });
  const follows = life.visit(day + 8, 'cardiology', { icd: 'I48.0', name: 'Napadowe migotanie przedsionków' });
  const atrial = life.begin('fibrillation', day);
  life.adherence = 1; // the new medicine is bought
  life.diagnose(atrial, follows);
  life.test('echo', follows, { ejection: 35 });
  life.prescribe('ramipril', follows, life.courses.get('heartFailure')?.condition, false);
}

function lastVisit(life: Life, day: number): void {
  const condition = life.courses.get('diabetes')?.condition;
  // At the diabetologist's: her own clinic has not seen her since the stay, so there is something new to read there.
  const visit = life.visit(day, 'diabetology', {
    icd: 'E11.9',
    name: 'Cukrzyca typu 2',
    ...(condition && { condition }),
  });
  life.vitals(visit);
  life.test('basic', visit, { egfr: 41, creatinine: 1.37, potassium: 4.8, sodium: 139, glucose: 168 });
  life.test('diabetes', visit, { hba1c: 7.9, glucose: 168, albuminuria: 84 });
  life.test('blood', visit);
  for (const key of annasMedicines) {
    const reason = life.treatments.get(key);
    if (key !== 'apixaban' || !reason) life.prescribe(key, visit, reason ? undefined : condition, true);
  }
}
