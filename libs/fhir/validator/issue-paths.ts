/** Paths of issues as FHIRPath: a choice has one name there (`value`), and several in JSON (`valueQuantity`). */
import { elementsByJson, isResourceType } from '../elements.ts';

type Json = { [name: string]: unknown };

/** `Observation.valueQuantity.code` → `Observation.value.code`. What is no element stays as it is. */
export function asFhirPath(expression: string, resource: Json): string {
  // Only names that go on with a capital letter may be forms of a choice.
  if (!/\.[a-z]+[A-Z]/.test(expression)) return expression;
  let type: string | undefined = String(resource.resourceType);
  let value: unknown = resource;
  const [first = '', ...steps] = expression.split('.');
  const written = steps.map((step) => {
    const [, name = '', index] = /^(\w+)(?:\[(\d+)\])?$/.exec(step) ?? [];
    const element = type === undefined ? undefined : elementsByJson(type).get(name);
    const inner = (value as Json | null | undefined)?.[name];
    value = index === undefined ? inner : (inner as unknown[] | undefined)?.[Number(index)];
    const own = (value as Json | null | undefined)?.resourceType;
    type = typeof own === 'string' && isResourceType(own) ? own : element?.type;
    return element?.element.choice ? step.replace(name, element.element.name) : step;
  });
  return [first, ...written].join('.');
}
