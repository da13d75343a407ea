/**
 * The search parameters of FHIR R4, per resource type. https://hl7.org/fhir/R4/searchparameter-registry.html
 * Compiled from HL7's definitions (libs/fhir/compiler); loaded per type when first asked for.
 */
import { artefactJson } from '../artefacts.ts';
import { typeNumber } from '../resource-types.ts';

export type SearchParameterType =
  | 'token'
  | 'reference'
  | 'date'
  | 'string'
  | 'number'
  | 'quantity'
  | 'uri'
  | 'composite';

/** A way to values of one data type. */
export interface JsonWay {
  /** SQL/JSON path from the resource, in lax mode: `$.component.code`. Of a component: from its composite, with `@`. */
  path: string;
  datatype: string;
}

export interface SearchParameter {
  code: string;
  type: SearchParameterType;
  /** Canonical URL of HL7's definition. */
  url: string;
  /** FHIRPath, cut to what concerns this resource type. */
  expression: string;
  /**
   * Under which names the values are stored: hash a query's value with EACH of them and match ANY. Mostly just the code
   * itself; but `patient` is stored as `subject` where that is the same element, `combo-code` as `code` and
   * `component-code`, so that rows stay small.
   */
  storedAs: string[];
  /** Resource types that a reference of this parameter may point to. A query `patient=x` means `Patient/x`. */
  targets?: string[];
  components?: { code: string; parameter: SearchParameter }[];
  /** Kinds of values that the elements may have: `code`, `Coding`, `Identifier`, `Quantity`, `dateTime` … */
  datatypes: string[];
  /** Of codes without a system: the value sets that say of which system they are. */
  valueSets?: string[];
  /** Where the values stand in a resource, for questions that stored values do not answer. */
  paths?: JsonWay[];
  /** Set where no path tells whether there is a value: a stored token does (values.ts: presenceHash). */
  presence?: true;
  /** Why it cannot be asked yet, in words: values of an operator's parameter are not stored for all resources. */
  unready?: string;
  /** Can results be sorted by it? By the clinical time of the row, by its update time, its id, or by a stored range. */
  sort?: 'clinical-time' | 'updated' | 'id' | 'range' | 'string';
}

/**
 * The one type that the expression itself admits: `patient` is `subject.where(resolve() is Patient)`, and stored as the
 * whole subject. Undefined where the expression leaves the type open.
 */
export const onlyTarget = ({ expression, targets = [] }: SearchParameter): string | undefined =>
  targets.length === 1 && expression.includes('resolve() is ') ? targets[0] : undefined;

/** The parameters that a search may name: HL7's, and those that an operator has added. */
export interface KnownParameters {
  parameter(type: string, code: string): SearchParameter | undefined;
  parametersOf(type: string): readonly SearchParameter[];
}

/** HL7's alone. */
export const standardParameters: KnownParameters = { parameter: searchParameter, parametersOf: searchParametersOf };

const none: ReadonlyMap<string, SearchParameter> = new Map();
const loaded = new Map<string, ReadonlyMap<string, SearchParameter>>();

/**
 * P1's own names for parameters that HL7 has: the same values, so nothing is stored for them. domain/poland.md 2.2
 */
const namesOfP1: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Patient: { plpatient: 'identifier', plgiven: 'given', plfamily: 'family' },
};

/** The parameter of that name for a resource type, the common ones (`_id`, `_lastUpdated` …) among them. */
export function searchParameter(type: string, code: string): SearchParameter | undefined {
  return parametersOf(type).get(namesOfP1[type]?.[code] ?? code);
}

/** Every search parameter of a resource type; empty for what is no resource type. */
export function searchParametersOf(type: string): readonly SearchParameter[] {
  return [...parametersOf(type).values()];
}

const withSystem = new Set(['Coding', 'CodeableConcept', 'Identifier', 'ContactPoint']);

/**
 * Do the values of a token parameter carry a system? What is of type code or boolean has its system by definition and
 * is stored bare: `status=http://hl7.org/fhir/observation-status|final` has to ask for `final`.
 */
export function carriesSystem({ datatypes }: SearchParameter): boolean {
  return datatypes.length === 0 || datatypes.some((datatype) => withSystem.has(datatype));
}

function parametersOf(type: string): ReadonlyMap<string, SearchParameter> {
  let found = loaded.get(type);
  if (!found) {
    if (typeNumber(type) === undefined) return none;
    const list = artefactJson<SearchParameter[]>(`search/${type}.json`);
    found = new Map(list.map((parameter) => [parameter.code, parameter]));
    loaded.set(type, found);
  }
  return found;
}
