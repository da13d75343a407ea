/** The members of a compartment as criteria. https://hl7.org/fhir/R4/compartmentdefinition.html */
import { type CompartmentType, memberParameters } from '#libs/fhir/compartments.ts';
import { resourceTypes } from '#libs/fhir/resource-types.ts';
import { searchParameter } from '#libs/fhir/search/parameters.ts';
import { isLookup, referenceHash } from '#libs/fhir/search/values.ts';
import { isPersonal } from './compartments.ts';
import { type Criterion, nothing, type TokenCriterion } from './criteria.ts';

/** What members of these types fulfil; of no type: of every type. One's own compartment one belongs to. */
export function membersOf(compartment: CompartmentType, id: string, types: readonly string[]): Criterion[] {
  const asked = types.length > 0 ? types : resourceTypes;
  const reference = `${compartment}/${id}`;
  const itself: Criterion[] = asked.includes(compartment) ? [{ kind: 'named', references: [reference] }] : [];
  const [only] = types;
  if (types.length === 1 && only !== undefined) {
    const members = criterionOf(only, storedAs(compartment, only), reference);
    return itself.length === 0 ? [members] : [{ kind: 'either', any: [...itself, members] }];
  }
  const bySame = Map.groupBy(
    asked.filter((type) => storedAs(compartment, type).length > 0),
    (type) => storedAs(compartment, type).join(),
  );
  const any = [...bySame.values()].map((same): Criterion => {
    const hashes = storedAs(compartment, same[0] as string).map((param) => referenceHash(param, reference));
    const refers: Criterion = { kind: 'tokens', any: hashes, negated: false, lookup: 0 };
    return { kind: 'all', all: [{ kind: 'types', types: same }, refers] };
  });
  return [way(compartment, reference, asked), { kind: 'either', any: [...itself, ...any] }];
}

function storedAs(compartment: CompartmentType, type: string): string[] {
  const parameters = memberParameters(compartment, type).map((code) => searchParameter(type, code));
  return [...new Set(parameters.flatMap((parameter) => parameter?.storedAs ?? []))];
}

/** What leads to the rows: the compartment of the same patient, or record.leads. */
function criterionOf(type: string, params: readonly string[], reference: string): TokenCriterion {
  if (params.length === 0) return nothing;
  const target = reference.slice(0, reference.indexOf('/'));
  const any = params.map((param) => referenceHash(param, reference));
  const found = { kind: 'tokens', any, negated: false } as const;
  const indexed = params.filter((param) => isLookup(type, param, target));
  if (indexed.length === params.length && target !== 'Patient') return { ...found, lookup: 2 };
  if (!isPersonal(type) || !isPersonal(target)) return { ...found, lookup: 0 };
  return { ...found, lookup: 0, beside: { references: [reference], tokens: any } };
}

/** The same across types: where rows lie that refer to it. */
function way(compartment: CompartmentType, reference: string, types: readonly string[]): Criterion {
  const tokens = types.flatMap((type) => storedAs(compartment, type).map((param) => referenceHash(param, reference)));
  return { kind: 'near', beside: { references: [reference], tokens: [...new Set(tokens)] } };
}
