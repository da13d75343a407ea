/** $validate. https://hl7.org/fhir/R4/resource-operation-validate.html */
import type { Call } from '../access/actor.ts';
import { type Issue, Refusal } from '../refusal/refusal.ts';
import { knownType } from './checks.ts';
import type { RecordContext } from './context.ts';
import { guarded } from './guard.ts';
import { judge } from './judge.ts';
import { read } from './read.ts';

export interface ValidateParameters {
  resource?: unknown;
  mode?: string;
  /** Profiles that the resource must fit, besides those that it claims. */
  profiles?: readonly string[];
  /** The instance that is asked about. */
  id?: string;
}

const modes = new Set(['create', 'update', 'delete', 'profile']);
const mostProfiles = 20;

/**
 * What is wrong with a resource, as issues; one `information` when nothing is. Nothing is stored. Without a resource
 * the stored instance is looked at. The mode says what would be done: a create brings no id, an update brings that of
 * the instance, a profile check demands a profile.
 * @throws Refusal `invalid` when there is nothing to validate or the mode is unknown; as `read` for an instance.
 */
export async function validateOperation(
  context: RecordContext,
  call: Call,
  type: string | undefined,
  parameters: ValidateParameters,
): Promise<Issue[]> {
  const { mode, profiles = [], id } = parameters;
  if (mode !== undefined && !modes.has(mode)) {
    throw new Refusal('invalid', 'unknown-mode', 'The mode is one of create, update, delete, profile.');
  }
  if (profiles.length > mostProfiles) {
    throw new Refusal('invalid', 'too-many-profiles', `Ask for at most ${mostProfiles} profiles at once.`);
  }
  if (mode === 'profile' && profiles.length === 0) {
    throw new Refusal('invalid', 'no-profile', 'The mode profile needs a profile: the parameter of that name.');
  }
  // An instance must be there, and may be seen: reading it says so and leaves its own entry in the trail.
  const isAsked = parameters.resource !== undefined && mode !== 'delete';
  const stored = type !== undefined && id !== undefined ? await read(context, call, type, id) : undefined;
  const resource = isAsked || !stored ? parameters.resource : (JSON.parse(stored.content) as unknown);
  return guarded(context, call, { action: 'E', kind: 'validate', ...(type ? { type } : {}) }, async () => {
    if (type !== undefined) knownType(type);
    if (mode === 'delete') return [fine('Deleting breaks no rule of this server.')];
    if (resource === undefined) {
      throw new Refusal(
        'invalid',
        'no-resource',
        'Send the resource itself, or Parameters with a parameter named resource.',
      );
    }
    await context.definitions.refresh();
    const issues = await judge(context, resource, { profiles, purpose: 'validate' });
    issues.unshift(...misplaced(resource, type, id, mode));
    return issues.length > 0 ? issues : [fine('No issues: the resource is valid.')];
  });
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

const fine = (diagnostics: string): Issue => ({ severity: 'information', code: 'informational', diagnostics });
