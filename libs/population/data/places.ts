/**
 * Twelve cities with TERYT codes (GUS, open data; SIMC check digits verified) and made-up street numbers.
 * Synthetic demonstration, not for clinical use.
 */
export interface City {
  readonly name: string;
  /** "w Kielcach" */
  readonly at: string;
  readonly simc: string;
  readonly terc: string;
  /** First two digits of postal codes. */
  readonly postal: string;
  readonly nfz: string;
  readonly areaCode: string;
  readonly weight: number;
}

const city = (text: string): City => {
  const [name = '', at = '', simc = '', terc = '', postal = '', nfz = '', areaCode = '', weight = '1'] =
    text.split('|');
  return { name, at, simc, terc, postal, nfz, areaCode, weight: Number(weight) };
};

export const cities: readonly City[] = [
  'Kielce|w Kielcach|0945930|2661011|25|13|41|3',
  'Białystok|w Białymstoku|0922410|2061011|15|10|85|3',
  'Warszawa|w Warszawie|0918123|1465011|02|07|22|18',
  'Kraków|w Krakowie|0950463|1261011|30|06|12|8',
  'Łódź|w Łodzi|0957650|1061011|91|05|42|7',
  'Wrocław|we Wrocławiu|0986283|0264011|50|01|71|6',
  'Poznań|w Poznaniu|0969400|3064011|60|15|61|5',
  'Gdańsk|w Gdańsku|0933016|2261011|80|11|58|5',
  'Szczecin|w Szczecinie|0977976|3262011|70|16|91|4',
  'Lublin|w Lublinie|0954700|0663011|20|03|81|3',
  'Katowice|w Katowicach|0937474|2469011|40|12|32|3',
  'Rzeszów|w Rzeszowie|0974133|1863011|35|09|17|2',
].map(city);

export const streets: readonly string[] =
  `Polna|Leśna|Słoneczna|Krótka|Szkolna|Ogrodowa|Lipowa|Łąkowa|Brzozowa|Kwiatowa|
Kościelna|Sosnowa|Zielona|Parkowa|Akacjowa|Kolejowa|Spacerowa|Dębowa|
Wiosenna|Klonowa|Mickiewicza|Sienkiewicza|Słowackiego|
Kościuszki|Piłsudskiego|Konopnickiej|Żeromskiego|Kopernika|Reymonta|Matejki|Chopina|Staszica|Źródlana|Świerkowa|Różana`
    .replaceAll('\n', '')
    .split('|');
