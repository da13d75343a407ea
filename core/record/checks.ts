/** What is asked of every resource before it is written: a known type, valid by R4, references that can be resolved. */
import { forEachReference, type ReferenceHolder } from '#libs/fhir/references.ts';
import { resourceTypes, typeNumber } from '#libs/fhir/resource-types.ts';
import type { Tx } from '../db/database.ts';
import { type Issue, Refusal } from '../refusal/refusal.ts';
import type { RecordContext } from './context.ts';
import { judge } from './judge.ts';
import type { Resource } from './record.ts';
import { locate } from './store.ts';

/**
 * What the record stores. Parameters and OperationOutcome have no endpoint: they are what is said, not what is kept.
 */
export const storedTypes: readonly string[] = resourceTypes.filter(
  (type) => type !== 'Parameters' && type !== 'OperationOutcome',
);
const stored = new Set(storedTypes);

/** @throws Refusal `not-found` `unknown-type` for a type that R4 does not have or that is never stored. */
export function knownType(type: string): void {
  if (!stored.has(type)) {
    throw new Refusal(
      'not-found',
      'unknown-type',
      `There is no resource type '${shown(type)}' to be stored in FHIR R4.`,
    );
  }
}

/** The id as R4 allows it. https://hl7.org/fhir/R4/datatypes.html#id */
export const idForm = /^[A-Za-z0-9\-.]{1,64}$/;

/** A piece of the client's text inside a message: short and printable. */
export const shown = (text: string): string => text.slice(0, 64).replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?');

/**
 * Valid R4, and what the profiles that it claims demand. Returns the value as a resource. `tx`: where vocabularies are
 * asked inside a transaction.
 * @throws Refusal `invalid` with what is wrong, element by element.
 */
export async function validResource(context: RecordContext, value: unknown, tx?: Tx): Promise<Resource> {
  const resource = resourceForm(value);
  refuseErrors(await judge(context, resource, { tx }));
  return resource;
}

/** The value as a resource of a type that there is. @throws Refusal `invalid`. */
export function resourceForm(value: unknown): Resource {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal('invalid', 'not-a-resource', 'Send one FHIR resource: a JSON object with a resourceType.');
  }
  const type = (value as { resourceType?: unknown }).resourceType;
  if (typeof type !== 'string' || typeNumber(type) === undefined) {
    throw new Refusal(
      'invalid',
      'unknown-type',
      `resourceType must name a resource type of FHIR R4, not '${shown(String(type))}'.`,
    );
  }
  return value as Resource;
}

/** @throws Refusal `invalid` `invalid-resource` when there are errors among the issues. */
export function refuseErrors(all: readonly Issue[]): void {
  const issues = all.filter(({ severity }) => severity === 'error' || severity === 'fatal');
  if (issues.length > 0) throw new Refusal('invalid', 'invalid-resource', { issues: issues.slice(0, 100) });
}

export interface FoundReference {
  readonly holder: ReferenceHolder;
  /** As the client wrote it. */
  readonly text: string;
  readonly path: string;
  /** True for Reference.reference, false for a urn in another element, which may be a mere name. */
  readonly literal: boolean;
}

/**
 * Every reference of a resource, with where it stands. A Bundle that is stored (a document, a message) is closed in
 * itself: its references mean its own entries. `known`: fullUrls, which addresses and links may hold too.
 */
export function referencesOf(resource: Resource, known?: ReadonlySet<string>): FoundReference[] {
  const found: FoundReference[] = [];
  if (resource.resourceType === 'Bundle') return found;
  forEachReference(
    resource,
    (holder, path) => {
      const text = holder.reference;
      if (typeof text !== 'string') return;
      const literal = Object.getOwnPropertyDescriptor(holder, 'reference')?.get === undefined;
      found.push({ holder, text, path, literal });
    },
    known,
  );
  return found;
}

/** `Practitioner?identifier=…` (reference-conditions.ts). */
export const conditionalReference = /^([A-Z][A-Za-z]{2,60})\?(.+)$/s;

/** Outside a transaction there are no other entries to point to. @throws Refusal `invalid` `unresolved-reference`. */
export function resolvedReferences(resource: Resource): void {
  for (const { text, path, literal } of referencesOf(resource)) {
    if (literal && text.startsWith('urn:uuid:')) {
      throw unresolved(path, text, 'Such a reference is resolved only inside a transaction bundle.');
    }
  }
}

export function unresolved(path: string, text: string, why: string): Refusal {
  const issue: Issue = {
    severity: 'error',
    code: 'not-found',
    diagnostics: `${path}: the reference '${shown(text)}' leads nowhere. ${why}`,
    expression: `${path}.reference`,
  };
  return new Refusal('invalid', 'unresolved-reference', { issues: [issue] });
}

const local = /^([A-Z][A-Za-z]{2,60})\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([^/]+))?$/;

interface WantedReference {
  readonly type: string;
  readonly id: string;
  readonly version: string | undefined;
  readonly text: string;
  readonly path: string;
}

/**
 * With the setting `references: check`, literal references to this server must lead to something that lives, or to what
 * the same bundle makes (`made`: `Type/id`); one to a version, to a version that there is.
 * @throws Refusal `invalid` `unresolved-reference`.
 */
export async function livingReferences(
  { settings }: RecordContext,
  tx: Tx,
  resources: readonly Resource[],
  made: ReadonlySet<string> = new Set(),
): Promise<void> {
  if (settings.references !== 'check') return;
  const wanted = new Map<string, WantedReference>();
  for (const resource of resources) {
    for (const { holder, path } of referencesOf(resource)) {
      const text = holder.reference ?? '';
      const [, type, id, version] = local.exec(text) ?? [];
      if (!type || !id || !stored.has(type) || made.has(`${type}/${id}`)) continue;
      wanted.set(text, { type, id, version, text, path });
    }
  }
  const asked = [...wanted.values()];
  const places = await locate(tx, asked);
  places.forEach(({ current, tombstone }, place) => {
    const { path, text, version } = asked[place] as WantedReference;
    if (version !== undefined) {
      // Versions count from one; the tombstone is one, too, but there is nothing in it to refer to.
      const last = current?.version ?? (tombstone ?? 1) - 1;
      if (!/^\d{1,9}$/.test(version) || Number(version) < 1 || Number(version) > last) {
        throw unresolved(path, text, 'There is no such version.');
      }
    } else if (!current) throw unresolved(path, text, 'Create that resource first, or in the same transaction.');
  });
}
