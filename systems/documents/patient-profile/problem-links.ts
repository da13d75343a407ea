/**
 * Which tests and medicines belong to which problem, as data: ICD-10 category → LOINC codes and ATC prefixes. It only
 * gathers what is already recorded onto one screen. Synthetic demonstration, not for clinical use.
 */

export interface LinkedMeasure {
  /** LOINC. */
  code: string;
  /** Our own Polish wording, for a test that was never made. */
  what: string;
  /** After how many months without a value the screen says so; absent: it is drawn, never missed. */
  everyMonths?: number;
}

export interface ProblemLinks {
  /** ICD-10 categories, three characters. */
  categories: readonly string[];
  name: string;
  measures: readonly LinkedMeasure[];
  /** ATC prefixes. */
  therapy: readonly string[];
  /** Beginnings of the words by which a care team names the speciality that follows it. */
  specialities: readonly string[];
  source: string;
  /** Of the source. */
  date: string;
  owner: string;
}

const owner = 'e-Zdrowie, przykład do demonstracji';

const measure = (text: string): LinkedMeasure => {
  const [code = '', what = '', months] = text.split('|');
  return { code, what, ...(months ? { everyMonths: Number(months) } : {}) };
};

const words = (text: string): string[] => text.split(' ');

/** Sources are guidelines that name these tests and groups of medicines; the intervals are our reading of them. */
export const problemLinks: readonly ProblemLinks[] = [
  {
    categories: ['I50'],
    name: 'niewydolność serca',
    measures: [
      '33762-6|NT-proBNP|12',
      '10230-1|Frakcja wyrzutowa lewej komory|24',
      '29463-7|Masa ciała|3',
      '85354-9|Ciśnienie tętnicze|6',
      '98979-8|eGFR|6',
      '2823-3|Potas w surowicy|6',
    ].map(measure),
    therapy: words('C07A C03C C03DA C09A C09B C09C C09D A10BK C01AA05 C01EB17'),
    specialities: ['kardiolog'],
    source: 'ESC, Guidelines for acute and chronic heart failure',
    date: '2021-08-27',
    owner,
  },
  {
    categories: ['E10', 'E11', 'E13', 'E14'],
    name: 'cukrzyca',
    measures: [
      '4548-4|Hemoglobina glikowana (HbA1c)|6',
      '2345-7|Glukoza w surowicy',
      '98979-8|eGFR|12',
      '9318-7|Albumina/kreatynina w moczu|12',
      '29463-7|Masa ciała|12',
      '13457-7|Cholesterol LDL|12',
    ].map(measure),
    therapy: words('A10'),
    specialities: ['diabetolog'],
    source: 'Polskie Towarzystwo Diabetologiczne, Zalecenia kliniczne',
    date: '2024-01-01',
    owner,
  },
  {
    categories: ['J44'],
    name: 'POChP',
    measures: ['20150-9|FEV1|12', '19926-5|FEV1/FVC|12', '59408-5|Saturacja krwi|12', '718-7|Hemoglobina'].map(measure),
    therapy: words('R03 H02AB'),
    specialities: ['choroby płuc', 'pulmonolog'],
    source: 'GOLD Report',
    date: '2024-01-01',
    owner,
  },
  {
    categories: ['J45'],
    name: 'astma',
    measures: ['20150-9|FEV1|12', '19926-5|FEV1/FVC|12', '59408-5|Saturacja krwi'].map(measure),
    therapy: words('R03 H02AB'),
    specialities: ['choroby płuc', 'pulmonolog', 'alergolog'],
    source: 'GINA Report',
    date: '2024-05-07',
    owner,
  },
  {
    categories: ['N18'],
    name: 'przewlekła choroba nerek',
    measures: [
      '98979-8|eGFR|6',
      '2160-0|Kreatynina w surowicy|6',
      '9318-7|Albumina/kreatynina w moczu|12',
      '2823-3|Potas w surowicy|6',
      '718-7|Hemoglobina|12',
      '85354-9|Ciśnienie tętnicze|6',
    ].map(measure),
    therapy: words('A10BK C09 B03XA V03AE'),
    specialities: ['nefrolog'],
    source: 'KDIGO, Clinical Practice Guideline for CKD',
    date: '2024-03-14',
    owner,
  },
  {
    categories: ['I10', 'I11', 'I12', 'I13', 'I15'],
    name: 'nadciśnienie tętnicze',
    measures: [
      '85354-9|Ciśnienie tętnicze|6',
      '8867-4|Tętno',
      '98979-8|eGFR|12',
      '2823-3|Potas w surowicy|12',
      '29463-7|Masa ciała|12',
    ].map(measure),
    therapy: words('C02 C03 C07 C08 C09'),
    specialities: ['hipertensjolog', 'medycyna rodzinna', 'lekarz POZ'],
    source: 'ESH, Guidelines for the management of arterial hypertension',
    date: '2023-06-21',
    owner,
  },
  {
    categories: ['I48'],
    name: 'migotanie przedsionków',
    measures: [
      '8867-4|Tętno|12',
      '98979-8|eGFR|12',
      '718-7|Hemoglobina|12',
      '6301-6|INR',
      '10230-1|Frakcja wyrzutowa lewej komory',
    ].map(measure),
    therapy: words('B01A C07A C01A C01B C08D'),
    specialities: ['kardiolog'],
    source: 'ESC, Guidelines for the management of atrial fibrillation',
    date: '2024-08-30',
    owner,
  },
  {
    categories: ['E78'],
    name: 'zaburzenia lipidowe',
    measures: [
      '13457-7|Cholesterol LDL|12',
      '2093-3|Cholesterol całkowity|12',
      '2571-8|Triglicerydy|12',
      '1742-6|ALT|12',
    ].map(measure),
    therapy: words('C10'),
    specialities: ['kardiolog', 'lekarz POZ'],
    source: 'ESC/EAS, Guidelines for the management of dyslipidaemias',
    date: '2019-08-31',
    owner,
  },
  {
    categories: ['I20', 'I21', 'I25'],
    name: 'choroba wieńcowa',
    measures: ['13457-7|Cholesterol LDL|12', '85354-9|Ciśnienie tętnicze|6', '10230-1|Frakcja wyrzutowa|24'].map(
      measure,
    ),
    therapy: words('B01AC C10 C07A C09 C01D C08'),
    specialities: ['kardiolog'],
    source: 'ESC, Guidelines for chronic coronary syndromes',
    date: '2024-08-30',
    owner,
  },
  {
    categories: ['E03'],
    name: 'niedoczynność tarczycy',
    measures: ['3016-3|TSH|12', '3024-7|Tyroksyna wolna (FT4)'].map(measure),
    therapy: words('H03A'),
    specialities: ['endokrynolog'],
    source: 'ETA, Guidelines on hypothyroidism',
    date: '2013-01-01',
    owner,
  },
];

/** `I50.0` → `I50`; undefined for what does not begin like an ICD-10 code. */
export const categoryOf = (code: string | undefined): string | undefined =>
  /^[A-Z][0-9][0-9A-Z]/i.test(code ?? '') ? code?.slice(0, 3).toUpperCase() : undefined;

/** The row of the table for an ICD-10 code. */
export const linksFor = (code: string | undefined): ProblemLinks | undefined => {
  const category = categoryOf(code);
  return category === undefined ? undefined : problemLinks.find(({ categories }) => categories.includes(category));
};
