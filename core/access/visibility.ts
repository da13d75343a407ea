/**
 * What somebody may see, as a value and as SQL. Search puts the predicate on every joined table: a row may be used for
 * matching, counting, sorting, chaining or including only if it may be read. Single rows are decided by decide.ts.
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Key } from '../record/keys.ts';
import { weakRelations } from './relations.ts';
import { auditType, sharedTypes } from './resource-kinds.ts';
import { compileLimit, limitSees, ofVersions, type ScopeLimit } from './scope-limit.ts';

/** Whose rows, and what scopes leave of them. */
export type Visibility = Whose & { readonly scopes?: ScopeLimit };

type Whose =
  /** Every row. */
  | { readonly kind: 'all' }
  /** Every row of these types (a machine with scopes on some), and nothing else: shared types too need a scope. */
  | { readonly kind: 'types'; readonly types: readonly string[] }
  /** One patient's compartment and shared types. `id` is the logical id of the Patient. */
  | { readonly kind: 'patient'; readonly key: Key; readonly id: string }
  /** What a delegation (`grant`, held by `person`) shows of one patient's compartment, and shared types. */
  | { readonly kind: 'proxy'; readonly key: Key; readonly id: string; readonly grant: string; readonly person: string }
  /**
   * What relations of the facility, or of the person who works there, show of patients' compartments (access.care,
   * access.restricted), and shared types.
   */
  | { readonly kind: 'facility'; readonly facility: string; readonly person?: string }
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
const weak = weakRelations.map((kind) => `'${kind}'`).join(', ');

/** The one compartment of which a visibility shows something, if it is one. */
export const onlyCompartment = (visibility: Visibility): Key | undefined =>
  visibility.kind === 'patient' || visibility.kind === 'proxy' ? visibility.key : undefined;

/** The predicate looks things up in tables of access. */
export const asksTables = ({ kind }: Visibility): boolean => kind === 'facility' || kind === 'proxy';

/**
 * The predicate for a table with the columns `patient`, `type` and `id`, joined as `alias`; parameters are numbered
 * from `nextParameter`. The text is the same for the same kind of visibility (and the same `type`, if given), so that
 * statements can be named. With `type` (all rows of the table are of this type) the predicate is simpler. With `key`
 * (SQL for the one compartment in which all rows lie, known before the first) what holds of the whole compartment is
 * asked once.
 */
export function compileVisibility(
  visibility: Visibility,
  alias: string,
  nextParameter: number,
  type?: string,
  key?: string,
): Predicate {
  const whose = compileWhose(visibility, alias, nextParameter, type, key);
  if (!visibility.scopes) return whose;
  const values = [...whose.values];
  const bind = (value: unknown, cast: string) => `$${nextParameter + values.push(value) - 1}::${cast}`;
  const limit = compileLimit(visibility.scopes, alias, bind, type);
  return { sql: limit === 'true' ? whose.sql : `(${whose.sql} and ${limit})`, values };
}

/** The same for former versions (scope-limit.ts). */
export const visibilityOfVersions = (visibility: Visibility): Visibility =>
  visibility.scopes ? { ...visibility, scopes: ofVersions(visibility.scopes) } : visibility;

function compileWhose(visibility: Whose, alias: string, nextParameter: number, type?: string, key?: string): Predicate {
  const shared = type === undefined ? undefined : sharedTypes.has(type);
  const parameter = (offset: number, cast: string) => `$${nextParameter + offset}::${cast}`;
  const orShared = (own: string, values: unknown[]): Predicate => {
    if (shared === true) return { sql: 'true', values: [] };
    if (shared === false) return { sql: own, values };
    return {
      sql: `(${own} or ${alias}.type = any(${parameter(values.length, 'int2[]')}))`,
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
      return orShared(`${alias}.patient = ${parameter(0, 'int8')}`, [visibility.key]);
    case 'proxy': {
      if (type === auditType) return { sql: 'false', values: [] };
      const own = byProxy(alias, parameter(0, 'int8'), parameter(1, 'text'), parameter(2, 'text'));
      return orShared(notOfTrail(own, alias, type), [visibility.key, visibility.grant, visibility.person]);
    }
    case 'facility': {
      if (type === auditType) return { sql: 'false', values: [] };
      const own = byRelation(alias, parameter(0, 'text'), parameter(1, 'text'), key);
      return orShared(notOfTrail(own, alias, type), [visibility.facility, visibility.person ?? '']);
    }
    case 'none':
      return orShared('false', []);
  }
}

const notOfTrail = (own: string, alias: string, type: string | undefined): string =>
  type === undefined ? `(${alias}.type <> ${auditNumber} and ${own})` : own;

// `offset 0` in every subquery: it is asked row by row, and never turned into a join that begins at the other end.

/** The restrictions of a row that hold for `where`. */
const restrictions = (alias: string, patient: string, where: string): string =>
  `exists (select 1 from access.restricted x where x.patient = ${patient}` +
  ` and x.type = ${alias}.type and x.id = ${alias}.id and ${where} offset 0)`;

function byProxy(alias: string, key: string, grant: string, person: string): string {
  const hidden = restrictions(alias, key, "(x.readers = '+proxies' or x.readers = '+weak' and not held.sensitive)");
  return (
    `(${alias}.patient = ${key} and exists (select 1 from access.proxy held where held.patient = ${key}` +
    ` and held.id = ${grant} and held.person = ${person} and held.ends > now()` +
    ` and (held.types is null or ${alias}.type = any(held.types)) and not ${hidden} offset 0))`
  );
}

/** Relations that hold now, to the facility or to the person alone. */
const holding = (facility: string, person: string): string =>
  `held.facility = ${facility} and not held.refused and held.person in ('', ${person})` +
  ' and (held.ends is null or held.ends > now())';

function byRelation(alias: string, facility: string, person: string, key: string | undefined): string {
  const patient = key ?? `${alias}.patient`;
  const hidden = restrictions(
    alias,
    key ?? 'held.patient',
    `(x.readers in ('+facilities', held.facility) or x.readers = '+weak' and held.kind in (${weak}))` +
      " and not (held.kind = 'emergency' and x.emergency)",
  );
  const row =
    `exists (select 1 from access.care held where held.patient = ${patient} and ${holding(facility, person)}` +
    ` and (held.types is null or ${alias}.type = any(held.types)) and not ${hidden} offset 0)`;
  if (key === undefined) return row;
  // Of most patients nothing is restricted: then one look at the compartment decides all its rows.
  const whole =
    `(select exists (select 1 from access.care held where held.patient = ${key} and ${holding(facility, person)}` +
    ` and held.types is null) and not exists (select 1 from access.restricted x where x.patient = ${key}))`;
  return `(${whole} or ${row})`;
}

/**
 * Whether a row may be seen, as far as can be told without the database: `ask` when it depends on tables of access
 * or on the query of a scope, which the predicate of `compileVisibility` answers.
 */
export function sees(visibility: Visibility, type: string, patient: Key): boolean | 'ask' {
  const whose = seesWhose(visibility, type, patient);
  if (!visibility.scopes || whose === false) return whose;
  const scoped = limitSees(visibility.scopes, type, patient);
  return scoped === true ? whose : scoped;
}

function seesWhose(visibility: Whose, type: string, patient: Key): boolean | 'ask' {
  switch (visibility.kind) {
    case 'all':
      return true;
    case 'types':
      return visibility.types.includes(type);
    case 'patient':
      return visibility.key === patient || sharedTypes.has(type);
    case 'proxy':
      if (sharedTypes.has(type)) return true;
      return visibility.key !== patient || type === auditType ? false : 'ask';
    case 'facility':
      return sharedTypes.has(type) || (type === auditType ? false : 'ask');
    case 'none':
      return sharedTypes.has(type);
  }
}
