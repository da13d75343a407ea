/** history of a type. https://hl7.org/fhir/R4/http.html#history */
import type { Call } from '../../access/actor.ts';
import type { RecordContext } from '../context.ts';
import { historyOfFeed } from './history-feed.ts';
import type { Handling, HistoryPage } from './history-parameters.ts';

/** @throws Refusal `invalid`, `forbidden`, `not-found` for an unknown type. */
export function historyType(
  context: RecordContext,
  call: Call,
  type: string,
  query = '',
  handling: Handling = {},
): Promise<HistoryPage> {
  const asked = { action: 'R', kind: 'history-type', type, query: `${type}?${query}` } as const;
  return historyOfFeed(context, call, asked, query, handling);
}
