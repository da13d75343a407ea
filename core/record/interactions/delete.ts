/**
 * delete, and conditional delete of one or several. https://hl7.org/fhir/R4/http.html#delete
 * https://hl7.org/fhir/R4/http.html#2.21.0.13.1
 */
import type { Call } from '../../access/actor.ts';
import type { Allow } from '../../access/index.ts';
import type { Tx } from '../../db/database.ts';
import { knownType } from '../checks.ts';
import { commit, type Prepared } from '../commit.ts';
import { patientOf } from '../compartment.ts';
import { deletionCriteria, findAll, lockOf, severalMatches } from './conditional.ts';
import type { RecordContext } from '../context.ts';
import { changeEntries, guarded, mayWrite, unknown } from '../guard.ts';
import { asWritten, deletion } from '../make-change.ts';
import type { UpdateOptions, Written } from '../record.ts';
import { locate } from '../store.ts';
import { demandVersion } from './update.ts';
import { authorOf } from '../write/owners.ts';
import type { UnitChange } from '../write/unit.ts';

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
    const [written] = await commit(context, (tx) => removeAll(context, tx, call, allow, [{ type, id }], options));
    return written as Written;
  });
}

/**
 * Deletes what the criteria find, all of it or nothing; nothing found is no error. One may match, or as many as
 * `_count` allows.
 * @throws Refusal `condition-failed` when more match.
 */
export function conditionalDelete(
  context: RecordContext,
  call: Call,
  type: string,
  query: string,
  options: UpdateOptions = {},
): Promise<Written[]> {
  return guarded(context, call, { action: 'D', kind: 'delete', type, query }, async (allow) => {
    knownType(type);
    const criteria = deletionCriteria(type, query);
    return commit(
      context,
      async (tx) => {
        const found = severalMatches(await findAll(context, tx, call, [criteria]), criteria);
        return removeAll(
          context,
          tx,
          call,
          allow,
          found.map(({ id }) => ({ type, id })),
          options,
        );
      },
      { locks: [lockOf(criteria)] },
    );
  });
}

async function removeAll(
  context: RecordContext,
  tx: Tx,
  call: Call,
  { visibility, rule }: Allow,
  wanted: readonly { type: string; id: string }[],
  options: UpdateOptions,
): Promise<Prepared<Written[]>> {
  const at = context.runtime.now();
  const changes: UnitChange[] = [];
  const result: Written[] = [];
  for (const place of await locate(tx, wanted)) {
    const { type, id, current, tombstone } = place;
    if (current) {
      const change = deletion(place, patientOf(type, id, current.patient, current.content), at);
      changes.push(change);
      result.push(asWritten(change, at));
    } else if (tombstone === undefined) throw unknown(type, id);
    else result.push({ type, id, version: tombstone, updated: at, content: '', outcome: 'unchanged' });
  }
  await mayWrite(tx, visibility, changes, at);
  for (const { type, id, before } of changes) demandVersion({ type, id, current: before }, options);
  const audit = changeEntries(call, at, 'delete', rule, changes);
  return { unit: { changes, at, ...authorOf(call), audit }, result };
}
