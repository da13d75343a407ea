/** Parameters as the operations answer them. https://hl7.org/fhir/R4/parameters.html */

export interface Parameter {
  readonly name: string;
  readonly [value: string]: unknown;
}

export interface Parameters {
  readonly resourceType: 'Parameters';
  readonly parameter: readonly Parameter[];
}

/** Undefined parts are left out. */
export const parameters = (...list: (Parameter | undefined)[]): Parameters => ({
  resourceType: 'Parameters',
  parameter: list.filter((one) => one !== undefined),
});

type ValueType = 'valueString' | 'valueCode' | 'valueUri' | 'valueBoolean' | 'valueCoding' | 'valueCanonical';

/** A parameter, or nothing when there is no value. */
export const parameter = (name: string, type: ValueType, value: unknown): Parameter | undefined =>
  value === undefined || value === null || value === '' ? undefined : { name, [type]: value };

export const group = (name: string, ...part: (Parameter | undefined)[]): Parameter => ({
  name,
  part: part.filter((one) => one !== undefined),
});
