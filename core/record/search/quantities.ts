/** Quantity parameters: numbers with prefixes and units. https://hl7.org/fhir/R4/search.html#quantity */
import { rangeKey } from '#libs/fhir/search/values.ts';
import { content, leaves, literal } from './content.ts';
import type { Box, Criterion } from './criteria.ts';
import { numberBoxes, quantityParts } from './ranges.ts';
import { quantityBoxes } from './units.ts';
import type { ValueContext } from './value-context.ts';

/**
 * One of the values. `5.4||mg` means the coded unit or the unit as people write it: the code is stored with the range;
 * the unit is asked of the content, of those rows only whose number is right.
 */
export function quantities({ name, parameter }: ValueContext, values: readonly string[]): Criterion {
  const any: Box[] = [];
  const written: Criterion[] = [];
  for (const value of values) {
    const parts = quantityParts(name, value);
    const keys = (unit: string | undefined) => parameter.storedAs.map((param) => rangeKey(param, unit));
    any.push(...quantityBoxes(name, parts, keys));
    const { human } = parts;
    if (human === undefined) continue;
    const numbers = numberBoxes(name, keys(undefined), parts.number);
    written.push({ kind: 'all', all: [{ kind: 'ranges', any: numbers }, unitCriterion(parameter, human, numbers)] });
  }
  const stored: Criterion = { kind: 'ranges', any };
  return written.length === 0 ? stored : { kind: 'either', any: [stored, ...written] };
}

const datatypes = { Quantity: [''], SimpleQuantity: [''], Age: [''], Duration: [''] };

/** The very quantity whose unit it is has the number. */
function unitCriterion(parameter: ValueContext['parameter'], unit: string, boxes: readonly Box[]): Criterion {
  const numbers = boxes.map(({ low, high }) => {
    const [from, to] = [Math.max(low[0], high[0]), Math.min(low[1], high[1])];
    const bounds = [
      ...(from > -Infinity ? [`@."value" >= ${from}`] : []),
      ...(to < Infinity ? [`@."value" <= ${to}`] : []),
    ];
    return `(${bounds.join(' && ') || 'exists(@."value")'})`;
  });
  const asked = `@."unit" == ${literal(unit)} && (${[...new Set(numbers)].join(' || ')})`;
  return content(leaves(parameter, datatypes).map((path) => `${path} ? (${asked})`));
}
