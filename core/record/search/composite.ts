/** Composite parameters: values that belong together, joined by `$`. https://hl7.org/fhir/R4/search.html#composite */
import { carriesSystem } from '#libs/fhir/search/parameters.ts';
import { compositeHash, compositeRangeKey, compositeStringEntry, fold, tokenForm } from '#libs/fhir/search/values.ts';
import type { Box, Criterion } from './criteria.ts';
import { badParameter, limits } from './limits.ts';
import { splitAt, unescape } from './query-string.ts';
import { dateBoxes, numberBoxes, quantityParts } from './ranges.ts';
import { targets } from './references.ts';
import { quantityBoxes } from './units.ts';
import type { ValueContext } from './value-context.ts';

type Composite = Pick<ValueContext, 'name' | 'parameter' | 'now' | 'base'>;

/** `code$value`, several by commas. @throws Refusal `invalid` that says how to write it. */
export function compositeCriteria(composite: Composite, values: readonly string[]): Criterion[] {
  const { name, parameter } = composite;
  const kinds = (parameter.components ?? []).map((component) => component.parameter.type);
  const split = values.map((value) => splitAt(value, '$'));
  if (split.some((parts) => parts.length !== kinds.length || parts.includes(''))) {
    const form = (parameter.components ?? []).map((component) => component.code).join('$');
    throw badParameter(name, `write it as ${form}, with a value for each part.`);
  }
  const second = kinds[1];
  if (second === 'token' || second === 'reference') {
    const any = split.flatMap(([first = '', other = '']) => {
      const pairs = formsOf(composite, 0, first).flatMap((form) =>
        formsOf(composite, 1, other).map((second) => [form, second]),
      );
      return pairs.flatMap((forms) => parameter.storedAs.map((param) => compositeHash(param, forms)));
    });
    if (any.length > limits.targets) throw badParameter(name, 'say of which type the ids are: Type/id.');
    return [{ kind: 'tokens', any, negated: false, lookup: 0 }];
  }
  if (second === 'string') {
    const starts = split.flatMap(([first = '', text = '']) => {
      const entries = (form: string) =>
        parameter.storedAs.map((param) => compositeStringEntry(param, form, fold(unescape(text))));
      return formsOf(composite, 0, first).flatMap(entries);
    });
    return [{ kind: 'strings', starts, word: false }];
  }
  const each = split.map((parts): Criterion[] =>
    kinds.slice(1).map((kind, part) => ({ kind: 'ranges', any: boxes(composite, parts, kind as string, part) })),
  );
  if (kinds.length > 2) {
    return [{ kind: 'either', any: each.map((all) => ({ kind: 'all', all })) }];
  }
  return [{ kind: 'ranges', any: split.flatMap((parts) => boxes(composite, parts, second as string, 0)) }];
}

function boxes(composite: Composite, parts: string[], kind: string, part: number): Box[] {
  const { name, parameter, now } = composite;
  const forms = formsOf(composite, 0, parts[0] as string);
  const value = parts[part + 1] as string;
  const keys = (unit?: string) =>
    forms.flatMap((form) => parameter.storedAs.map((param) => compositeRangeKey(param, form, unit, part)));
  if (kind === 'date') return keys().flatMap((key) => dateBoxes(name, key, value, now));
  if (kind === 'number') return numberBoxes(name, keys(), value);
  return quantityBoxes(name, quantityParts(name, value), keys);
}

/** The texts that a token or a reference inside a composite may be stored as. */
function formsOf({ name, parameter, base }: Composite, place: number, value: string): string[] {
  const component = parameter.components?.[place]?.parameter;
  if (component?.type === 'reference') return targets({ name, parameter: component, base }, [value], undefined);
  const parts = splitAt(value, '|').map(unescape);
  if (component?.type !== 'token' || parts.length === 1) return [parts.join('|')];
  const [system = '', code = '', ...more] = parts;
  if (code === '' || more.length > 0) throw badParameter(name, 'write its codes as code, system|code or |code.');
  return [carriesSystem(component) ? tokenForm(system, code) : code];
}
