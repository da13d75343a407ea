/** $validate. https://hl7.org/fhir/R4/resource-operation-validate.html */
import { validate } from '#libs/fhir/validate.ts';
import type { Call } from '../access/actor.ts';
import { type Issue, Refusal } from '../refusal/refusal.ts';
import { knownType } from './checks.ts';
import type { RecordContext } from './context.ts';
import { guarded } from './guard.ts';

export interface ValidateParameters {
  resource?: unknown;
  mode?: string;
  profile?: string;
}

const modes = new Set(['create', 'update', 'delete', 'profile']);

/**
 * What is wrong with a resource, as issues; one `information` when nothing is. Nothing is stored. A profile is accepted
 * and named as not checked: only the base definitions are compiled so far.
 * @throws Refusal `invalid` when there is nothing to validate or the mode is unknown.
 */
export function validateOperation(
  context: RecordContext,
  call: Call,
  type: string | undefined,
  { resource, mode, profile }: ValidateParameters,
): Promise<Issue[]> {
  return guarded(context, call, { action: 'E', kind: 'validate', ...(type ? { type } : {}) }, async () => {
    if (type !== undefined) knownType(type);
    if (mode !== undefined && !modes.has(mode)) {
      throw new Refusal('invalid', 'unknown-mode', 'The mode is one of create, update, delete, profile.');
    }
    if (mode === 'delete') return [fine('Deleting breaks no rule of this server.')];
    if (resource === undefined) {
      throw new Refusal(
        'invalid',
        'no-resource',
        'Send the resource itself, or Parameters with a parameter named resource.',
      );
    }
    const issues = validate(resource);
    const found = (resource as { resourceType?: unknown } | null)?.resourceType;
    if (type !== undefined && found !== type) {
      issues.unshift({ severity: 'error', code: 'invalid', diagnostics: `Expected a ${type}.`, expression: type });
    }
    const notes = profile === undefined ? [] : [unchecked(profile)];
    return issues.length > 0 ? [...issues, ...notes] : [fine('No issues: the resource is valid FHIR R4.'), ...notes];
  });
}

const fine = (diagnostics: string): Issue => ({ severity: 'information', code: 'informational', diagnostics });

const unchecked = (profile: string): Issue => ({
  severity: 'warning',
  code: 'not-supported',
  diagnostics: `Checked against the base definition only, not against the profile ${profile.slice(0, 200)}.`,
});
