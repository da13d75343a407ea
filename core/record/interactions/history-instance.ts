/** history of one resource. https://hl7.org/fhir/R4/http.html#history */
import type { Call } from '../../access/actor.ts';
import { knownType } from '../checks.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded, Hidden, readEntry, unknown } from '../guard.ts';
import { type Handling, type HistoryPage, parseHistory, toCursor } from './history-parameters.ts';
import { whose } from './read.ts';
import { findVersions } from '../store.ts';

/** Versions behind the cursor: below it, or above when the oldest come first. */
const last = 2_147_483_647;

/** Versions, newest first unless asked otherwise. @throws Refusal `not-found`, `invalid`, `forbidden`. */
export function historyInstance(
  context: RecordContext,
  call: Call,
  type: string,
  id: string,
  query = '',
  handling: Handling = {},
): Promise<HistoryPage> {
  const asked: Asked = { action: 'R', kind: 'history-instance', type, entity: `${type}/${id}`, query };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    knownType(type);
    const { count, cursor, ...wanted } = parseHistory(query, handling);
    const behind = Math.min(cursor?.[0] ?? last, last);
    const found = await findVersions(context.database, type, id, { ...wanted, behind, limit: count + 1 }, visibility);
    const visible = found.filter((version) => version.visible);
    const [first] = found;
    if (!first && !(await wasEver(context, type, id))) throw unknown(type, id);
    if (first && visible.length === 0) throw new Hidden(type, id, first.patient, whose(first));
    const shown = visible.slice(0, count);
    await context.audit.write(await readEntry(context, call, asked, rule, shown));
    const end = found.length > count ? found[count - 1] : undefined;
    return {
      entries: shown.map(({ method, total: _total, ...stored }) => ({ method, stored })),
      ...(first ? { total: first.total } : cursor ? {} : { total: 0 }),
      self: query,
      ...(end ? { next: toCursor(query, [end.version]) } : {}),
    };
  });
}

/** A page may be empty because of what was asked of it: that is no reason to say that there is no such resource. */
const wasEver = async ({ database }: RecordContext, type: string, id: string): Promise<boolean> =>
  (await findVersions(database, type, id, anyVersion, { kind: 'all' })).length > 0;

const anyVersion = { behind: last, since: undefined, at: undefined, ascending: false, limit: 1 };
