/**
 * The elements behind a search parameter as SQL/JSON paths, for the few questions that stored search values cannot
 * answer: `:missing`, `system|` of codes, `:exact` of rare texts, sorting by codes. They read the content, so they are
 * for rows that other criteria have already narrowed.
 */
import type { SearchParameter } from '#libs/fhir/search/parameters.ts';

const steps = /^[A-Za-z]+(\.[A-Za-z]+)*$/;
const known = new WeakMap<SearchParameter, readonly string[] | undefined>();

/** `$.code`, `$.effectiveDateTime` …; undefined when the expression is more than a path. */
export function contentPaths(parameter: SearchParameter): readonly string[] | undefined {
  if (!known.has(parameter)) known.set(parameter, translate(parameter));
  return known.get(parameter);
}

function translate({ expression, datatypes }: SearchParameter): string[] | undefined {
  const paths: string[] = [];
  for (const part of expression.split('|')) {
    const found = translatePart(part.trim(), datatypes);
    if (!found) return undefined;
    paths.push(...found);
  }
  return [...new Set(paths)];
}

function translatePart(part: string, datatypes: readonly string[]): string[] | undefined {
  const cast = /^\(?([\w.]+?)(?: as |\.as\(|\.ofType\()([A-Za-z]+)\)*$/.exec(part);
  if (cast) {
    const path = pathOf(cast[1] as string);
    return path === undefined ? undefined : [path + capital(cast[2] as string), path];
  }
  const resolved = /^([\w.]+)\.where\(resolve\(\) is ([A-Za-z]+)\)$/.exec(part);
  if (resolved) {
    const path = pathOf(resolved[1] as string);
    return path === undefined ? undefined : [`${path} ? (@.reference starts with "${resolved[2]}/")`];
  }
  const filtered = /^([\w.]+)\.where\(([a-z]+) ?= ?'([a-z-]+)'\)$/.exec(part);
  if (filtered) {
    const path = pathOf(filtered[1] as string);
    return path === undefined ? undefined : [`${path} ? (@.${filtered[2]} == "${filtered[3]}")`];
  }
  const path = pathOf(part);
  // `value` of a choice stands in JSON as valueQuantity, valueString …
  return path === undefined ? undefined : [path, ...datatypes.map((datatype) => path + capital(datatype))];
}

function pathOf(expression: string): string | undefined {
  if (!steps.test(expression)) return undefined;
  const [, ...names] = expression.split('.');
  return names.length > 0 ? `$.${names.join('.')}` : undefined;
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
