/**
 * Short illnesses, injuries, operations and stays. ICD-10 and ICD-9-PL codes with Polish names in our own words.
 * Synthetic demonstration, not for clinical use.
 */
import type { MedicineKey } from './medicines.ts';
import type { ClinicKey, WardKey } from './specialities.ts';
import type { PanelKey } from './tests.ts';

export interface Episode {
  readonly icd: string;
  readonly name: string;
  readonly sex?: 'female' | 'male';
  readonly ages: readonly [number, number];
  readonly weight: number;
  /** The year in which it first appeared. */
  readonly since?: number;
  /** Days until it is over. */
  readonly lasts: number;
  readonly clinic?: ClinicKey;
  readonly medicine?: MedicineKey;
  readonly panel?: PanelKey;
  /** A stay in hospital. */
  readonly stay?: { readonly ward: WardKey; readonly days: readonly [number, number] };
  /** ICD-9-PL */
  readonly procedure?: { readonly code: string; readonly name: string };
}

export const episodes: readonly Episode[] = [
  { icd: 'J06.9', name: 'Ostre zakażenie górnych dróg oddechowych', ages: [1, 100], weight: 40, lasts: 8 },
  { icd: 'J20.9', name: 'Ostre zapalenie oskrzeli', ages: [1, 100], weight: 12, lasts: 12, medicine: 'azithromycin' },
  {
    icd: 'J03.9',
    name: 'Ostre zapalenie migdałków (angina)',
    ages: [3, 60],
    weight: 8,
    lasts: 9,
    medicine: 'amoxicillin',
  },
  { icd: 'H66.9', name: 'Zapalenie ucha środkowego', ages: [1, 12], weight: 14, lasts: 10, medicine: 'amoxicillin' },
  { icd: 'B01.9', name: 'Ospa wietrzna bez powikłań', ages: [2, 10], weight: 3, lasts: 12 },
  { icd: 'A09', name: 'Biegunka i zapalenie żołądka i jelit', ages: [1, 90], weight: 8, lasts: 4 },
  {
    icd: 'M54.5',
    name: 'Ból dolnego odcinka kręgosłupa',
    ages: [22, 90],
    weight: 16,
    lasts: 21,
    medicine: 'ibuprofen',
  },
  { icd: 'M54.2', name: 'Ból szyi', ages: [25, 85], weight: 6, lasts: 14, medicine: 'metamizole' },
  { icd: 'L30.9', name: 'Zapalenie skóry', ages: [1, 90], weight: 5, lasts: 14 },
  { icd: 'H10.3', name: 'Ostre zapalenie spojówek', ages: [2, 80], weight: 5, lasts: 7 },
  {
    icd: 'N30.0',
    name: 'Ostre zapalenie pęcherza moczowego',
    sex: 'female',
    ages: [18, 90],
    weight: 10,
    lasts: 8,
    medicine: 'furazidin',
  },
  {
    icd: 'S93.4',
    name: 'Skręcenie stawu skokowego',
    ages: [10, 55],
    weight: 5,
    lasts: 28,
    clinic: 'orthopaedics',
    medicine: 'ibuprofen',
    procedure: { code: '93.54', name: 'Założenie szyny' },
  },
  {
    icd: 'S52.5',
    name: 'Złamanie dolnego końca kości promieniowej',
    ages: [8, 90],
    weight: 2,
    lasts: 60,
    clinic: 'orthopaedics',
    medicine: 'metamizole',
    procedure: { code: '93.53', name: 'Założenie opatrunku gipsowego' },
  },
  {
    icd: 'U07.1',
    name: 'COVID-19',
    ages: [5, 95],
    weight: 5,
    since: 2021,
    lasts: 12,
    panel: 'inflammation',
  },
  {
    icd: 'J18.9',
    name: 'Zapalenie płuc',
    ages: [1, 95],
    weight: 2,
    lasts: 21,
    medicine: 'amoxicillin',
    panel: 'inflammation',
    stay: { ward: 'internal', days: [5, 9] },
    procedure: { code: '87.440', name: 'RTG klatki piersiowej' },
  },
  {
    icd: 'K35.8',
    name: 'Ostre zapalenie wyrostka robaczkowego',
    ages: [8, 50],
    weight: 1,
    lasts: 21,
    panel: 'inflammation',
    medicine: 'metamizole',
    stay: { ward: 'surgical', days: [3, 5] },
    procedure: { code: '47.01', name: 'Laparoskopowe wycięcie wyrostka robaczkowego' },
  },
  {
    icd: 'K80.2',
    name: 'Kamica pęcherzyka żółciowego',
    ages: [35, 80],
    weight: 1,
    lasts: 40,
    panel: 'liver',
    stay: { ward: 'surgical', days: [2, 4] },
    procedure: { code: '51.23', name: 'Laparoskopowe wycięcie pęcherzyka żółciowego' },
  },
  {
    icd: 'S72.0',
    name: 'Złamanie szyjki kości udowej',
    ages: [70, 95],
    weight: 1,
    lasts: 120,
    medicine: 'enoxaparin',
    panel: 'blood',
    stay: { ward: 'trauma', days: [8, 14] },
    procedure: { code: '81.51', name: 'Całkowita wymiana stawu biodrowego' },
  },
  {
    icd: 'N20.0',
    name: 'Kamica nerkowa',
    sex: 'male',
    ages: [25, 70],
    weight: 2,
    lasts: 20,
    clinic: 'urology',
    medicine: 'metamizole',
    panel: 'basic',
    procedure: { code: '88.761', name: 'USG brzucha' },
  },
];

/** A pregnancy: visits, then the birth in hospital. Women of 20–42 only. */
export const pregnancy = {
  visit: { icd: 'Z34.0', name: 'Nadzór nad prawidłową ciążą' },
  birth: {
    icd: 'O80.0',
    name: 'Poród samoistny w położeniu główkowym',
    procedure: { code: '73.59', name: 'Poród siłami natury' },
  },
} as const;

/** Why somebody comes without being ill. */
export const checkUps = {
  adult: { icd: 'Z00.0', name: 'Badanie ogólne stanu zdrowia' },
  child: { icd: 'Z00.1', name: 'Rutynowe badanie stanu zdrowia dziecka' },
  vaccination: { icd: 'Z27.9', name: 'Szczepienie ochronne' },
  prescription: { icd: 'Z76.0', name: 'Wydanie recepty' },
} as const;

/** Allergies: substance, reaction, how grave. */
export const allergies = [
  { atc: 'J01C', name: 'Penicylina', reaction: 'Pokrzywka', category: 'medication', criticality: 'high', weight: 30 },
  {
    atc: 'M01A',
    name: 'Niesteroidowe leki przeciwzapalne',
    reaction: 'Duszność',
    category: 'medication',
    criticality: 'high',
    weight: 8,
  },
  { atc: 'J01E', name: 'Sulfonamidy', reaction: 'Wysypka', category: 'medication', criticality: 'low', weight: 8 },
  { atc: '', name: 'Orzeszki ziemne', reaction: 'Obrzęk warg', category: 'food', criticality: 'high', weight: 6 },
  { atc: '', name: 'Mleko krowie', reaction: 'Wysypka', category: 'food', criticality: 'low', weight: 8 },
  { atc: '', name: 'Pyłki brzozy', reaction: 'Katar sienny', category: 'environment', criticality: 'low', weight: 25 },
  {
    atc: '',
    name: 'Jad pszczoły',
    reaction: 'Wstrząs anafilaktyczny',
    category: 'environment',
    criticality: 'high',
    weight: 3,
  },
] as const;

/**
 * Vaccines of the Polish calendar (general knowledge of the PSO, simplified): age in months at each dose.
 * `since`: first year of birth for which it was compulsory or usual.
 */
export const childVaccines = [
  { atc: 'J07BC01', name: 'Szczepionka przeciw WZW typu B', months: [0, 2, 7], since: 1996 },
  { atc: 'J07AN01', name: 'Szczepionka przeciw gruźlicy (BCG)', months: [0], since: 1955 },
  {
    atc: 'J07AJ52',
    name: 'Szczepionka przeciw błonicy, tężcowi i krztuścowi (DTPa)',
    months: [2, 4, 6, 17, 72, 168],
    since: 1960,
  },
  { atc: 'J07BF03', name: 'Szczepionka przeciw poliomyelitis (IPV)', months: [3, 5, 17, 72], since: 1960 },
  { atc: 'J07AG01', name: 'Szczepionka przeciw Haemophilus influenzae typu b', months: [2, 4, 6, 17], since: 2007 },
  { atc: 'J07AL02', name: 'Szczepionka przeciw pneumokokom (PCV)', months: [2, 4, 13], since: 2017 },
  { atc: 'J07BH01', name: 'Szczepionka przeciw rotawirusom', months: [2, 3], since: 2021 },
  { atc: 'J07BD52', name: 'Szczepionka przeciw odrze, śwince i różyczce (MMR)', months: [14, 72], since: 2004 },
  { atc: 'J07BM03', name: 'Szczepionka przeciw HPV (9-walentna)', months: [150, 157], since: 2011 },
] as const;

export const influenzaVaccine = { atc: 'J07BB02', name: 'Szczepionka przeciw grypie' } as const;
export const covidVaccine = { atc: 'J07BN01', name: 'Szczepionka przeciw COVID-19 (mRNA)' } as const;
