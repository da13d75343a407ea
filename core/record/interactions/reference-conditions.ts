/**
 * Conditional references (`Practitioner?identifier=…`) in what is written, inside transactions and outside.
 * https://hl7.org/fhir/R4/http.html#trules
 */
import type { Call } from '../../access/actor.ts';
import type { Tx } from '../../db/database.ts';
import { conditionalReference, type FoundReference, livingReferences, referencesOf, unresolved } from '../checks.ts';
import { type Criteria, findAll, type Matches, matchesOf, someCriteria } from './conditional.ts';
import type { RecordContext } from '../context.ts';
import type { Resource } from '../record.ts';

const ownForm = /^\/([A-Z][A-Za-z]{2,60}\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[^/]+)?)$/;

/**
 * The reference as it is kept: `https://this.server/fhir/R4/Patient/x` is `Patient/x`, and so lies in that patient's
 * compartment and is found as such. https://hl7.org/fhir/R4/references.html#literal
 */
export function relative({ literal, text }: FoundReference, base: string): string {
  if (!literal || !text.startsWith(base)) return text;
  return ownForm.exec(text.slice(base.length))?.[1] ?? text;
}

export interface ConditionalReference extends FoundReference {
  readonly criteria: Criteria;
}

/** The criteria that stand in the place of a reference, if they do. @throws Refusal `invalid` for empty ones. */
export function criteriaIn({ literal, text }: FoundReference): Criteria | undefined {
  const [, type, query] = (literal && conditionalReference.exec(text)) || [];
  return type && query ? someCriteria(type, query) : undefined;
}

/**
 * Puts the id of what the criteria find in their place. `brought`: ids of what is being written and fits, too.
 * @throws Refusal `invalid` unless it is exactly one.
 */
export function resolveConditional(
  { holder, text, path, criteria }: ConditionalReference,
  matches: Matches,
  brought: readonly string[] = [],
): void {
  const found = [...new Set([...matchesOf(matches, criteria).map(({ id }) => id), ...brought])];
  if (found.length !== 1) {
    const why = found.length === 0 ? 'Nothing fits these criteria.' : 'More than one resource fits these criteria.';
    throw unresolved(path, text, why);
  }
  holder.reference = `${criteria.type}/${found[0]}`;
}

/**
 * Makes the references of one resource ready to be stored, in place and from what the client wrote: it can be done
 * again with what is there by then. @throws Refusal `invalid` `unresolved-reference`.
 */
export async function settleReferences(context: RecordContext, tx: Tx, call: Call, resource: Resource): Promise<void> {
  await resolveInPlace(context, tx, call, conditionalIn(context, resource));
  await livingReferences(context, tx, [resource]);
}

/** Remembered with the resource: once resolved, the text no longer says that it was a question. */
const asked = new WeakMap<Resource, readonly ConditionalReference[]>();

function conditionalIn({ settings }: RecordContext, resource: Resource): readonly ConditionalReference[] {
  const before = asked.get(resource);
  if (before) return before;
  const found = referencesOf(resource).flatMap((reference) => {
    const text = relative(reference, settings.baseUrl);
    if (text !== reference.text) reference.holder.reference = text;
    const criteria = criteriaIn(reference);
    return criteria ? [{ ...reference, criteria }] : [];
  });
  asked.set(resource, found);
  return found;
}

async function resolveInPlace(
  context: RecordContext,
  tx: Tx,
  call: Call,
  references: readonly ConditionalReference[],
): Promise<void> {
  if (references.length === 0) return;
  const matches = await findAll(
    context,
    tx,
    call,
    references.map(({ criteria }) => criteria),
  );
  for (const reference of references) resolveConditional(reference, matches);
}
