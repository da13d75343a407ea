/** The facts that the decision about single rows needs, fetched for all of them at once. */
import { typeName, typeNumber } from '#libs/fhir/resource-types.ts';
import type { Tx } from '../db/database.ts';
import type { Key } from '../record/keys.ts';
import { plainArray, wordArray } from '../record/write/pg-arrays.ts';
import type { CareFact, Restriction } from './decide.ts';

interface CareRow extends Omit<CareFact, 'types' | 'ends'> {
  types: number[] | null;
  ends: Date | null;
}

/** What a facility has to do with the patients of these compartments. */
export async function careFacts(tx: Tx, facility: string, keys: readonly Key[]): Promise<CareFact[]> {
  const { rows } = await tx.query<CareRow>({
    name: 'access-care',
    text: `select patient, facility, kind, person, types, ends, refused from access.care
      where facility = $1 and patient = any($2::int8[]) and (ends is null or ends > now())`,
    values: [facility, plainArray(keys)],
  });
  return rows.map(({ types, ends, ...row }) => ({
    ...row,
    types: types?.map((number) => typeName(number)),
    ends: ends ?? undefined,
  }));
}

export interface RestrictedPlace {
  readonly patient: Key;
  readonly type: string;
  readonly id: string;
}

export const placeName = ({ patient, type, id }: RestrictedPlace): string => `${patient} ${type}/${id}`;

/** What is restricted of some rows, by `placeName`. */
export async function restrictionFacts(
  tx: Tx,
  places: readonly RestrictedPlace[],
): Promise<Map<string, Restriction[]>> {
  const found = new Map<string, Restriction[]>();
  if (places.length === 0) return found;
  const { rows } = await tx.query<Restriction & { patient: Key; type: number; id: string }>({
    name: 'access-restricted',
    text: `select x.patient, x.type, x.id, x.reason, x.readers, x.emergency
      from unnest($1::int8[], $2::int2[], $3::text[]) w(patient, type, id)
      join access.restricted x on x.patient = w.patient and x.type = w.type and x.id = w.id`,
    values: [
      plainArray(places.map(({ patient }) => patient)),
      plainArray(places.map(({ type }) => typeNumber(type) ?? 0)),
      wordArray(places.map(({ id }) => id)),
    ],
  });
  for (const { patient, type, id, ...restriction } of rows) {
    const name = placeName({ patient, type: typeName(type), id });
    found.set(name, [...(found.get(name) ?? []), restriction]);
  }
  return found;
}
