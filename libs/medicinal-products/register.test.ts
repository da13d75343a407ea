/** Both shapes of the export, by invented products. */
import { describe, expect, it } from 'vitest';
import { type MedicinalProduct, readRegister } from './register.ts';

async function* pieces(text: string): AsyncIterable<string> {
  for (let from = 0; from < text.length; from += 50) yield text.slice(from, from + 50);
}
const read = (xml: string, problems: unknown[] = []): Promise<MedicinalProduct[]> =>
  Array.fromAsync(readRegister(pieces(xml), { onProblem: (problem) => problems.push(problem) }));

describe('readRegister', () => {
  it('reads version 6', async () => {
    const problems: unknown[] = [];
    const [product, second] = await read(
      `<?xml version="1.0" encoding="UTF-8"?>
<produktyLecznicze stanNaDzien="2026-11-20" xmlns="http://rejestry.ezdrowie.gov.pl/rpl/eksport-danych-v6.0.0">
  <produktLeczniczy id="900000014" nazwaProduktu="Zmyślonium" rodzajPreparatu="ludzki" nazwaPowszechnieStosowana="Fictum"
    moc="5 mg + 10 mg" nazwaPostaciFarmaceutycznej="Tabletki" podmiotOdpowiedzialny="Przykład S.A." typProcedury="NAR"
    numerPozwolenia="00001" waznoscPozwolenia="Bezterminowe">
    <kodyATC><kodATC>C09AA05</kodATC><kodATC>C08CA01</kodATC></kodyATC>
    <drogiPodania><drogaPodania drogaPodaniaNazwa="doustna"/></drogiPodania>
    <substancjeCzynne><substancjaCzynna nazwaSubstancji="Fictum" iloscSubstancji="5"
      jednostkaMiaryIlosciSubstancji="mg"/>
    </substancjeCzynne>
    <opakowania>
      <opakowanie id="1" kodGTIN="05909990000012" kategoriaDostepnosci="Rp" skasowane="NIE" numerEu="">
        <jednostkiOpakowania><jednostkaOpakowania liczbaOpakowan="28" rodzajOpakowania="tabl." pojemnosc=""/>
        </jednostkiOpakowania>
      </opakowanie>
      <opakowanie id="2" kodGTIN="05909990000013" kategoriaDostepnosci="OTC" skasowane="TAK"/>
    </opakowania>
  </produktLeczniczy>
  <produktLeczniczy id="" nazwaProduktu="Bez numeru"/>
  <produktLeczniczy id="900000015" nazwaProduktu="Drugi" rodzajPreparatu="weterynaryjny"/>
</produktyLecznicze>`,
      problems,
    );
    expect(product).toMatchObject({
      id: '900000014',
      form: 'Tabletki',
      atc: ['C09AA05', 'C08CA01'],
      routes: ['doustna'],
      substances: [{ name: 'Fictum', amount: '5', unit: 'mg' }],
      kind: 'human',
    });
    expect(product?.packages).toMatchObject([
      { id: '1', gtin: '05909990000012', availability: 'Rp', removed: false, says: '28 tabl.', euNumber: undefined },
      { id: '2', code: '05909990000013', gtin: undefined, removed: true },
    ]);
    expect(second).toMatchObject({ id: '900000015', kind: 'veterinary', packages: [] });
    expect(problems).toEqual([{ line: 19, says: 'The product has no id or no nazwaProduktu.' }]);
  });

  it('reads version 1', async () => {
    const [product] = await read(`<produktyLecznicze stanNaDzien="2020-08-05"
      xmlns="http://rejestrymedyczne.csioz.gov.pl/rpl/eksport-danych-v1.0">
      <produktLeczniczy nazwaProduktu="Dawny" rodzajPreparatu="ludzki" postac="krople" kodATC="A01AA01" id="7">
      <substancjeCzynne><substancjaCzynna>Fictum</substancjaCzynna></substancjeCzynne>
      <opakowania><opakowanie wielkosc="1" jednostkaWielkosci="fiol. 5 ml" kodEAN="5909990000012" skasowane="NIE"
        id="2"/>
      </opakowania></produktLeczniczy></produktyLecznicze>`);
    expect(product).toMatchObject({ form: 'krople', atc: ['A01AA01'], substances: [{ name: 'Fictum' }] });
    expect(product?.packages).toMatchObject([{ gtin: '05909990000012', says: '1 fiol. 5 ml' }]);
  });
});
