/**
 * An invented register of any size, the same for the same seed: names and holders that nobody has, numbers outside of
 * every real range (GTINs under 200, which GS1 leaves to shops' own use). Substances and their ATC codes: a few
 * international names for illustration (© WHO Collaborating Centre for Drug Statistics Methodology, not the index).
 * Synthetic demonstration, not for clinical use.
 */
import { makeEan13, toGtin14 } from '../polish-identifiers/gtin.ts';
import { type Random, seededRandom } from '../population/random.ts';
import type { MedicinalProduct, Package } from './register.ts';

interface Course {
  readonly atc: string;
  readonly latin: string;
  readonly polish: string;
  readonly strengths: readonly string[];
  readonly form: string;
  readonly availability: string;
}

const course = (text: string): Course => {
  const [atc = '', latin = '', polish = '', strengths = '', form = '', availability = 'Rp'] = text.split('|');
  return { atc, latin, polish, strengths: strengths.split(','), form, availability };
};

/** What the synthetic population takes, and a few that are bought without a prescription. */
const courses = [
  'C09AA05|Ramiprilum|Ramipryl|2.5 mg,5 mg,10 mg|tabletki',
  'C08CA01|Amlodipinum|Amlodypina|5 mg,10 mg|tabletki',
  'C03BA11|Indapamidum|Indapamid|1.5 mg|tabletki o przedłużonym uwalnianiu',
  'C07AB07|Bisoprololum|Bisoprolol|1.25 mg,2.5 mg,5 mg,10 mg|tabletki powlekane',
  'C03DA01|Spironolactonum|Spironolakton|25 mg,50 mg,100 mg|tabletki powlekane',
  'C03CA04|Torasemidum|Torasemid|5 mg,10 mg,20 mg|tabletki',
  'C10AA05|Atorvastatinum|Atorwastatyna|10 mg,20 mg,40 mg|tabletki powlekane',
  'C10AA07|Rosuvastatinum|Rosuwastatyna|10 mg,20 mg,40 mg|tabletki powlekane',
  'B01AC06|Acidum acetylsalicylicum|Kwas acetylosalicylowy|75 mg,150 mg|tabletki dojelitowe|OTC',
  'B01AF02|Apixabanum|Apiksaban|2.5 mg,5 mg|tabletki powlekane',
  'A10BA02|Metformini hydrochloridum|Metformina|500 mg,850 mg,1000 mg|tabletki powlekane',
  'A10AE04|Insulinum glarginum|Insulina glargine|100 j.m./ml|roztwór do wstrzykiwań',
  'H03AA01|Levothyroxinum natricum|Lewotyroksyna|25 µg,50 µg,75 µg,100 µg|tabletki',
  'R03AC02|Salbutamolum|Salbutamol|100 µg/dawkę|aerozol inhalacyjny, zawiesina',
  'N06AB06|Sertralinum|Sertralina|50 mg,100 mg|tabletki powlekane',
  'A02BC02|Pantoprazolum|Pantoprazol|20 mg,40 mg|tabletki dojelitowe',
  'G04CA02|Tamsulosini hydrochloridum|Tamsulozyna|0.4 mg|kapsułki o zmodyfikowanym uwalnianiu, twarde',
  'M05BA04|Acidum alendronicum|Kwas alendronowy|70 mg|tabletki',
  'A11CC05|Cholecalciferolum|Cholekalcyferol|1000 j.m.,2000 j.m.|kapsułki miękkie|OTC',
  'R06AX27|Desloratadinum|Desloratadyna|5 mg|tabletki',
  'N02BB02|Metamizolum natricum|Metamizol|500 mg|tabletki|OTC',
  'M01AE01|Ibuprofenum|Ibuprofen|200 mg,400 mg,600 mg|tabletki powlekane|OTC',
  'J01CA04|Amoxicillinum|Amoksycylina|500 mg,1000 mg|tabletki powlekane',
  'J01FA10|Azithromycinum|Azytromycyna|250 mg,500 mg|tabletki powlekane',
  'B01AA03|Warfarinum natricum|Warfaryna|3 mg,5 mg|tabletki',
  'B01AB05|Enoxaparinum natricum|Enoksaparyna|40 mg/0.4 ml|roztwór do wstrzykiwań w ampułko-strzykawce',
  'N02AA01|Morphini sulfas|Morfina|10 mg,20 mg|tabletki powlekane|Rpw',
  'D10BA01|Isotretinoinum|Izotretynoina|10 mg,20 mg|kapsułki miękkie|Rpz',
  'N01AX10|Propofolum|Propofol|10 mg/ml|emulsja do wstrzykiwań|Lz',
].map(course);

const syllables = 'bra ce dol fa gri ho jol ka lu mi nor ple qua ris sto tu vel wan xi zol żab śre łu'.split(' ');
const endings = 'an il ox um ina ex al et or is'.split(' ');
const holders = ['Zmyślona Farmacja S.A.', 'Laboratorium Przykład', 'Fikcja Pharma GmbH', 'Żółw Leki Sp. z o.o.'];
const packs = ['14', '28', '30', '56', '60', '90'];

/** Product number `place`, from 0 on. */
export function syntheticProduct(seed: number, place: number): MedicinalProduct {
  const random = seededRandom(seed, 'medicinal-products', place);
  const one = courses[place % courses.length] as Course;
  const strength = random.pick(one.strengths);
  const [amount = '', ...unit] = strength.split(/ |(?=\/)/);
  return {
    id: String(990_000_000 + place),
    name: inventedName(random),
    commonName: one.latin,
    strength,
    form: one.form,
    kind: 'human',
    holder: random.pick(holders),
    procedure: random.pick(['NAR', 'DCP', 'MRP']),
    permit: `Z${String(place).padStart(6, '0')}`,
    permitValidity: 'Bezterminowe',
    leaflet: undefined,
    characteristics: undefined,
    atc: [one.atc],
    routes: [/wstrzyk/.test(one.form) ? 'podanie podskórne' : /inhal/.test(one.form) ? 'wziewna' : 'doustna'],
    substances: [{ name: one.polish, amount, unit: unit.join(' ') }],
    packages: packagesOf(random, place, one),
    removed: false,
  };
}

function inventedName(random: Random): string {
  const middle = Array.from({ length: random.int(1, 2) }, () => random.pick(syllables));
  const name = [random.pick(syllables), ...middle, random.pick(endings)].join('');
  return `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}${random.chance(0.15) ? ' Forte' : ''}`;
}

const packagesOf = (random: Random, place: number, { availability }: Course): Package[] =>
  Array.from({ length: random.int(1, 4) }, (_, number) => {
    const code = toGtin14(makeEan13('200', place * 10 + number));
    return {
      id: String(place * 10 + number + 1),
      ...{ code, gtin: code, availability, removed: false, euNumber: undefined, parallelDistributor: undefined },
      says: `${packs[number * 2 - (number > 2 ? 1 : 0)] ?? '100'} szt.`,
    };
  });

/** So many products, one after another. */
export function* syntheticProducts(seed: number, count: number): Iterable<MedicinalProduct> {
  for (let place = 0; place < count; place++) yield syntheticProduct(seed, place);
}
