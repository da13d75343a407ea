/** search across types. https://hl7.org/fhir/R4/http.html#search The work is in search/; here stand access and audit. */
import type { Call } from '../../access/actor.ts';
import { noPatient, takeAsOf } from '../as-of.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded } from '../guard.ts';
import type { SearchOptions, SearchPage } from '../record.ts';
import { parseSearch, runSearch } from '../search/index.ts';
import { audited, parseOptions, staleAt } from './search-type.ts';

/**
 * @throws Refusal `invalid` for what cannot be understood, `forbidden`. What one may not see is left out, uncounted.
 */
export function searchSystem(
  context: RecordContext,
  call: Call,
  query: string,
  options: SearchOptions = {},
): Promise<SearchPage> {
  const asked: Asked = { action: 'E', kind: 'search-system', query: `?${query}` };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    if (takeAsOf(query).asOf ?? options.asOf) throw noPatient();
    const parsed = parseSearch(undefined, query, parseOptions(context, options, staleAt(context, call)));
    return audited(
      context,
      call,
      asked,
      rule,
      await runSearch(context.database.reading(call.maxStale), parsed, visibility),
    );
  });
}
