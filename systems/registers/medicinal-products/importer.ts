/**
 * Imports the published export of RPL (`overall.xml`): a snapshot of the whole register. Read as a stream, compared
 * with what is here inside the database, so memory does not grow with the file.
 */
import { createHash } from 'node:crypto';
import type { Tx } from '#core/db/database.ts';
import { importEdition, type EditionNeeds, type ImportedEdition } from '#core/registers/editions.ts';
import type { LoadOptions, RegisterImporter } from '#core/registers/importer.ts';
import { Faults, madeFile } from '#core/registers/table.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { fileLike, type SourceFiles, textOf } from '#core/terminology/importers/source-files.ts';
import { fold } from '#libs/fhir/search/values.ts';
import { readRegister } from '#libs/medicinal-products/register.ts';
import { syntheticProducts } from '#libs/medicinal-products/synthetic.ts';
import { registerXml } from '#libs/medicinal-products/write-register.ts';
import { xmlEvents, XmlRefused } from '#libs/xml-stream/xml-events.ts';
import { type MedicinalProduct, register } from './model.ts';
import { type Counts, type IncomingRow, productStore } from './store.ts';
import { searchWords, sortKey } from './words.ts';

/** Products of the demonstration. */
const demonstrationSize = 400;
const batchSize = 500;
/** A file that withdraws more than these is rather cut off than true. */
const mostWithdrawn = { products: 50, share: 0.2 } as const;

export const rplImporter = (needs: EditionNeeds): RegisterImporter => ({
  kind: 'rpl',
  register,
  summary: 'the register of medicinal products: overall.xml as it is published (or .gz, .zip)',
  demonstration: (day) => madeFile('rpl.xml', () => registerXml(day, syntheticProducts(1, demonstrationSize))),
  async load(files, options = {}): Promise<ImportedEdition> {
    const name = fileLike(files, /\.xml$/i, 'XML file');
    const day = await dayOf(files, name);
    return importEdition(needs, { register, files, name, day, inOrder: true }, async (tx, number) => {
      const warnings = await read(tx, files, name);
      const counts = await productStore(tx).settle(number);
      demandBelievable(counts, number, options);
      return { ...counts, packagesWithoutGtin: warnings };
    });
  },
});

/** The day that stands in the root. @throws Refusal `not-the-register`, `bad-xml` */
async function dayOf(files: SourceFiles, name: string): Promise<string> {
  for await (const event of inWords(name, xmlEvents(textOf(files, name)))) {
    if (event.kind !== 'open') continue;
    if (event.name === 'produktyLecznicze') return (event.attributes.stanNaDzien ?? '').slice(0, 10);
    const says = `The root of '${name}' is '${event.name}', not 'produktyLecznicze': is it the export of RPL?`;
    throw new Refusal('invalid', 'not-the-register', says);
  }
  throw new Refusal('invalid', 'not-the-register', `There is nothing in '${name}'.`);
}

async function* inWords<T>(name: string, events: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* events;
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    const says = `Nothing was imported: '${name}', line ${error.line}: ${error.message}`;
    throw new Refusal('invalid', 'bad-xml', says);
  }
}

/** Brings all products of the file; gives how many packages have a code that is no GTIN. */
async function read(tx: Tx, files: SourceFiles, name: string): Promise<number> {
  const store = productStore(tx);
  const faults = new Faults();
  let batch: IncomingRow[] = [];
  let [products, codes] = [0, 0];
  const bring = async () => {
    for (const twice of await store.bring(batch)) faults.add(0, `Product ${twice} stands in the file twice.`);
    batch = [];
  };
  await store.begin();
  const onProblem = ({ line, says }: { line: number; says: string }) => faults.add(line, says);
  for await (const product of inWords(name, readRegister(textOf(files, name), { onProblem }))) {
    if (product.removed) continue;
    products++;
    codes += product.packages.filter(({ code, gtin }) => code !== undefined && gtin === undefined).length;
    batch.push(rowOf(product));
    if (batch.length === batchSize) await bring();
  }
  if (batch.length > 0) await bring();
  faults.demandNone('bad-products');
  if (products === 0) throw new Refusal('invalid', 'no-products', `There is no product in '${name}'. Is it whole?`);
  return codes;
}

function rowOf(product: MedicinalProduct): IncomingRow {
  const content = JSON.stringify(product);
  return {
    product: product.id,
    kind: product.kind,
    nameFolded: fold(product.name).slice(0, 200),
    sortKey: sortKey(product),
    gtins: product.packages.flatMap(({ gtin }) => gtin ?? []),
    words: searchWords(product),
    hash: createHash('sha256').update(content).digest('hex'),
    content,
  };
}

/** @throws Refusal `many-withdrawn` */
function demandBelievable({ products, withdrawn }: Counts, number: number, { manyWithdrawn }: LoadOptions): void {
  const before = products + withdrawn;
  if (manyWithdrawn || number === 1) return;
  if (withdrawn <= mostWithdrawn.products || withdrawn <= before * mostWithdrawn.share) return;
  const says =
    `Nothing was imported: the file lacks ${withdrawn} products that are here now. Look whether it is whole; ` +
    'if they are really withdrawn, import it with --many-withdrawn.';
  throw new Refusal('rule-broken', 'many-withdrawn', says);
}
