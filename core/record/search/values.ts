/** One search parameter with its modifier and values, as criteria. https://hl7.org/fhir/R4/search.html#ptypes */
import { presenceHash, rangeKey } from '#libs/fhir/search/values.ts';
import { compositeCriteria } from './composite.ts';
import { content, presence } from './content.ts';
import { type Criterion, everything, nothing } from './criteria.ts';
import { badParameter, limits } from './limits.ts';
import { quantities } from './quantities.ts';
import { splitAlternatives } from './query-string.ts';
import { dateBoxes, numberBoxes } from './ranges.ts';
import { references } from './references.ts';
import { strings, uris } from './strings.ts';
import { tokens } from './tokens.ts';
import { unknownModifier, type ValueContext } from './value-context.ts';

/**
 * All of these have to hold.
 * @throws Refusal `invalid` that names the parameter and says how to write it.
 */
export function criteriaOf(context: ValueContext, value: string): Criterion[] {
  const { name, parameter, modifier, now } = context;
  if (modifier === 'missing') return [missing(context, value)];
  const values = splitAlternatives(name, value);
  const keys = parameter.storedAs.map((param) => rangeKey(param));
  switch (parameter.type) {
    case 'token':
      return tokens(context, values);
    case 'reference':
      return [references(context, values)];
    case 'string':
      return [strings(context, values)];
    case 'uri':
      return uris(context, values);
  }
  if (modifier !== undefined) throw unknownModifier(context);
  switch (parameter.type) {
    case 'composite':
      return compositeCriteria(context, values).map((criterion) => boundedRanges(name, criterion));
    case 'quantity':
      return [boundedRanges(name, quantities(context, values))];
    case 'number':
      return [{ kind: 'ranges', any: values.flatMap((one) => numberBoxes(name, keys, one)) }];
    case 'date':
      return [{ kind: 'ranges', any: values.flatMap((one) => keys.flatMap((key) => dateBoxes(name, key, one, now))) }];
  }
}

/** Every range is compared with every stored one. */
function boundedRanges(name: string, criterion: Criterion): Criterion {
  if (rangesIn(criterion) <= limits.ranges) return criterion;
  throw badParameter(name, 'has too many values for their units. Ask for fewer at once.', 'too-many-values');
}

function rangesIn(criterion: Criterion): number {
  if (criterion.kind === 'ranges') return criterion.any.length;
  const inner = criterion.kind === 'either' ? criterion.any : criterion.kind === 'all' ? criterion.all : [];
  return inner.reduce((sum, one) => sum + rangesIn(one), 0);
}

/** `:missing`. What every resource has is never missing. */
export function missing(context: Pick<ValueContext, 'name' | 'parameter' | 'modifier'>, value: string): Criterion {
  const { name, parameter } = context;
  if (value !== 'true' && value !== 'false') throw badParameter(name, "':missing' takes true or false.");
  if (parameter.storedAs.length === 0) return value === 'true' ? nothing : everything;
  if (parameter.presence) {
    const any = parameter.storedAs.map((param) => presenceHash(param));
    return { kind: 'tokens', any, negated: value === 'true', lookup: 0 };
  }
  const paths = presence(parameter);
  if (!paths) throw unknownModifier(context as ValueContext);
  return content(paths, value === 'true');
}
