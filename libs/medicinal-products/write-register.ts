/** Writes products as the export of RPL is written (v6): for invented registers of the demonstration, tests and bench. */
import type { MedicinalProduct } from './register.ts';

const entities: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '"': '&quot;', '\n': '&#10;' };

const attributes = (values: { readonly [name: string]: string | undefined }): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${String(value).replace(/[&<"\n]/g, (sign) => entities[sign] as string)}"`)
    .join('');

/** The file in pieces. `readRegister` reads back the same products. */
export function* registerXml(day: string, products: Iterable<MedicinalProduct>): Iterable<string> {
  const namespace = 'http://rejestry.ezdrowie.gov.pl/rpl/eksport-danych-v6.0.0';
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<produktyLecznicze${attributes({ stanNaDzien: day, xmlns: namespace })}>\n`;
  for (const product of products) yield productXml(product);
  yield '</produktyLecznicze>\n';
}

function productXml(p: MedicinalProduct): string {
  const head = attributes({
    id: p.id,
    nazwaProduktu: p.name,
    rodzajPreparatu: p.kind === 'human' ? 'ludzki' : 'weterynaryjny',
    nazwaPowszechnieStosowana: p.commonName,
    moc: p.strength,
    nazwaPostaciFarmaceutycznej: p.form,
    podmiotOdpowiedzialny: p.holder,
    typProcedury: p.procedure,
    numerPozwolenia: p.permit,
    waznoscPozwolenia: p.permitValidity,
    ulotka: p.leaflet,
    charakterystyka: p.characteristics,
    status: p.removed ? 'Usuniety' : undefined,
  });
  const substances = p.substances.map(
    ({ name, amount, unit, per, perUnit }) =>
      `<substancjaCzynna${attributes({
        nazwaSubstancji: name,
        iloscSubstancji: amount,
        jednostkaMiaryIlosciSubstancji: unit,
        iloscPreparatu: per,
        jednostkaMiaryIlosciPreparatu: perUnit,
      })}/>`,
  );
  const routes = p.routes.map((name) => `<drogaPodania${attributes({ drogaPodaniaNazwa: name })}/>`);
  const packages = p.packages.map(
    (one) =>
      `<opakowanie${attributes({
        id: one.id,
        kodGTIN: one.code,
        kategoriaDostepnosci: one.availability,
        skasowane: one.removed ? 'TAK' : 'NIE',
        numerEu: one.euNumber,
        dystrybutorRownolegly: one.parallelDistributor,
      })}><jednostkiOpakowania>${
        one.says === '' ? '' : `<jednostkaOpakowania${attributes({ rodzajOpakowania: one.says })}/>`
      }</jednostkiOpakowania></opakowanie>`,
  );
  return `<produktLeczniczy${head}>
<kodyATC>${p.atc.map((code) => `<kodATC>${code}</kodATC>`).join('')}</kodyATC>
<drogiPodania>${routes.join('')}</drogiPodania>
<substancjeCzynne>${substances.join('')}</substancjeCzynne>
<opakowania>${packages.join('')}</opakowania>
</produktLeczniczy>
`;
}
