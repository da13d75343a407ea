/** history of the whole system. https://hl7.org/fhir/R4/http.html#history */
import type { Call } from '../../access/actor.ts';
import type { RecordContext } from '../context.ts';
import { historyOfFeed } from './history-feed.ts';
import type { Handling, HistoryPage } from './history-parameters.ts';

/** @throws Refusal `invalid`, `forbidden`. */
export function historySystem(
  context: RecordContext,
  call: Call,
  query = '',
  handling: Handling = {},
): Promise<HistoryPage> {
  return historyOfFeed(context, call, { action: 'R', kind: 'history-system', query }, query, handling);
}
