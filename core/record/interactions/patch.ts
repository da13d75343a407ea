/**
 * patch with JSON Patch or FHIRPath Patch, and conditional patch. https://hl7.org/fhir/R4/http.html#patch
 * https://www.rfc-editor.org/rfc/rfc6902 https://hl7.org/fhir/R4/fhirpatch.html
 */
import { applyFhirPathPatch } from './fhirpath-patch.ts';
import { applyPatch } from './json-patch.ts';
import { parseJson } from '#libs/fhir/json.ts';
import type { Call } from '../../access/actor.ts';
import type { Allow } from '../../access/index.ts';
import type { Tx } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { knownType } from '../checks.ts';
import { commit, type Prepared } from '../commit.ts';
import { findAll, lockOf, oneMatch, someCriteria } from './conditional.ts';
import type { RecordContext } from '../context.ts';
import { gone, guarded, mayWrite, unknown } from '../guard.ts';
import { untouched } from '../make-change.ts';
import type { Resource, UpdateOptions, Written } from '../record.ts';
import { settleReferences } from './reference-conditions.ts';
import { locate, type Place } from '../store.ts';
import { demandVersion, replace, updatable } from './update.ts';

/**
 * Applies a patch to the living version: an array is a JSON Patch, a Parameters resource a FHIRPath Patch.
 * @throws Refusal `invalid` or `rule-broken` naming the operation that cannot be done; otherwise as `update`.
 */
export function patch(
  context: RecordContext,
  call: Call,
  type: string,
  id: string,
  operations: unknown,
  options: UpdateOptions = {},
): Promise<Written> {
  return guarded(context, call, { action: 'U', kind: 'patch', type, entity: `${type}/${id}` }, async (allow) => {
    knownType(type);
    return commit(context, (tx) => patchAt(context, tx, call, allow, { type, id }, operations, options));
  });
}

/** @throws Refusal as `patch`; `not-found` when nothing matches, `condition-failed` when several do. */
export function conditionalPatch(
  context: RecordContext,
  call: Call,
  type: string,
  query: string,
  operations: unknown,
  options: UpdateOptions = {},
): Promise<Written> {
  return guarded(context, call, { action: 'U', kind: 'patch', type, query }, async (allow) => {
    knownType(type);
    const criteria = someCriteria(type, query);
    return commit(
      context,
      async (tx) => {
        const match = oneMatch(await findAll(context, tx, call, [criteria]), criteria);
        if (!match)
          throw new Refusal('not-found', 'no-match', `No ${type} fits these criteria, so there is nothing to change.`);
        return patchAt(context, tx, call, allow, { type, id: match.id }, operations, options);
      },
      { locks: [lockOf(criteria)] },
    );
  });
}

async function patchAt(
  context: RecordContext,
  tx: Tx,
  call: Call,
  allow: Allow,
  wanted: { type: string; id: string },
  operations: unknown,
  options: UpdateOptions,
): Promise<Prepared<Written>> {
  const [place] = (await locate(tx, [wanted])) as [Place];
  if (!place.current) throw place.tombstone === undefined ? unknown(place.type, place.id) : gone(place.type, place.id);
  // Before anything is said about the content: may the caller see it at all?
  await mayWrite(tx, allow.visibility, [untouched(place)], context.runtime.now());
  demandVersion(place, options);
  const resource = await patched(context, tx, place, operations);
  await settleReferences(context, tx, call, resource);
  return replace(context, tx, call, allow, 'patch', resource, place);
}

/**
 * The resource after the patch, valid again. @throws Refusal when the patch cannot be applied or breaks the resource.
 */
export function patched(
  context: RecordContext,
  tx: Tx,
  { type, id, current }: Place,
  operations: unknown,
): Promise<Resource> {
  const now = parseJson(current?.content ?? '{}') as Resource;
  const changed = (
    isParameters(operations) ? applyFhirPathPatch(now, operations) : applyPatch(now, operations)
  ) as Resource;
  if (changed?.resourceType !== type || changed.id !== id) {
    throw new Refusal('rule-broken', 'patch-of-identity', 'A patch may not change resourceType or id.');
  }
  return updatable(context, changed, { tx });
}

const isParameters = (patch: unknown): patch is { [name: string]: unknown } =>
  (patch as { resourceType?: unknown } | null)?.resourceType === 'Parameters';

/**
 * The patch inside a bundle: Parameters, or a Binary with the JSON Patch in base64. https://hl7.org/fhir/R4/http.html#patch
 * @throws Refusal `unsupported-media` for another kind of patch, `invalid` for one that cannot be read.
 */
export function decodePatch(resource: unknown): unknown {
  if (isParameters(resource)) return resource;
  const { resourceType, contentType, data } = (resource ?? {}) as { [name: string]: unknown };
  if (resourceType !== 'Binary' || contentType !== 'application/json-patch+json' || typeof data !== 'string') {
    throw new Refusal(
      'unsupported-media',
      'unsupported-patch',
      'A patch in a bundle is Parameters, or a Binary with contentType application/json-patch+json and the patch as data.',
    );
  }
  try {
    return parseJson(Buffer.from(data, 'base64'));
  } catch (error) {
    throw new Refusal('invalid', 'bad-patch', `The patch is not JSON: ${(error as Error).message}`);
  }
}
