/** `_include` and `_revinclude`. https://hl7.org/fhir/R4/search.html#revinclude */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { onlyTarget, type SearchParameter, standardParameters } from '#libs/fhir/search/parameters.ts';
import { isCanonical } from './canonical.ts';
import { badParameter, printable } from './limits.ts';
import { type ParseOptions, parameterOf } from './parse-options.ts';

export interface Include {
  /** Resources refer back to the matches, instead of the matches to them. */
  readonly reverse: boolean;
  /** Also from what was included. */
  readonly iterate: boolean;
  /** The type that holds the reference; undefined: any. */
  readonly source: string | undefined;
  /** Names under which the reference is stored; undefined: any parameter. */
  readonly params: readonly string[] | undefined;
  /** Only references to this type. */
  readonly target: string | undefined;
  /** Of the parameters those that hold canonicals, and what these may name; undefined types: anything. */
  readonly canonicals: readonly CanonicalParameter[];
}

export interface CanonicalParameter {
  readonly params: readonly string[];
  readonly types: readonly string[] | undefined;
}

const canonicalsOf = (parameters: readonly SearchParameter[], target: string | undefined): CanonicalParameter[] =>
  parameters
    .filter((parameter) => isCanonical(parameter))
    .map(({ storedAs, targets }) => ({
      params: storedAs,
      types: target === undefined ? targets : (targets ?? [target]).filter((type) => type === target),
    }));

/** The canonicals of any parameter of a type, for `*`. */
export const allCanonicals = (
  type: string,
  target?: string,
  { parameters = standardParameters }: ParseOptions = {},
): CanonicalParameter[] => canonicalsOf(ready(parameters.parametersOf(type)), target);

const ready = (parameters: readonly SearchParameter[]): SearchParameter[] =>
  parameters.filter(({ unready }) => unready === undefined);

/**
 * `Type:parameter[:target]`, `Type:*`, or `*`. Undefined when there is no such reference parameter.
 * @throws Refusal for modifiers and forms that are not supported.
 */
export function parseInclude(name: string, value: string, options: ParseOptions): Include | undefined {
  const [word = '', modifier, ...more] = name.split(':');
  const reverse = word === '_revinclude';
  if (more.length > 0 || (modifier !== undefined && modifier !== 'iterate' && modifier !== 'recurse')) {
    throw badParameter(name, `the modifier ':${printable(modifier ?? '')}' is not supported; use ':iterate'.`);
  }
  const iterate = modifier !== undefined;
  if (value === '*' && !reverse) {
    return { reverse, iterate, source: undefined, params: undefined, target: undefined, canonicals: [] };
  }
  const [source = '', code, target, ...rest] = value.split(':');
  if (rest.length > 0 || (target !== undefined && typeNumber(target) === undefined)) return undefined;
  if (code === '*' && typeNumber(source) !== undefined) {
    const params = reverse ? allReferences(source, options) : undefined;
    return { reverse, iterate, source, params, target, canonicals: allCanonicals(source, target, options) };
  }
  const parameter = code === undefined ? undefined : parameterOf(options, source, code);
  if (parameter?.type !== 'reference') return undefined;
  const to = target ?? onlyTarget(parameter);
  return {
    reverse,
    iterate,
    source,
    params: parameter.storedAs,
    target: to,
    canonicals: canonicalsOf([parameter], to),
  };
}

function allReferences(type: string, { parameters = standardParameters }: ParseOptions): string[] {
  const found = ready(parameters.parametersOf(type)).filter((parameter) => parameter.type === 'reference');
  return [...new Set(found.flatMap((parameter) => parameter.storedAs))];
}
