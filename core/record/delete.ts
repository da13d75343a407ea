/**
 * delete, and conditional delete of one. https://hl7.org/fhir/R4/http.html#delete
 * https://hl7.org/fhir/R4/http.html#2.21.0.13.1
 */
import type { Call } from '../access/actor.ts';
import type { Allow } from '../access/index.ts';
import type { Tx } from '../db/database.ts';
import { knownType } from './checks.ts';
import { commit, type Prepared } from './commit.ts';
import { patientOf } from './compartment.ts';
import { findAll, lockOf, oneMatch, someCriteria } from './conditional.ts';
import type { RecordContext } from './context.ts';
import { changeEntries, guarded, mayWrite, unknown } from './guard.ts';
import { asWritten, deletion } from './make-change.ts';
import type { UpdateOptions, Written } from './record.ts';
import { locate, type Place } from './store.ts';
import { demandVersion } from './update.ts';

/**
 * Deletes a resource: its versions stay in the history. Deleting again changes nothing (`unchanged`).
 * @throws Refusal `not-found`, `forbidden`; `condition-failed` when `ifMatch` names another version.
 */
export function remove(
  context: RecordContext,
  call: Call,
  type: string,
  id: string,
  options: UpdateOptions = {},
): Promise<Written> {
  return guarded(context, call, { action: 'D', kind: 'delete', type, entity: `${type}/${id}` }, async (allow) => {
    knownType(type);
    return commit(context, (tx) => removeAt(context, tx, call, allow, { type, id }, options));
  });
}

/** Deletes what the criteria find; nothing found is no error. @throws Refusal `condition-failed` when several match. */
export function conditionalDelete(
  context: RecordContext,
  call: Call,
  type: string,
  query: string,
): Promise<Written | undefined> {
  return guarded(context, call, { action: 'D', kind: 'delete', type, query }, async (allow) => {
    knownType(type);
    const criteria = someCriteria(type, query);
    return commit<Written | undefined>(
      context,
      async (tx) => {
        const match = oneMatch(await findAll(tx, call, [criteria]), criteria);
        if (!match) return { unit: undefined, result: undefined };
        return removeAt(context, tx, call, allow, { type, id: match.id }, {});
      },
      { locks: [lockOf(criteria)] },
    );
  });
}

async function removeAt(
  context: RecordContext,
  tx: Tx,
  call: Call,
  { visibility, rule }: Allow,
  wanted: { type: string; id: string },
  options: UpdateOptions,
): Promise<Prepared<Written>> {
  const [place] = (await locate(tx, [wanted])) as [Place];
  const { type, id, current, tombstone } = place;
  const at = context.runtime.now();
  if (!current) {
    if (tombstone === undefined) throw unknown(type, id);
    return {
      unit: undefined,
      result: { type, id, version: tombstone, updated: at, content: '', outcome: 'unchanged' },
    };
  }
  const change = deletion(place, patientOf(type, id, current.patient, current.content));
  await mayWrite(tx, visibility, [change]);
  demandVersion(place, options);
  const unit = {
    changes: [change],
    at,
    actor: call.actor.id,
    audit: changeEntries(call, at, 'delete', rule, [change]),
  };
  return { unit, result: asWritten(change, at) };
}
