/** A statement in the making: parameters (one array per column) and `with` parts, and how many rows must change. */
import { pack } from '#libs/fhir/packing/pack.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Query } from '../../db/database.ts';
import { binaryBytesArray, binaryTextArray, plainArray, wordArray } from './pg-arrays.ts';
import type { NewRow, UnitChange } from './unit.ts';

/** A change with the instant of its unit, as PostgreSQL reads it. */
export type Timed = UnitChange & { at: string };
export type Written = Timed & { row: NewRow };
export type Replacing = Timed & { before: NonNullable<UnitChange['before']> };

export const numberOf = ({ type }: { type: string }): number => typeNumber(type) ?? 0;

/**
 * So many tokens of a row lead to it by columns of its own (first_token, second_token); further lookups have rows in
 * record.lookup.
 */
export const tokensInRow = 2;

/** Statements differ only in which parts they have; each text gets one name. */
const names = new Map<string, string>();
/** Should texts ever vary more, plans must not pile up in the server. */
const mostNames = 64;

export class Parts {
  private readonly values: unknown[] = [];
  private readonly parts: string[] = [];
  private readonly counted: string[] = [];
  private wanted = 0;

  /** Number of the next parameter. */
  get next(): number {
    return this.values.length + 1;
  }

  /** A part of the statement; with `rows` its result must have exactly that many. */
  add(name: string, text: string, rows?: number): void {
    this.parts.push(`${name} as (${text})`);
    if (rows === undefined) return;
    this.counted.push(`(select count(*) from ${name})`);
    this.wanted += rows;
  }

  /** Parameters that somebody else has numbered from `next`. */
  take(values: readonly unknown[]): void {
    this.values.push(...values);
  }

  bigints<T>(rows: readonly T[], of: (row: T) => string): string {
    return this.bind(plainArray(rows.map(of)), 'int8[]');
  }

  smallints<T>(rows: readonly T[], of: (row: T) => number): string {
    return this.bind(plainArray(rows.map(of)), 'int2[]');
  }

  integers<T>(rows: readonly T[], of: (row: T) => number): string {
    return this.bind(plainArray(rows.map(of)), 'int4[]');
  }

  /** PostgreSQL's words for what JavaScript writes as Infinity are the same. */
  floats<T>(rows: readonly T[], of: (row: T) => number): string {
    return this.bind(plainArray(rows.map(of)), 'float8[]');
  }

  instants<T>(rows: readonly T[], of: (row: T) => string): string {
    return this.bind(plainArray(rows.map(of)), 'timestamptz[]');
  }

  /** Ids and other texts with nothing to quote. */
  ids<T>(rows: readonly T[], of: (row: T) => string): string {
    return this.bind(wordArray(rows.map(of)), 'text[]');
  }

  texts<T>(rows: readonly T[], of: (row: T) => string | null): string {
    return this.bind(binaryTextArray(rows.map(of)), 'text[]');
  }

  /** Resources, packed as they lie in the tables. */
  contents<T>(rows: readonly T[], of: (row: T) => string): string {
    return this.bind(binaryBytesArray(rows.map((row) => pack(of(row)))), 'bytea[]');
  }

  /** The parts before a statement of the caller's own. */
  statement(last: string): Required<Pick<Query, 'text' | 'values'>> {
    return { text: `with ${this.parts.join(',\n')}\n${last}`, values: this.values };
  }

  query(): Query {
    const wanted = this.bind(this.wanted, 'bigint');
    const text = `with ${this.parts.join(',\n')}\nselect record.demand(${this.counted.join(' + ') || '0'}, ${wanted})`;
    let name = names.get(text);
    if (name === undefined && names.size < mostNames) {
      name = `record-write-${names.size + 1}`;
      names.set(text, name);
    }
    return { ...(name === undefined ? {} : { name }), text, values: this.values };
  }

  private bind(value: unknown, cast: string): string {
    return `$${this.values.push(value)}::${cast}`;
  }
}
