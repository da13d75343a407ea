/**
 * What somebody may see, as a value and as SQL. Search puts the predicate on every joined table: a row may be used for
 * matching, counting, sorting, chaining or including only if it may be read.
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Key } from '../record/keys.ts';
import { auditType, sharedTypes } from './resource-kinds.ts';

export type Visibility =
  /** Every row. */
  | { readonly kind: 'all' }
  /** Every row of these types (a machine with scopes on some), and nothing else: shared types too need a scope. */
  | { readonly kind: 'types'; readonly types: readonly string[] }
  /** One patient's compartment and shared types. `id` is the logical id of the Patient. */
  | { readonly kind: 'patient'; readonly key: Key; readonly id: string }
  /** Compartments of patients now in care of the facility (a row in access.care), and shared types. */
  | { readonly kind: 'facility'; readonly facility: string }
  /** Shared types only: nobody's data. */
  | { readonly kind: 'none' };

export interface Predicate {
  readonly sql: string;
  readonly values: unknown[];
}

const numbers = (types: Iterable<string>): number[] =>
  [...types].map((type) => typeNumber(type)).filter((number) => number !== undefined);
const sharedNumbers = numbers(sharedTypes);
const auditNumber = typeNumber(auditType) ?? 0;

/**
 * The predicate for a table with the columns `patient` and `type`, joined as `alias`; parameters are numbered from
 * `nextParameter`. The text is the same for the same kind of visibility (and the same `type`, if given), so that
 * statements can be named. With `type` (all rows of the table are of this type) the predicate is simpler, and the
 * planner can walk a facility's patients through an index instead of asking row by row.
 */
export function compileVisibility(
  visibility: Visibility,
  alias: string,
  nextParameter: number,
  type?: string,
): Predicate {
  const shared = type === undefined ? undefined : sharedTypes.has(type);
  const parameter = (offset: number, cast: string) => `$${nextParameter + offset}::${cast}`;
  const orShared = (own: string, offset: number, values: unknown[]): Predicate => {
    if (shared === true) return { sql: 'true', values: [] };
    if (shared === false) return { sql: own, values };
    return {
      sql: `(${own} or ${alias}.type = any(${parameter(offset, 'int2[]')}))`,
      values: [...values, sharedNumbers],
    };
  };
  switch (visibility.kind) {
    case 'all':
      return { sql: 'true', values: [] };
    case 'types':
      if (type !== undefined) return { sql: String(visibility.types.includes(type)), values: [] };
      return { sql: `${alias}.type = any(${parameter(0, 'int2[]')})`, values: [numbers(visibility.types)] };
    case 'patient':
      return orShared(`${alias}.patient = ${parameter(0, 'int8')}`, 1, [visibility.key]);
    case 'facility': {
      if (type === auditType) return { sql: 'false', values: [] };
      const inCare =
        `exists (select 1 from access.care care where care.patient = ${alias}.patient` +
        ` and care.facility = ${parameter(0, 'text')})`;
      const own = type === undefined ? `(${alias}.type <> ${auditNumber} and ${inCare})` : inCare;
      return orShared(own, 1, [visibility.facility]);
    }
    case 'none':
      return orShared('false', 0, []);
  }
}

/**
 * Whether a row may be seen, as far as can be told without the database: `ask` when it depends on access.care, which
 * the predicate of `compileVisibility` answers.
 */
export function sees(visibility: Visibility, type: string, patient: Key): boolean | 'ask' {
  switch (visibility.kind) {
    case 'all':
      return true;
    case 'types':
      return visibility.types.includes(type);
    case 'patient':
      return visibility.key === patient || sharedTypes.has(type);
    case 'facility':
      return sharedTypes.has(type) || (type === auditType ? false : 'ask');
    case 'none':
      return sharedTypes.has(type);
  }
}
