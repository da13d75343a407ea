/** Which definitions come into use: what may be searched by, and what would take another one's place. */
import { compileCustom, type CustomDefinition, typesOf, UnusableParameter } from '#libs/fhir/search/custom.ts';
import { searchParameter } from '#libs/fhir/search/parameters.ts';
import { compileRows, finder } from './catalogue.ts';
import type { ParameterRow } from './store.ts';

/** In use at once: each is evaluated over every resource of its types that is written. */
const most = { parameters: 300, ofType: 30 };

/**
 * The resource types that a definition searches, if it may come into use beside the others.
 * @throws UnusableParameter that says why not.
 */
export function admitted(definition: CustomDefinition, others: readonly ParameterRow[]): string[] {
  const { code, url } = definition;
  const types = typesOf(definition);
  for (const type of types) {
    const standard = searchParameter(type, code);
    if (standard) {
      const says = standard.url === url ? 'is HL7’s own, and built in' : `would take the place of ${standard.url}`;
      throw new UnusableParameter(`${code} of ${type} ${says}. Choose another code, or leave it out.`);
    }
    const same = others.filter((other) => typesOf(other.definition).includes(type));
    const taken = same.find((other) => other.definition.code === code);
    if (taken) {
      const says = `${code} of ${type} would take the place of ${taken.url} (${placeOf(taken)})`;
      throw new UnusableParameter(`${says}. Retire that one first, or choose another code.`);
    }
    if (same.length >= most.ofType) {
      throw new UnusableParameter(`${type} has ${most.ofType} parameters of operators already, which is the limit.`);
    }
  }
  const twin = others.find((other) => other.url === url);
  if (twin) throw new UnusableParameter(`${url} is in use already: ${placeOf(twin)}.`);
  if (others.length >= most.parameters) {
    throw new UnusableParameter(`There are ${most.parameters} parameters of operators already, which is the limit.`);
  }
  compileCustom(definition, 0, finder(compileRows(others)));
  return types;
}

const placeOf = ({ source, id }: ParameterRow): string =>
  source === '' ? `SearchParameter/${id}` : `package ${source}`;
