/** Operators' parameters, compiled: what searches may name, and what a resource is found by. */
import { extract, type MoreValues, type SearchValues } from '#libs/fhir/search/extract.ts';
import { collectCustom, type OnFailure } from '#libs/fhir/search/custom-values.ts';
import { type CompiledCustom, compileCustom, UnusableParameter } from '#libs/fhir/search/custom.ts';
import {
  type KnownParameters,
  type SearchParameter,
  searchParametersOf,
  standardParameters,
} from '#libs/fhir/search/parameters.ts';
import { elsewhereOf } from '../elsewhere.ts';
import type { Resource } from '../record.ts';
import type { ParameterRow } from './store.ts';

/** What was known when a number was current. */
export interface Catalogue {
  /** Of the state that it was read from: what is stored says by which it was extracted. */
  readonly number: number;
  readonly parameters: KnownParameters;
  /** As `parameters`, for what was known at an instant: what was not stored by then is not answered. */
  parametersAt(instant: Date): KnownParameters;
  /** The search values of a resource, those of operators' parameters among them. */
  extract(resource: { resourceType: string }, onFailure?: OnFailure): SearchValues;
}

export type CompiledRow = { readonly row: ParameterRow; readonly types: ReadonlyMap<string, CompiledCustom> };

const quiet: OnFailure = () => undefined;

export function catalogue(number: number, rows: readonly CompiledRow[]): Catalogue {
  const custom = Map.groupBy(
    rows.flatMap(({ types }) => [...types].map(([type, compiled]) => ({ type, compiled }))),
    ({ type }) => type,
  );
  const byType = new Map([...custom].map(([type, all]) => [type, all.map(({ compiled }) => compiled)]));
  const knownAt = (instant: Date | undefined) => known(rows, instant);
  return {
    number,
    parameters: rows.length === 0 ? standardParameters : knownAt(undefined),
    parametersAt: (instant) => (rows.length === 0 ? standardParameters : knownAt(instant)),
    extract(resource, onFailure = quiet) {
      const own = byType.get(resource.resourceType);
      const more: MoreValues | undefined = own && ((of, collector) => collectCustom(own, of, collector, onFailure));
      return extract(resource, more, elsewhereOf(resource as Resource));
    },
  };
}

function known(rows: readonly CompiledRow[], instant: Date | undefined): KnownParameters {
  const found = new Map<string, Map<string, SearchParameter>>();
  for (const { row, types } of rows) {
    const why = unready(row, instant);
    for (const [type, { parameter }] of types) {
      const of = found.get(type) ?? new Map<string, SearchParameter>();
      found.set(type, of.set(parameter.code, why === undefined ? parameter : { ...parameter, unready: why }));
    }
  }
  return {
    parameter: (type, code) => standardParameters.parameter(type, code) ?? found.get(type)?.get(code),
    parametersOf: (type) => [...searchParametersOf(type), ...(found.get(type)?.values() ?? [])],
  };
}

function unready({ definition, ready }: ParameterRow, instant: Date | undefined): string | undefined {
  const name = `The search parameter ${definition.code}`;
  if (!ready) {
    return (
      `${name} is known, but resources that were there before it are still being indexed, so that an answer would ` +
      'not be complete. Ask again later; GET SearchParameter/$status says how far it is.'
    );
  }
  if (instant === undefined || ready <= instant) return undefined;
  return `${name} is indexed since ${ready.toISOString()}; what was known before cannot be found by it.`;
}

/** By canonical address: HL7's parameters of a type. */
const standardByUrl = (type: string, url: string): SearchParameter | undefined =>
  searchParametersOf(type).find((parameter) => parameter.url === url);

/**
 * Compiles what can be compiled. Composites come last, since they are made of others; one whose component is gone is
 * left out, and nothing is found by it until the component is back.
 */
export function compileRows(
  rows: readonly ParameterRow[],
  before: ReadonlyMap<number, CompiledRow> = new Map(),
): CompiledRow[] {
  const compiled: CompiledRow[] = [];
  const plain = rows.filter(({ definition }) => definition.type !== 'composite');
  for (const row of plain) {
    const same = before.get(row.serial);
    const types = same?.types ?? tryCompile(row, standardByUrl);
    if (types) compiled.push({ row, types });
  }
  const find = finder(compiled);
  for (const row of rows.filter(({ definition }) => definition.type === 'composite')) {
    const types = tryCompile(row, find);
    if (types) compiled.push({ row, types });
  }
  return compiled;
}

/** Finds parameters by their canonical address: HL7's and operators'. */
export const finder =
  (compiled: readonly CompiledRow[]) =>
  (type: string, url: string): SearchParameter | undefined =>
    standardByUrl(type, url) ??
    compiled.find(({ row, types }) => row.url === url && types.has(type))?.types.get(type)?.parameter;

function tryCompile(
  { definition, serial }: ParameterRow,
  find: ReturnType<typeof finder>,
): ReadonlyMap<string, CompiledCustom> | undefined {
  try {
    return compileCustom(definition, serial, find);
  } catch (error) {
    if (error instanceof UnusableParameter) return undefined;
    throw error;
  }
}
