/** TerminologyCapabilities: what the terminology service does and has. https://hl7.org/fhir/R4/terminologycapabilities.html */
import type { Tx } from '../db/database.ts';
import { allSystems } from './store.ts';

/** The statement as JSON text; the code systems are those that are here now. */
export async function terminologyCapabilities(tx: Tx, baseUrl: string, date: Date): Promise<string> {
  const systems = await allSystems(tx);
  const byUrl = Map.groupBy(systems, ({ url }) => url);
  return JSON.stringify({
    resourceType: 'TerminologyCapabilities',
    status: 'active',
    date: date.toISOString(),
    publisher: 'e-Zdrowie',
    kind: 'instance',
    software: { name: 'e-Zdrowie' },
    implementation: { description: 'Terminology service of the national record, FHIR R4.', url: baseUrl },
    lockedDate: false,
    codeSystem: [...byUrl].map(([uri, versions]) => ({
      uri,
      version: versions.map(({ version }, place) => ({
        ...(version === '' ? {} : { code: version }),
        isDefault: place === 0,
        compositional: false,
      })),
      subsumption: versions.some(({ hierarchical }) => hierarchical),
    })),
    expansion: {
      hierarchical: true,
      paging: true,
      incomplete: false,
      parameter: expansionParameters.map((name) => ({ name })),
      textFilter:
        'Words, each the beginning of a word of a display, another name or the code; case and diacritics do not matter.',
    },
    codeSearch: 'all',
    validateCode: { translations: true },
    translation: { needsMap: false },
  });
}

const expansionParameters = [
  'filter',
  'offset',
  'count',
  'includeDesignations',
  'designation',
  'includeDefinition',
  'activeOnly',
  'excludeNested',
  'excludeNotForUI',
  'exclude-system',
  'displayLanguage',
  'system-version',
  'check-system-version',
  'force-system-version',
];
