/**
 * create, and conditional create. https://hl7.org/fhir/R4/http.html#create https://hl7.org/fhir/R4/http.html#ccreate
 */
import type { Call } from '../../access/actor.ts';
import { demandOrdinary } from '../../access/gate.ts';
import type { Tx } from '../../db/database.ts';
import { knownType, resolvedReferences, validResource } from '../checks.ts';
import { commit, type Prepared } from '../commit.ts';
import { findAll, lockOf, oneMatch, someCriteria } from './conditional.ts';
import type { RecordContext } from '../context.ts';
import { changeEntries, guarded, lookedAt, mayWrite } from '../guard.ts';
import { asWritten, assignId, creation, unchanged } from '../make-change.ts';
import type { Resource, Written } from '../record.ts';
import { settleReferences } from './reference-conditions.ts';
import { locate } from '../store.ts';
import { authorOf } from '../write/owners.ts';
import type { Unit } from '../write/unit.ts';

/**
 * Stores a new resource under an id of the server's. With `ifNoneExist` an existing match is answered instead
 * (`unchanged`); two that ask for the same at once make one.
 * @throws Refusal `invalid`, `forbidden`; `condition-failed` when several match.
 */
export function create(
  context: RecordContext,
  call: Call,
  sent: Resource,
  { ifNoneExist }: { ifNoneExist?: string } = {},
): Promise<Written> {
  const type = String(sent?.resourceType);
  return guarded(context, call, { action: 'C', kind: 'create', type }, async ({ visibility, rule }) => {
    const resource = await validResource(context, sent);
    knownType(type);
    demandOrdinary(call.actor, resource);
    resolvedReferences(resource);
    const make = async (tx: Tx): Promise<Prepared<Written>> => {
      await settleReferences(context, tx, call, resource);
      const at = context.runtime.now();
      const change = creation(resource, assignId(resource, context.runtime), at, context.searchParameters.current);
      await mayWrite(tx, visibility, [change], at);
      const unit: Unit = {
        changes: [change],
        at,
        ...authorOf(call),
        audit: changeEntries(call, at, 'create', rule, [change]),
      };
      return { unit, result: asWritten(change, at) };
    };
    if (ifNoneExist === undefined) return commit(context, make);
    const criteria = someCriteria(type, ifNoneExist);
    return commit(
      context,
      async (tx) => {
        const match = oneMatch(await findAll(context, tx, call, [criteria]), criteria);
        const [place] = match ? await locate(tx, [{ type, id: match.id }]) : [];
        if (!place?.current) return make(tx);
        const result = unchanged(place);
        return { unit: await lookedAt(context, call, 'create', rule, [result]), result };
      },
      { locks: [lockOf(criteria)] },
    );
  });
}
