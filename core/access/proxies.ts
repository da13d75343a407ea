/** Who may act for whom: the rows of access.proxy. What a scope shows: areas.ts. */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Tx } from '../db/database.ts';
import { type Key, keyOfId } from '../record/keys.ts';
import { type ScopeArea, typesOfScope } from './areas.ts';

export const typeNumbers = (types: readonly string[] | undefined): number[] | null =>
  types?.map((type) => typeNumber(type) ?? 0) ?? null;

export interface Delegation {
  readonly id: string;
  readonly patient: Key;
  /** Logical id of the Patient for whom they act. */
  readonly patientId: string;
  /** Logical id of the Patient who acts. */
  readonly person: string;
  readonly kind: 'parent' | 'guardian' | 'trusted';
  readonly scope: readonly ScopeArea[];
  readonly sensitive: boolean;
  readonly since: Date;
  readonly ends: Date;
}

const columns = 'id, patient, patient_id as "patientId", person, kind, scope, sensitive, since, ends';

/** The delegation by which a person acts for a patient now, if there is one; by law before by trust. */
export async function delegationOf(tx: Tx, person: string, patient: string): Promise<Delegation | undefined> {
  const { rows } = await tx.query<Delegation>({
    name: 'access-delegation',
    text: `select ${columns} from access.proxy where patient = $1 and person = $2 and since <= now() and ends > now()
      order by kind = 'trusted', ends desc limit 1`,
    values: [keyOfId('Patient', patient), person],
  });
  return rows[0];
}

/** Those for whom a person may act now. */
export async function delegationsHeldBy(tx: Tx, person: string): Promise<Delegation[]> {
  const { rows } = await tx.query<Delegation>({
    name: 'access-delegations-held',
    text: `select ${columns} from access.proxy where person = $1 and since <= now() and ends > now() order by since limit 100`,
    values: [person],
  });
  return rows;
}

/** Those who may act for a patient now. */
export async function delegationsOf(tx: Tx, patient: Key): Promise<Delegation[]> {
  const { rows } = await tx.query<Delegation>({
    name: 'access-delegations-given',
    text: `select ${columns} from access.proxy where patient = $1 and since <= now() and ends > now() order by since limit 100`,
    values: [patient],
  });
  return rows;
}

export async function addDelegation(tx: Tx, delegation: Delegation): Promise<void> {
  const { id, patient, patientId, person, kind, scope, sensitive, since, ends } = delegation;
  await tx.query({
    name: 'access-delegate',
    text: `insert into access.proxy (id, patient, person, kind, scope, types, sensitive, since, ends, patient_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [id, patient, person, kind, scope, typeNumbers(typesOfScope(scope)), sensitive, since, ends, patientId],
  });
}

/** False when there is no such delegation that holds. Statements after this one no longer see by it. */
export async function endDelegation(tx: Tx, patient: Key, id: string, kinds: readonly string[]): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'access-undelegate',
    text: 'update access.proxy set ends = now() where patient = $1 and id = $2 and ends > now() and kind = any($3)',
    values: [patient, id, kinds],
  });
  return rowCount === 1;
}
