/** `_filter`: an expression over search parameters, as criteria. https://hl7.org/fhir/R4/search_filter.html */
import type { Refusal } from '#core/refusal/refusal.ts';
import type { Criterion } from './criteria.ts';
import { chainTo, kindsOf, parseCriterion, type Scope } from './criterion.ts';
import { compared } from './filter-comparison.ts';
import { type Comparison, type Filter, readFilter, type Step } from './filter-syntax.ts';
import { badParameter } from './limits.ts';

/**
 * What a filter asks, and how many comparisons it has.
 * @throws Refusal `invalid` for what is no filter, and for names that are not known: nothing of it is left out.
 */
export function parseFilter(scope: Scope, text: string): { criterion: Criterion; comparisons: number } {
  const { filter, comparisons } = readFilter(text);
  return { criterion: criterionOf(scope, filter) as Criterion, comparisons };
}

/** Undefined when a name is not known for these types; at the root that is refused. */
function criterionOf(scope: Scope, filter: Filter): Criterion | undefined {
  switch (filter.kind) {
    case 'not': {
      const not = criterionOf(scope, filter.part);
      return not && { kind: 'not', not };
    }
    case 'and':
    case 'or': {
      const parts = filter.parts.map((part) => criterionOf(scope, part)).filter((part) => part !== undefined);
      if (parts.length < filter.parts.length) return undefined;
      return filter.kind === 'and' ? { kind: 'all', all: parts } : { kind: 'either', any: parts };
    }
    case 'comparison': {
      const all = comparisonCriteria(scope, filter);
      if (!all && scope.depth === 0) throw unknown(scope, filter);
      return all && (all.length === 1 ? all[0] : { kind: 'all', all });
    }
  }
}

function comparisonCriteria(scope: Scope, comparison: Comparison): Criterion[] | undefined {
  const [step, ...way] = comparison.way;
  if (step) return stepCriteria(scope, step, { ...comparison, way });
  const { name } = comparison;
  const kinds = name === '_list' ? [] : kindsOf(scope, name);
  const each = kinds.map(({ types, parameter }): Criterion[] => {
    const inner = kinds.length === 1 ? scope : { ...scope, types };
    const ask = (modifier: string, value: string) => parseCriterion(inner, `${name}${modifier}`, value) ?? [];
    const criteria = compared({ comparison, parameter, ask });
    return kinds.length === 1 ? criteria : [{ kind: 'all', all: [{ kind: 'types', types }, ...criteria] }];
  });
  return each.length > 1 ? [{ kind: 'either', any: each.flat() }] : each[0];
}

/** Along a reference: what it leads to fulfils the filter in brackets, and the rest. */
function stepCriteria(scope: Scope, { name, where }: Step, rest: Comparison): Criterion[] | undefined {
  return chainTo(scope, `_filter: ${pathOf({ ...rest, way: [{ name }, ...rest.way] })}`, name, (inner) => {
    const asked = where && criterionOf(inner, where);
    const criteria = comparisonCriteria(inner, rest);
    if (!criteria || (where && !asked)) return undefined;
    return asked ? [asked, ...criteria] : criteria;
  });
}

const pathOf = ({ way, name }: Comparison): string => [...way, { name }].map((step) => step.name).join('.');

function unknown({ types }: Scope, comparison: Comparison): Refusal {
  const where = types.length === 1 ? `for ${types[0]}` : 'for a search across types';
  const says = `'${pathOf(comparison)}' is not known ${where}. See the search parameters of the CapabilityStatement.`;
  return badParameter('_filter', says, 'unknown-parameter');
}
