/** The register of medicinal products as two code systems: products by their number, packages by their GTIN. */
import { type MedicinalProduct, type Package, readRegister } from '#libs/medicinal-products/register.ts';
import { codeSystems, identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { XmlRefused } from '#libs/xml-stream/xml-events.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { NewConcept, Property } from '../model.ts';
import { eventsOf } from './claml.ts';
import { type Importer, importedSystem, type ImportOptions } from './importer.ts';
import { fileLike, type SourceFiles, textOf } from './source-files.ts';

const text = (code: string, value: string | undefined): Property[] =>
  value === undefined ? [] : [{ code, valueString: value }];
const code = (name: string, value: string | undefined): Property[] =>
  value === undefined ? [] : [{ code: name, valueCode: value }];

async function* products(
  files: SourceFiles,
  name: string,
  options: ImportOptions,
  isLast: boolean,
): AsyncIterable<MedicinalProduct> {
  const onProblem = isLast ? options.onProblem : () => undefined;
  try {
    yield* readRegister(textOf(files, name, options.encoding), { onProblem });
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    throw new Refusal('invalid', 'bad-xml', `'${name}', line ${error.line}: ${error.message}`);
  }
}

const displayOf = ({ name, strength, form }: MedicinalProduct): string =>
  [name, strength, form].filter(Boolean).join(', ');

function productConcept(product: MedicinalProduct): NewConcept {
  return {
    code: product.id,
    display: displayOf(product),
    inactive: product.removed,
    designations: product.commonName
      ? [{ language: 'la', use: { code: 'commonName' }, value: product.commonName }]
      : [],
    properties: [
      ...code('kind', product.kind),
      ...text('strength', product.strength),
      ...text('form', product.form),
      ...text('holder', product.holder),
      ...code('procedure', product.procedure),
      ...text('permit', product.permit),
      ...text('permitValidity', product.permitValidity),
      ...product.atc.flatMap((one) => code('atc', one)),
      ...product.routes.flatMap((one) => text('route', one)),
      ...product.substances.flatMap(({ name, amount, unit }) =>
        text('substance', [name, amount, unit].filter(Boolean).join(' ')),
      ),
      ...product.packages.flatMap(({ gtin }) => code('gtin', gtin)),
    ],
  };
}

const packageConcept = (product: MedicinalProduct, one: Package & { gtin: string }): NewConcept => ({
  code: one.gtin,
  display: [displayOf(product), one.says].filter(Boolean).join(', '),
  inactive: one.removed || product.removed,
  properties: [
    ...code('product', product.id),
    ...code('availability', one.availability),
    ...text('package', one.says === '' ? undefined : one.says),
    ...text('euNumber', one.euNumber),
    ...text('parallelDistributor', one.parallelDistributor),
    ...product.atc.flatMap((atc) => code('atc', atc)),
  ],
});

async function* packages(
  files: SourceFiles,
  name: string,
  options: ImportOptions,
  isLast: boolean,
): AsyncIterable<NewConcept> {
  for await (const product of products(files, name, { ...options, onProblem: () => undefined }, false)) {
    for (const one of product.packages) {
      const { gtin } = one;
      if (gtin !== undefined) yield packageConcept(product, { ...one, gtin });
      else if (isLast && one.code !== undefined) {
        options.onProblem({
          line: 0,
          says: `Product ${product.id}: '${one.code.slice(0, 20)}' is no GTIN; the package is left out.`,
        });
      }
    }
  }
}

async function* productConcepts(
  files: SourceFiles,
  name: string,
  options: ImportOptions,
  isLast: boolean,
): AsyncIterable<NewConcept> {
  for await (const product of products(files, name, options, isLast)) yield productConcept(product);
}

const notice =
  'Rejestr Produktów Leczniczych, a public register kept by URPL and published by Centrum e-Zdrowia; check its terms of re-use.';

const describe = (...codes: string[]) => codes.map((one) => ({ code: one, type: 'string' }));

export const rpl: Importer = {
  kind: 'rpl',
  summary: 'the Polish register of medicinal products: overall.xml (or zipped), products and packages',
  notice,
  async open(files, options) {
    const name = fileLike(files, /\.xml$/i, 'XML file');
    let date = '';
    for await (const event of eventsOf(files, name, options.encoding)) {
      if (event.kind !== 'open') continue;
      if (event.name !== 'produktyLecznicze') {
        throw new Refusal(
          'invalid',
          'not-the-register',
          `The root is '${event.name}', not 'produktyLecznicze': is it the export of RPL?`,
        );
      }
      date = event.attributes.stanNaDzien ?? '';
      break;
    }
    const usual = { version: date, language: 'pl', copyright: notice };
    return [
      {
        system: importedSystem(options, {
          ...usual,
          url: identifierSystems.rplProduct,
          name: 'RPL',
          title: 'Rejestr Produktów Leczniczych',
          property: describe(
            'kind',
            'strength',
            'form',
            'holder',
            'procedure',
            'permit',
            'atc',
            'route',
            'substance',
            'gtin',
          ),
        }),
        concepts: (pass) => productConcepts(files, name, options, pass === 'all'),
      },
      {
        system: importedSystem(
          { ...options, system: undefined, title: undefined },
          {
            ...usual,
            url: codeSystems.gtin,
            name: 'RPLPackages',
            title: 'Opakowania z Rejestru Produktów Leczniczych (GTIN)',
            content: 'fragment',
            property: describe('product', 'availability', 'package', 'euNumber', 'parallelDistributor', 'atc'),
          },
        ),
        concepts: (pass) => packages(files, name, options, pass === 'all'),
      },
    ];
  },
};
