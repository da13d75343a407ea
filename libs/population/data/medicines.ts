/**
 * Medicines by international name: ATC code, form and strength, dosage in words, days that one prescription lasts.
 * ATC codes: single codes for illustration (© WHO Collaborating Centre for Drug Statistics Methodology, not the index).
 * Synthetic demonstration, not for clinical use: no dose here is advice.
 */
export interface Medicine {
  readonly atc: string;
  readonly name: string;
  readonly dosage: string;
  /** Days of a prescription; 0: a single course. */
  readonly days: number;
  readonly packs: number;
  readonly perDay: number;
}

const row = (text: string): Medicine => {
  const [atc = '', name = '', dosage = '', days = '0', packs = '1', perDay = '1'] = text.split('|');
  return { atc, name, dosage, days: Number(days), packs: Number(packs), perDay: Number(perDay) };
};

export const medicines = {
  ramipril: row('C09AA05|Ramipryl 5 mg, tabletki|1 tabletka rano|90|3'),
  amlodipine: row('C08CA01|Amlodypina 5 mg, tabletki|1 tabletka wieczorem|90|3'),
  indapamide: row('C03BA11|Indapamid 1,5 mg, tabletki o przedłużonym uwalnianiu|1 tabletka rano|90|3'),
  bisoprolol: row('C07AB07|Bisoprolol 5 mg, tabletki|1 tabletka rano|90|3'),
  spironolactone: row('C03DA01|Spironolakton 25 mg, tabletki|1 tabletka rano|90|3'),
  torasemide: row('C03CA04|Torasemid 10 mg, tabletki|1 tabletka rano|90|3'),
  atorvastatin: row('C10AA05|Atorwastatyna 20 mg, tabletki|1 tabletka wieczorem|90|3'),
  rosuvastatin: row('C10AA07|Rosuwastatyna 20 mg, tabletki|1 tabletka wieczorem|90|3'),
  ezetimibe: row('C10AX09|Ezetymib 10 mg, tabletki|1 tabletka raz na dobę|90|3'),
  aspirin: row('B01AC06|Kwas acetylosalicylowy 75 mg, tabletki dojelitowe|1 tabletka po obiedzie|90|3'),
  apixaban: row('B01AF02|Apiksaban 5 mg, tabletki|1 tabletka 2 razy na dobę, rano i wieczorem|60|2|2'),
  metformin: row('A10BA02|Metformina 1000 mg, tabletki|1 tabletka 2 razy na dobę, w czasie posiłku|90|6|2'),
  empagliflozin: row('A10BK03|Empagliflozyna 10 mg, tabletki|1 tabletka rano|90|3'),
  gliclazide: row('A10BB09|Gliklazyd 60 mg, tabletki o zmodyfikowanym uwalnianiu|1 tabletka do śniadania|90|3'),
  insulin: row('A10AE04|Insulina glargine 100 j./ml, wstrzykiwacz|16 jednostek pod skórę o 22.00|60|2'),
  levothyroxine: row('H03AA01|Lewotyroksyna 75 µg, tabletki|1 tabletka na czczo, 30 minut przed śniadaniem|100|2'),
  salbutamol: row('R03AC02|Salbutamol 100 µg/dawkę, aerozol|2 wdechy w razie duszności|180|1'),
  tiotropium: row('R03BB04|Tiotropium 18 µg, proszek do inhalacji|1 wdech rano|90|3'),
  budesonide: row('R03AK07|Budezonid z formoterolem 160/4,5 µg, proszek do inhalacji|1 wdech 2 razy na dobę|90|3|2'),
  sertraline: row('N06AB06|Sertralina 50 mg, tabletki|1 tabletka rano|90|3'),
  pantoprazole: row('A02BC02|Pantoprazol 20 mg, tabletki dojelitowe|1 tabletka rano, przed śniadaniem|60|2'),
  tamsulosin: row('G04CA02|Tamsulozyna 0,4 mg, kapsułki|1 kapsułka po śniadaniu|90|3'),
  alendronate: row('M05BA04|Alendronian 70 mg, tabletki|1 tabletka raz w tygodniu, na czczo, popić wodą|84|3'),
  cholecalciferol: row('A11CC05|Cholekalcyferol 2000 j.m., kapsułki|1 kapsułka w czasie posiłku|180|2'),
  iron: row('B03AA07|Żelaza siarczan 80 mg, tabletki|1 tabletka na czczo|90|3'),
  desloratadine: row('R06AX27|Desloratadyna 5 mg, tabletki|1 tabletka wieczorem|60|2'),
  sumatriptan: row('N02CC01|Sumatryptan 50 mg, tabletki|1 tabletka na początku napadu migreny|120|1'),
  metamizole: row('N02BB02|Metamizol 500 mg, tabletki|1 tabletka w razie bólu, do 3 razy na dobę|0|1|3'),
  ibuprofen: row('M01AE01|Ibuprofen 400 mg, tabletki|1 tabletka 3 razy na dobę po jedzeniu przez 5 dni|0|1|3'),
  amoxicillin: row('J01CA04|Amoksycylina 1000 mg, tabletki|1 tabletka 2 razy na dobę przez 7 dni|0|1|2'),
  azithromycin: row('J01FA10|Azytromycyna 500 mg, tabletki|1 tabletka raz na dobę przez 3 dni|0|1'),
  furazidin: row('J01XE03|Furazydyna 100 mg, tabletki|1 tabletka 3 razy na dobę przez 8 dni|0|1|3'),
  warfarin: row('B01AA03|Warfaryna 5 mg, tabletki|według wyniku INR, zwykle 1 tabletka o 18.00|60|2'),
  folicAcid: row('B03BB01|Kwas foliowy 0,4 mg, tabletki|1 tabletka rano|90|3'),
  enoxaparin: row('B01AB05|Enoksaparyna 40 mg, ampułkostrzykawki|1 wstrzyknięcie pod skórę wieczorem przez 10 dni|0|1'),
  prednisone: row('H02AB07|Prednizon 20 mg, tabletki|2 tabletki rano przez 5 dni|0|1|2'),
} as const satisfies Record<string, Medicine>;

export type MedicineKey = keyof typeof medicines;
