/**
 * update, conditional update. https://hl7.org/fhir/R4/http.html#update https://hl7.org/fhir/R4/http.html#cond-update
 */
import type { Call } from '../../access/actor.ts';
import type { Allow, Interaction } from '../../access/index.ts';
import type { Tx } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { idForm, knownType, resolvedReferences, validResource } from '../checks.ts';
import { commit, type Prepared } from '../commit.ts';
import { findAll, lockOf, oneMatch, someCriteria } from './conditional.ts';
import type { RecordContext } from '../context.ts';
import { names } from '../etag.ts';
import { changeEntries, guarded, lookedAt, mayWrite } from '../guard.ts';
import { mayBringIds } from '../imported-ids.ts';
import { asWritten, assignId, creation, demandPlace, replacement, unchanged, untouched } from '../make-change.ts';
import type { Resource, UpdateOptions, Written } from '../record.ts';
import { settleReferences } from './reference-conditions.ts';
import { locate, type Place } from '../store.ts';
import { authorOf } from '../write/owners.ts';
import type { UnitChange } from '../write/unit.ts';

/**
 * Replaces a resource, or creates it under an id that the client chose. The same content again makes no new version.
 * @throws Refusal `invalid`, `forbidden`, `rule-broken` `id-not-yours`; `condition-failed` when `ifMatch` names
 *   another version than the living one.
 */
export function update(
  context: RecordContext,
  call: Call,
  sent: Resource,
  options: UpdateOptions = {},
): Promise<Written> {
  const type = String(sent?.resourceType);
  const id = String(sent?.id);
  return guarded(context, call, { action: 'U', kind: 'update', type, entity: `${type}/${id}` }, async (allow) => {
    const resource = await updatable(context, sent);
    return commit(context, async (tx) => {
      const [place] = (await locate(tx, [{ type, id }])) as [Place];
      // Before anything is said about what is there: may the caller see it at all?
      if (place.current) await mayWrite(tx, allow.visibility, [untouched(place)], context.runtime.now());
      demandPlace(place, mayBringIds(call.actor));
      demandVersion(place, options);
      await settleReferences(context, tx, call, resource);
      return replace(context, tx, call, allow, 'update', resource, place);
    });
  });
}

/**
 * Replaces what the criteria find; creates it when they find nothing.
 * @throws Refusal as `update`; `condition-failed` when several match.
 */
export function conditionalUpdate(
  context: RecordContext,
  call: Call,
  query: string,
  sent: Resource,
  options: UpdateOptions = {},
): Promise<Written> {
  const type = String(sent?.resourceType);
  return guarded(context, call, { action: 'U', kind: 'update', type, query }, async (allow) => {
    const criteria = someCriteria(type, query);
    const resource = await updatable(context, sent, { needsId: false });
    return commit(
      context,
      async (tx) => {
        const match = oneMatch(await findAll(context, tx, call, [criteria]), criteria);
        const id = match?.id ?? resource.id;
        if (match && resource.id !== undefined && resource.id !== match.id) throw idDiffers(resource.id, match.id);
        await settleReferences(context, tx, call, resource);
        if (id === undefined) {
          if (options.ifMatch !== undefined) throw nothingFits(type);
          const at = context.runtime.now();
          const id = assignId(resource, context.runtime);
          const change = creation(resource, id, at, context.searchParameters.current);
          return finish(tx, call, allow, 'update', change, at);
        }
        const [place] = (await locate(tx, [{ type, id }])) as [Place];
        if (place.current) await mayWrite(tx, allow.visibility, [untouched(place)], context.runtime.now());
        demandPlace(place, mayBringIds(call.actor));
        if (!match) demandEmpty(place);
        demandVersion(place, options);
        return replace(context, tx, call, allow, 'update', { ...resource, id }, place);
      },
      { locks: [lockOf(criteria)] },
    );
  });
}

/**
 * What the criteria do not find is created under the id that it brings: somebody else's place is not to be taken. R5
 * says in words what R4 means by create. https://hl7.org/fhir/R5/http.html#cond-update
 * @throws Refusal `conflict` `id-taken`
 */
export function demandEmpty({ type, id, current }: Pick<Place, 'type' | 'id' | 'current'>): void {
  if (!current) return;
  const says = `No ${type} fits these criteria, and ${type}/${id} is another one. Leave the id out, or put it by its id.`;
  throw new Refusal('conflict', 'id-taken', says);
}

export const nothingFits = (type: string): Refusal =>
  new Refusal(
    'condition-failed',
    'other-version',
    `If-Match asks for a version, but no ${type} fits these criteria. Leave If-Match out to create one.`,
  );

export const idDiffers = (sent: string, found: string): Refusal =>
  new Refusal(
    'invalid',
    'id-differs',
    `The resource has the id '${sent}', but the address means '${found}'. Make them the same.`,
  );

/** What PUT may carry. @throws Refusal `invalid`. */
export async function updatable(
  context: RecordContext,
  sent: Resource,
  { needsId = true, tx }: { needsId?: boolean; tx?: Tx } = {},
): Promise<Resource> {
  const resource = await validResource(context, sent, tx);
  knownType(resource.resourceType);
  if (needsId && (resource.id === undefined || !idForm.test(resource.id))) {
    throw new Refusal('invalid', 'no-id', 'The resource needs the id that stands in the address.');
  }
  demandFreeId(context, resource);
  resolvedReferences(resource);
  return resource;
}

/**
 * An entry of the trail must not have a double that somebody wrote under its number.
 * @throws Refusal `rule-broken` `id-not-yours`
 */
export function demandFreeId({ virtualTypes }: RecordContext, { resourceType: type, id }: Resource): void {
  if (id === undefined || !virtualTypes[type]?.gives(id)) return;
  const says = `Ids such as ${type}/${id} are given by the server only. Choose another, or let it choose: POST ${type}.`;
  throw new Refusal('rule-broken', 'id-not-yours', says);
}

/**
 * If-Match and If-None-Match. https://hl7.org/fhir/R4/http.html#concurrency
 * @throws Refusal `condition-failed` `other-version`, or `exists` for what should not be there.
 */
export function demandVersion(
  { type, id, current }: Pick<Place, 'type' | 'id' | 'current'>,
  { ifMatch, ifNoneMatch }: UpdateOptions,
): void {
  if (ifMatch !== undefined && !names(ifMatch, current?.version)) {
    const ours = [ifMatch].flat().filter((version) => version !== 0);
    const wanted = ifMatch === '*' ? 'any version' : ours.length > 0 ? `version ${ours}` : 'another version';
    const now = current ? `version ${current.version} is` : 'nothing is';
    throw new Refusal(
      'condition-failed',
      'other-version',
      `If-Match asks for ${wanted} of ${type}/${id}, but ${now} there now. Read it again, then repeat.`,
    );
  }
  if (ifNoneMatch !== undefined && names(ifNoneMatch, current?.version)) {
    throw new Refusal(
      'condition-failed',
      'exists',
      `If-None-Match says that ${type}/${id} should not be there, but version ${current?.version} is.`,
    );
  }
}

/** Prepares the new version at its place. */
export async function replace(
  context: RecordContext,
  tx: Tx,
  call: Call,
  allow: Allow,
  kind: Interaction,
  resource: Resource,
  place: Place,
): Promise<Prepared<Written>> {
  const at = context.runtime.now();
  const change = replacement(resource, place, {
    at,
    catalogue: context.searchParameters.current,
    importing: mayBringIds(call.actor),
  });
  if (change) return finish(tx, call, allow, kind, change, at);
  const result = unchanged(place);
  return { unit: await lookedAt(context, call, kind, allow.rule, [result]), result };
}

async function finish(
  tx: Tx,
  call: Call,
  { visibility, rule }: Allow,
  kind: Interaction,
  change: UnitChange,
  at: Date,
): Promise<Prepared<Written>> {
  await mayWrite(tx, visibility, [change], at);
  const unit = { changes: [change], at, ...authorOf(call), audit: changeEntries(call, at, kind, rule, [change]) };
  return { unit, result: asWritten(change, at) };
}
