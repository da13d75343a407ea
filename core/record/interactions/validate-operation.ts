/** $validate. https://hl7.org/fhir/R4/resource-operation-validate.html */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Call } from '../../access/actor.ts';
import { authorize, type Visibility } from '../../access/index.ts';
import { type Issue, Refusal } from '../../refusal/refusal.ts';
import { knownType, livingReferences, resolvedReferences, shown, storedTypes } from '../checks.ts';
import type { RecordContext } from '../context.ts';
import { guarded, mayWrite } from '../guard.ts';
import { judge } from '../judge.ts';
import { mayBringIds } from '../imported-ids.ts';
import { assignId, creation, replacement, untouched } from '../make-change.ts';
import { read } from './read.ts';
import type { Resource } from '../record.ts';
import { locate, type Place } from '../store.ts';

export interface ValidateParameters {
  resource?: unknown;
  mode?: string;
  /** Profiles that the resource must fit, besides those that it claims. */
  profiles?: readonly string[];
  /** How many contexts of use were named. */
  usageContexts?: number;
  /** Where in the body the resource stood: `Parameters.parameter[0].resource`. */
  place?: string;
  /** The instance that is asked about. */
  id?: string;
}

const modes = new Set(['create', 'update', 'delete', 'profile']);
const mostProfiles = 20;

/**
 * What is wrong with a resource, as issues; one `information` when nothing is. Nothing is stored. Without a resource
 * the stored instance is looked at. The mode says what would be done, and whether that would be accepted from this
 * caller is told too: a create brings no id, an update brings that of the instance, a profile check demands a profile,
 * a deletion an instance.
 * @throws Refusal `invalid` when there is nothing to validate or the mode is unknown; as `read` for an instance.
 */
export async function validateOperation(
  context: RecordContext,
  call: Call,
  type: string | undefined,
  parameters: ValidateParameters,
): Promise<Issue[]> {
  const { mode, profiles = [], id } = parameters;
  demandSense(type, parameters);
  // An instance must be there, and may be seen: reading it says so and leaves its own entry in the trail.
  const isAsked = parameters.resource !== undefined && mode !== 'delete';
  const stored = type !== undefined && id !== undefined ? await read(context, call, type, id) : undefined;
  const resource = isAsked || !stored ? parameters.resource : (JSON.parse(stored.content) as unknown);
  return guarded(context, call, { action: 'E', kind: 'validate', ...(type ? { type } : {}) }, async () => {
    if (type !== undefined) knownType(type);
    if (mode === 'delete') {
      const refused = await refusedBy(async () => void authorize(call.actor, 'delete', type));
      return refused.length > 0 ? refused : [fine('Deleting breaks no rule of this server.')];
    }
    if (resource === undefined) {
      throw new Refusal(
        'invalid',
        'no-resource',
        'Send the resource itself, or Parameters with a parameter named resource.',
      );
    }
    await context.definitions.refresh();
    // A server may not refuse a resource because of extensions that it does not know; whether one conforms is another
    // question. https://hl7.org/fhir/R4/extensibility.html
    const demandsKnownExtensions = mode !== 'create' && mode !== 'update';
    const issues = await judge(context, resource, { profiles, purpose: 'validate', demandsKnownExtensions });
    issues.unshift(...misplaced(resource, type, id, mode));
    if (mode === 'create' || mode === 'update')
      issues.push(...(await unacceptable(context, call, mode, resource, issues)));
    if (parameters.usageContexts) issues.push(noUse);
    return issues.length > 0 ? issues : [fine('No issues: the resource is valid.')];
  });
}

/** @throws Refusal `invalid` for questions that nobody can answer. */
function demandSense(type: string | undefined, { mode, profiles = [], id }: ValidateParameters): void {
  if (mode !== undefined && !modes.has(mode)) {
    throw new Refusal('invalid', 'unknown-mode', 'The mode is one of create, update, delete, profile.');
  }
  if (profiles.length > mostProfiles) {
    throw new Refusal('invalid', 'too-many-profiles', `Ask for at most ${mostProfiles} profiles at once.`);
  }
  const relative = profiles.find((url) => !/^[a-z][a-z0-9+.-]*:\S+$/i.test(url));
  if (relative !== undefined) {
    const says = `A profile is named by its canonical address, such as http://…; '${shown(relative)}' is none.`;
    throw new Refusal('invalid', 'no-canonical', says);
  }
  if (mode === 'profile' && profiles.length === 0) {
    throw new Refusal('invalid', 'no-profile', 'The mode profile needs a profile: the parameter of that name.');
  }
  if (mode === 'delete' && (type === undefined || id === undefined)) {
    throw new Refusal(
      'invalid',
      'no-instance',
      'The mode delete needs an instance: ask at its address, Type/id/$validate.',
    );
  }
}

/** Is it a resource of the address at all? */
function misplaced(
  resource: unknown,
  type: string | undefined,
  id: string | undefined,
  mode: string | undefined,
): Issue[] {
  const found = (resource ?? {}) as { resourceType?: unknown; id?: unknown };
  if (type !== undefined && found.resourceType !== type) {
    return [{ severity: 'error', code: 'invalid', diagnostics: `Expected a ${type}.`, expression: type }];
  }
  const where = { code: 'value', expression: `${String(found.resourceType)}.id` };
  if (mode === 'update' && found.id === undefined) {
    return [{ severity: 'error', ...where, code: 'required', diagnostics: 'An update carries the id of its address.' }];
  }
  if (mode === 'update' && id !== undefined && found.id !== id) {
    return [{ severity: 'error', ...where, diagnostics: `An update carries the id of its address, ${id}.` }];
  }
  if (mode === 'create' && found.id !== undefined) {
    return [
      {
        severity: 'information',
        ...where,
        diagnostics: 'A create is given an id by the server; this one is not kept.',
      },
    ];
  }
  return [];
}

/** Why this caller could not create or update a resource that is valid: rights, and the rules of this server. */
async function unacceptable(
  context: RecordContext,
  call: Call,
  mode: 'create' | 'update',
  sent: unknown,
  issues: readonly Issue[],
): Promise<Issue[]> {
  const resource = sent as Resource;
  const type = String(resource?.resourceType);
  if (issues.some(isError) && typeNumber(type) === undefined) return [];
  if (!storedTypes.includes(type)) {
    const diagnostics = `This server stores no ${shown(type)}.`;
    return [{ severity: 'error', code: 'not-supported', diagnostics, expression: shown(type) }];
  }
  return refusedBy(async () => {
    const { visibility } = authorize(call.actor, mode, type);
    // Of what is not valid nobody can say whose it would be.
    if (!issues.some(isError)) await refuseUnfit(context, call, visibility, mode, resource);
  });
}

/** What a write would refuse beyond validity. @throws Refusal. */
async function refuseUnfit(
  { database, runtime, settings, ...context }: RecordContext,
  call: Call,
  visibility: Visibility,
  mode: 'create' | 'update',
  resource: Resource,
): Promise<void> {
  resolvedReferences(resource);
  await livingReferences({ database, runtime, settings, ...context }, database, [resource]);
  const { resourceType: type, id } = resource;
  const at = runtime.now();
  const catalogue = context.searchParameters.current;
  if (mode === 'create' || id === undefined) {
    return mayWrite(database, visibility, [creation(resource, assignId(resource, runtime), at, catalogue)], at);
  }
  const [place] = (await locate(database, [{ type, id }])) as [Place];
  if (place.current) await mayWrite(database, visibility, [untouched(place)], at);
  const change = replacement(resource, place, { at, catalogue, importing: mayBringIds(call.actor) });
  if (change) await mayWrite(database, visibility, [change], at);
}

/** The issues of a refusal; none when nothing was refused. */
async function refusedBy(work: () => Promise<void>): Promise<Issue[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [...error.issues];
    throw error;
  }
}

const isError = ({ severity }: Issue): boolean => severity === 'error' || severity === 'fatal';

const fine = (diagnostics: string): Issue => ({ severity: 'information', code: 'informational', diagnostics });

/** https://hl7.org/fhir/R5/resource-operation-validate.html: contexts choose among additional bindings. */
const noUse = fine('usageContext changes nothing here: no profile of R4 has bindings for some contexts only.');
