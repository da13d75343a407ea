/** search of a type. https://hl7.org/fhir/R4/http.html#search The work is in search/; here stand access and audit. */
import type { Call } from '../access/actor.ts';
import { knownType } from './checks.ts';
import type { RecordContext } from './context.ts';
import { type Asked, guarded, readEntry } from './guard.ts';
import type { SearchOptions, SearchPage } from './record.ts';
import { parseSearch, runSearch } from './search/index.ts';

/**
 * @throws Refusal `invalid` for what cannot be understood, `forbidden`. What one may not see is left out, uncounted.
 */
export function searchType(
  context: RecordContext,
  call: Call,
  type: string,
  query: string,
  options: SearchOptions = {},
): Promise<SearchPage> {
  const asked: Asked = { action: 'E', kind: 'search-type', type, query: `${type}?${query}` };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    knownType(type);
    const virtual = asksForStored(query) ? undefined : context.virtualTypes[type];
    const page = virtual
      ? await virtual.search(call, query, options)
      : await runSearch(
          context.database,
          parseSearch(type, query, {
            strict: options.strict ?? false,
            base: [`${context.settings.baseUrl}/`],
            now: context.runtime.now,
          }),
          visibility,
        );
    await context.audit.write(
      await readEntry(
        context,
        call,
        asked,
        rule,
        page.entries.map(({ stored }) => stored),
      ),
    );
    return page;
  });
}

/**
 * Of a virtual type (AuditEvent) resources may also be stored, by machines that send their own. Ids of the trail are
 * numbers: whoever asks for another id means a stored one.
 */
const asksForStored = (query: string): boolean => /(^|&)_id=[^&]*[A-Za-z.-]/.test(query);
