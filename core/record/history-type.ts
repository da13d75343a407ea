/** history of a type. https://hl7.org/fhir/R4/http.html#history */
import type { Call } from '../access/actor.ts';
import { knownType } from './checks.ts';
import type { RecordContext } from './context.ts';
import { type Asked, guarded, readEntry } from './guard.ts';
import { readFeed } from './history-feed.ts';
import { type Handling, type HistoryPage, parseHistory } from './history-parameters.ts';

/** @throws Refusal `invalid`, `forbidden`, `not-found` for an unknown type. */
export function historyType(
  context: RecordContext,
  call: Call,
  type: string,
  query = '',
  handling: Handling = {},
): Promise<HistoryPage> {
  const asked: Asked = { action: 'R', kind: 'history-type', type, query: `${type}?${query}` };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    knownType(type);
    const page = await readFeed(
      context.database.reading(call.maxStale),
      type,
      query,
      parseHistory(query, handling),
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
