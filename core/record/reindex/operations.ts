/** `$reindex` and `SearchParameter/$status`: ours; the standard leaves open how a server comes to index what it holds. */
import type { Call } from '../../access/actor.ts';
import type { Tx } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { knownType, shown, storedTypes } from '../checks.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded } from '../guard.ts';
import { typesOf } from '#libs/fhir/search/custom.ts';
import { type ParameterRow, readParameters } from '../search-parameters/store.ts';
import { findRun, recentRuns, requestReindex, type Run } from './runs.ts';

/** Of everything, of a type, or of the types of a SearchParameter. */
export interface Asking {
  readonly type?: string | undefined;
  /** Of a SearchParameter. */
  readonly id?: string | undefined;
  /** Of a run. */
  readonly run?: string | undefined;
}

export interface Status {
  readonly runs: readonly Run[];
  readonly parameters: readonly ParameterRow[];
}

/** @throws Refusal `forbidden`; `not-found` for what is no type, or no SearchParameter that is in use. */
export function reindex(context: RecordContext, call: Call, { type, id }: Asking): Promise<string> {
  const query = id === undefined ? (type ?? 'everything') : `SearchParameter/${id}`;
  const asked: Asked = { action: 'E', kind: 'reindex', type: 'SearchParameter', query };
  return guarded(context, call, asked, async ({ rule }) => {
    if (type !== undefined) knownType(type);
    return context.database.transaction(async (tx) => {
      const types = id === undefined ? (type === undefined ? storedTypes : [type]) : await typesOfOne(tx, id);
      const run = await requestReindex(tx, types, call.actor.id);
      const at = context.runtime.now();
      const entry = { call, at, action: asked.action, kind: asked.kind, outcome: 0, rule, query } as const;
      await tx.query(context.audit.insertion([{ ...entry, entities: [`reindex/${run}`] }]));
      return run;
    });
  });
}

async function typesOfOne(tx: Tx, id: string): Promise<string[]> {
  const found = (await readParameters(tx)).find((row) => row.source === '' && row.id === id);
  if (found) return typesOf(found.definition);
  const says = `SearchParameter/${shown(id)} is not in use: there is none with this id, or its status is not active.`;
  throw new Refusal('not-found', 'no-search-parameter', says);
}

/** @throws Refusal `forbidden`; `not-found` for a run or a SearchParameter that is not there. */
export function reindexStatus(context: RecordContext, call: Call, { id, run }: Asking): Promise<Status> {
  const asked: Asked = { action: 'R', kind: 'read', type: 'SearchParameter', query: '$status' };
  return guarded(context, call, asked, async ({ rule }) => {
    const { database, audit, runtime } = context;
    const one = run === undefined ? undefined : await findRun(database, run);
    if (run !== undefined && !one) {
      throw new Refusal(
        'not-found',
        'no-such-run',
        'There is no such run of $reindex. Finished ones are kept 90 days.',
      );
    }
    const all = await readParameters(database);
    const parameters = id === undefined ? all : all.filter((row) => row.source === '' && row.id === id);
    if (id !== undefined && parameters.length === 0) await typesOfOne(database, id);
    const runs = one ? [one] : await recentRuns(database);
    const { action, kind, query } = asked;
    await audit.write({
      call,
      at: runtime.now(),
      action,
      kind,
      outcome: 0,
      rule,
      entities: [],
      ...(query ? { query } : {}),
    });
    return { runs, parameters };
  });
}
