/** Which data types a search parameter of each type can search. https://hl7.org/fhir/R4/search.html#table */
import type { SearchParameterType } from './parameters.ts';

/** Methods of the collector by type of parameter and data type; what is not named is not searchable so. */
// biome-ignore format: a table
export const methods: { readonly [parameter in SearchParameterType]?: { readonly [datatype: string]: string } } = {
  token: {
    id: 'code', code: 'code', string: 'code', uri: 'code', boolean: 'boolean', Coding: 'coding',
    CodeableConcept: 'concept', Identifier: 'identifier', ContactPoint: 'contactPoint',
  },
  reference: { Reference: 'reference', canonical: 'canonical', uri: 'canonical', Resource: 'resource' },
  date: { date: 'date', dateTime: 'date', instant: 'date', Period: 'period', Timing: 'timing' },
  string: { string: 'string', markdown: 'string', HumanName: 'name', Address: 'address' },
  uri: { uri: 'uri', url: 'uri', canonical: 'uri' },
  number: { integer: 'number', decimal: 'number', Range: 'numberSpan' },
  quantity: {
    Quantity: 'quantity', SimpleQuantity: 'quantity', Age: 'quantity', Duration: 'quantity', Money: 'money',
    Range: 'range', SampledData: 'sampled',
  },
};
