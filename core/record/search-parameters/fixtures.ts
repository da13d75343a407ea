/** Search parameters and resources to be found by them, for tests. */
import type { Resource } from '../record.ts';
import type { TestRecord } from '../fixtures.ts';

const urls = 'http://example.org/StructureDefinition/';

/** A SearchParameter over an extension of Patient: the usual case. */
export function aParameter(code: string, type: string, value: string, more: Partial<Resource> = {}): Resource {
  return {
    resourceType: 'SearchParameter',
    id: code,
    url: `http://example.org/SearchParameter/${code}`,
    name: code.replaceAll('-', ''),
    status: 'active',
    description: `Finds patients by ${code}.`,
    code,
    base: ['Patient'],
    type,
    expression: `Patient.extension('${urls}${code}').value.ofType(${value})`,
    ...more,
  };
}

/** An extension that such a parameter finds. */
export const anExtension = (code: string, value: object): object => ({ url: `${urls}${code}`, ...value });

/** Waits until a search parameter is ready; fails after ten seconds. */
export async function ready(test: TestRecord, code: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const { rows } = await test.database.query<{ ready: boolean }>(
      'select ready is not null as ready from record.search_parameter where url = $1 and definition is not null',
      [`http://example.org/SearchParameter/${code}`],
    );
    if (rows[0]?.ready) {
      await test.record.searchParameters.refresh();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { rows } = await test.database.query('select * from record.reindex');
  throw new Error(`${code} does not become ready: ${JSON.stringify(rows)}`);
}
