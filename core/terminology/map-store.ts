/** Concept maps in the tables. */
import type { Tx } from '../db/database.ts';

export interface ConceptMap {
  readonly id: number;
  readonly url: string;
  readonly version: string;
  readonly header: {
    readonly sections?: readonly { readonly source?: string; readonly target?: string; readonly unmapped?: Unmapped }[];
  };
}

/** https://hl7.org/fhir/R4/conceptmap-definitions.html#ConceptMap.group.unmapped */
export interface Unmapped {
  readonly mode?: 'provided' | 'fixed' | 'other-map';
  readonly code?: string;
  readonly display?: string;
  readonly url?: string;
}

export interface Mapping {
  readonly map: number;
  readonly section: number;
  readonly source_system: string;
  readonly source_code: string;
  readonly target_system: string;
  readonly target_code: string | null;
  readonly equivalence: string;
  readonly detail: {
    readonly display?: string;
    readonly targetDisplay?: string;
    readonly comment?: string;
    readonly dependsOn?: readonly { property?: string; system?: string; value?: string }[];
    readonly product?: readonly { property?: string; system?: string; value?: string; display?: string }[];
  };
}

const columns = 'm.id, m.url, m.version, m.header';

export async function findMap(tx: Tx, url: string, version?: string): Promise<ConceptMap | undefined> {
  const { rows } = await tx.query<ConceptMap>({
    name: 'terminology-map',
    text: `select ${columns} from terminology.concept_map m
           where m.url = $1 and ($2::text is null or m.version = $2) order by m.rank limit 1`,
    values: [url, version || null],
  });
  return rows[0];
}

export async function mapOfResource(tx: Tx, resource: string): Promise<ConceptMap | undefined> {
  const { rows } = await tx.query<ConceptMap>({
    name: 'terminology-map-of-resource',
    text: `select ${columns} from terminology.concept_map m where m.resource = $1`,
    values: [resource],
  });
  return rows[0];
}

export interface MapQuestion {
  /** The map that is asked; every map when undefined. */
  readonly map: number | undefined;
  readonly system: string;
  readonly code: string;
  /** Scope of the maps to be asked, when none is named. */
  readonly source: string | undefined;
  readonly target: string | undefined;
  /** System into which it is to be translated. */
  readonly targetSystem: string | undefined;
  readonly reverse: boolean;
}

/** What maps say of a code, in their order. Of several versions of one map the one that is meant. */
export async function findMappings(tx: Tx, asked: MapQuestion, most: number): Promise<(Mapping & { url: string })[]> {
  const { map, system, code, source, target, targetSystem, reverse } = asked;
  const [from, to] = reverse ? ['target', 'source'] : ['source', 'target'];
  const { rows } = await tx.query<Mapping & { url: string }>({
    name: `terminology-mappings-${from}`,
    text: `select g.map, g.section, g.source_system, g.source_code, g.target_system, g.target_code, g.equivalence,
             g.detail, m.url
           from terminology.mapping g join terminology.concept_map m on m.id = g.map
           where g.${from}_system = $1 and g.${from}_code = $2 and ($3::int is null or g.map = $3)
             and ($3::int is not null or m.rank = 1)
             and ($4::text is null or m.${from}_scope = $4) and ($5::text is null or m.${to}_scope = $5)
             and ($6::text is null or g.${to}_system = $6)
           order by m.url, g.map, g.place limit $7`,
    values: [system, code, map ?? null, source ?? null, target ?? null, targetSystem ?? null, most],
  });
  return rows;
}

/** A code with its system. */
interface Coded {
  readonly system: string;
  readonly code: string;
}

/** What all maps that are here hold to be the same (`equal`, `equivalent`), of many codes at once. */
export async function findSame(tx: Tx, asked: readonly Coded[]): Promise<{ from: Coded; to: Coded }[]> {
  const { rows } = await tx.query<Record<'source_system' | 'source_code' | 'target_system' | 'target_code', string>>({
    name: 'terminology-same',
    text: `select distinct g.source_system, g.source_code, g.target_system, g.target_code
           from unnest($1::text[], $2::text[]) as asked (system, code)
           join terminology.mapping g on g.source_system = asked.system and g.source_code = asked.code
           join terminology.concept_map m on m.id = g.map and m.rank = 1
           where g.target_code is not null and g.equivalence in ('equal', 'equivalent')
             and g.detail -> 'dependsOn' is null limit 2000`,
    values: [asked.map(({ system }) => system), asked.map(({ code }) => code)],
  });
  return rows.map((row) => ({
    from: { system: row.source_system, code: row.source_code },
    to: { system: row.target_system, code: row.target_code },
  }));
}
