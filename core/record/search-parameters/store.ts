/** The table of operators' search parameters: the only SQL about it. */
import type { CustomDefinition } from '#libs/fhir/search/custom.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Tx } from '../../db/database.ts';

export const stateTable = 'record.search_parameter_state';

export interface ParameterRow {
  /** '' for a resource, else the package. */
  readonly source: string;
  readonly id: string;
  readonly url: string;
  /** Names the stored values; another one when the meaning changes. */
  readonly serial: number;
  readonly definition: CustomDefinition;
  /** Since when its values are stored for all resources. */
  readonly ready: Date | null;
}

type Kept = Omit<ParameterRow, 'definition'> & { readonly definition: string | null };

const columns = 'source, name as id, url, serial, definition, ready';
const asRow = ({ definition, ...row }: Kept): ParameterRow => ({
  ...row,
  definition: JSON.parse(definition ?? '{}') as CustomDefinition,
});

/** All that are in use. */
export async function readParameters(tx: Pick<Tx, 'query'>): Promise<ParameterRow[]> {
  const { rows } = await tx.query<Kept>(
    `select ${columns} from record.search_parameter where definition is not null order by serial`,
  );
  return rows.map(asRow);
}

/** Writes a definition with a new serial: what was stored for its former meaning is found by nothing any more. */
export async function writeParameter(
  tx: Tx,
  { source, id, definition }: Pick<ParameterRow, 'source' | 'id' | 'definition'>,
  types: readonly string[],
  number: string,
): Promise<void> {
  await tx.query(
    `insert into record.search_parameter as old (source, name, url, types, serial, changed, definition)
      values ($1, $2, $3, $4::smallint[], nextval('record.search_parameter_serial'), $5, $6)
      on conflict (source, name) do update set url = excluded.url, types = excluded.types, serial = excluded.serial,
        changed = excluded.changed, definition = excluded.definition, ready = null`,
    [source, id, definition.url, types.map(typeNumber), number, JSON.stringify(definition)],
  );
}

/** Takes definitions of a source out; returns how many were in use. */
export async function takeOut(tx: Tx, source: string, ids: readonly string[], number: string): Promise<number> {
  const { rowCount } = await tx.query(
    `update record.search_parameter set definition = null, ready = null, changed = $3
      where source = $1 and name = any($2) and definition is not null`,
    [source, ids, number],
  );
  return rowCount;
}

/** How many of each package are in use. */
export async function countBySource(tx: Pick<Tx, 'query'>): Promise<{ source: string; parameters: number }[]> {
  const { rows } = await tx.query<{ source: string; parameters: number }>(
    `select source, count(*)::int as parameters from record.search_parameter
      where source <> '' and definition is not null group by source order by source`,
  );
  return rows;
}
