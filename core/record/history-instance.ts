/** history of one resource. https://hl7.org/fhir/R4/http.html#history */
import type { Call } from '../access/actor.ts';
import { knownType } from './checks.ts';
import type { RecordContext } from './context.ts';
import { type Asked, guarded, Hidden, readEntry, unknown } from './guard.ts';
import { type HistoryPage, parseHistory, toCursor } from './history-parameters.ts';
import { whose } from './read.ts';
import { findVersions } from './store.ts';

/** Versions, newest first. @throws Refusal `not-found`, `invalid`, `forbidden`. */
export function historyInstance(
  context: RecordContext,
  call: Call,
  type: string,
  id: string,
  query = '',
): Promise<HistoryPage> {
  const asked: Asked = { action: 'R', kind: 'history-instance', type, entity: `${type}/${id}`, query };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    knownType(type);
    const { count, since, cursor } = parseHistory(query);
    const below = cursor?.[0] ?? 2_147_483_647;
    const found = await findVersions(context.database, type, id, { below, since, limit: count + 1 }, visibility);
    const visible = found.filter((version) => version.visible);
    const [first] = found;
    if (!first && cursor === undefined && since === undefined) throw unknown(type, id);
    if (first && visible.length === 0) throw new Hidden(type, id, first.patient, whose(first));
    const shown = visible.slice(0, count);
    await context.audit.write(await readEntry(context, call, asked, rule, shown));
    const last = found.length > count ? found[count - 1] : undefined;
    return {
      entries: shown.map(({ method, ...stored }, place) => ({
        // What follows a deletion is a create again.
        method: method === 'U' && visible[place + 1]?.deleted ? 'C' : method,
        stored,
      })),
      self: query,
      ...(last ? { next: toCursor(query, [last.version]) } : {}),
    };
  });
}
