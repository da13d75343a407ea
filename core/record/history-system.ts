/** history of the whole system. https://hl7.org/fhir/R4/http.html#history */
import type { Call } from '../access/actor.ts';
import type { RecordContext } from './context.ts';
import { type Asked, guarded, readEntry } from './guard.ts';
import { readFeed } from './history-feed.ts';
import { type Handling, type HistoryPage, parseHistory } from './history-parameters.ts';

/** @throws Refusal `invalid`, `forbidden`. */
export function historySystem(
  context: RecordContext,
  call: Call,
  query = '',
  handling: Handling = {},
): Promise<HistoryPage> {
  const asked: Asked = { action: 'R', kind: 'history-system', query };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    const page = await readFeed(
      context.database.reading(call.maxStale),
      undefined,
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
