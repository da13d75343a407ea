/**
 * What a reference leads to inside of its Bundle: is it of a type that may stand at its end? What leads elsewhere is
 * judged by its text (check.ts). https://hl7.org/fhir/R4/bundle.html#references
 */
import { model } from '../profiles/model.ts';
import type { ProfileCheck } from './profile-check.ts';
import { resolve } from './scope.ts';

/** What is wrong with a literal reference that stands in the element `name` of the type `holderType`. */
export function targetProblem(
  check: ProfileCheck,
  reference: unknown,
  holderType: string,
  name: string,
): string | undefined {
  if (typeof reference !== 'string' || reference.startsWith('#')) return undefined;
  const found = resolve(check.scope, reference);
  const targets = found && targetsOf(holderType, name);
  const type = String(found?.resource.resourceType);
  return !targets || targets.includes(type) ? undefined : `This leads to a ${type}. Allowed: ${targets.join(', ')}.`;
}

/** Types that R4 lets the element refer to; undefined for any. */
function targetsOf(holderType: string, name: string): readonly string[] | undefined {
  const field = model()
    .get(holderType)
    ?.fields.find((one) => one.name === name);
  return field?.jsonNames.find(({ type }) => type.name === 'Reference')?.type.targets;
}
