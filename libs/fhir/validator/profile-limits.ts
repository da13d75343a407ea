/** minValue[x] and maxValue[x]. https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.minValue_x_ */
import { isNumber, numberText, toNumber } from '../json.ts';
import { dates, numbers } from './fhirpath.ts';
import { compareQuantities } from './units.ts';

type Json = { [name: string]: unknown };

/** What is wrong with a value beside a limit; undefined when it is within, or when nobody can say. */
export function limitProblem(value: unknown, limit: unknown, kind: 'least' | 'most'): string | undefined {
  const difference = compare(value, limit);
  if (difference === undefined || Number.isNaN(difference)) return undefined;
  if (kind === 'least' ? difference >= 0 : difference <= 0) return undefined;
  return `The profile allows ${kind === 'least' ? 'no less' : 'no more'} than ${said(limit)}; this is ${said(value)}.`;
}

function compare(value: unknown, limit: unknown): number | undefined {
  if (isNumber(limit)) return numbers(value, limit);
  if (typeof limit === 'string') return dates(value, limit);
  if (typeof value !== 'object' || value === null) return undefined;
  return compareQuantities(value as Json, limit as Json);
}

function said(value: unknown): string {
  if (isNumber(value)) return numberText(value);
  if (typeof value !== 'object' || value === null) return String(value).slice(0, 60);
  const { value: number, code, unit } = value as Json;
  return `${isNumber(number) ? toNumber(number) : '?'} ${String(code ?? unit ?? '').slice(0, 30)}`;
}
