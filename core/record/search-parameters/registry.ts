/**
 * The search parameters that operators add, as SearchParameter resources and in packages: known to every process within
 * moments, answered when all stored resources are indexed by them. Decision 0021.
 * https://hl7.org/fhir/R4/searchparameter.html
 */
import { customDefinition, type CustomDefinition, UnusableParameter } from '#libs/fhir/search/custom.ts';
import type { RecordTrail } from '../../audit/index.ts';
import type { Database, Tx } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Change, Resource } from '../record.ts';
import { requestReindex } from '../reindex/runs.ts';
import { nextNumber, StateWatch } from '../state-watch.ts';
import { admitted } from './admission.ts';
import { type Catalogue, catalogue, type CompiledRow, compileRows } from './catalogue.ts';
import { countBySource, type ParameterRow, readParameters, stateTable, takeOut, writeParameter } from './store.ts';

/** What a package brought. */
export interface LoadedParameters {
  readonly loaded: number;
  /** Those that did not come into use, and why. */
  readonly refused: readonly { readonly url: string; readonly reason: string }[];
}

export interface SearchParameters {
  /** As it was when last looked at. */
  readonly current: Catalogue;
  /** Looks for changes, unless that was done less than `age` milliseconds ago. */
  refresh(age?: number): Promise<void> | undefined;
  /**
   * Keeps the table in step, in the transaction that changes resources.
   * @throws Refusal `rule-broken` `unusable-search-parameter` for an active one that cannot be used.
   */
  store(tx: Tx, changes: readonly Change[]): Promise<void>;
  /** Puts those of a package in the place of what the same package brought before. */
  load(source: string, resources: readonly Resource[]): Promise<LoadedParameters>;
  /** Takes those of a package out again; false when there are none. */
  unload(source: string): Promise<boolean>;
  /** How many each package brought. */
  sources(): Promise<{ source: string; parameters: number }[]>;
}

export function searchParameters(database: Database, runtime: Runtime, audit: RecordTrail): SearchParameters {
  return new Registry(database, runtime, audit);
}

interface Offered {
  readonly id: string;
  /** Undefined: goes out of use, or does not come into it. */
  readonly definition: CustomDefinition | undefined;
}

class Registry implements SearchParameters {
  private readonly database: Database;
  private readonly audit: RecordTrail;
  private readonly watch: StateWatch;
  private rows: ReadonlyMap<number, CompiledRow> = new Map();
  private known: Catalogue = catalogue(0, []);

  constructor(database: Database, runtime: Runtime, audit: RecordTrail) {
    this.database = database;
    this.audit = audit;
    this.watch = new StateWatch({ database, runtime, table: stateTable, read: (_, number) => this.read(number) });
  }

  get current(): Catalogue {
    return this.known;
  }

  refresh(age = 0): Promise<void> | undefined {
    return this.watch.refresh(age);
  }

  private async read(number: number): Promise<void> {
    const compiled = compileRows(await readParameters(this.database), this.rows);
    this.rows = new Map(compiled.map((one) => [one.row.serial, one]));
    this.known = catalogue(number, compiled);
    this.audit.hide(new Set(compiled.map(({ row }) => row.definition.code)));
  }

  async store(tx: Tx, changes: readonly Change[]): Promise<void> {
    const offered = changes.map(({ id, method, resource }) => ({
      id,
      definition: method === 'delete' || resource?.status !== 'active' ? undefined : customDefinition(resource),
    }));
    const refused = await this.put(tx, '', offered);
    if (refused.length === 0) return;
    const issues = refused.map(({ id, reason }) => ({
      severity: 'error' as const,
      code: 'business-rule' as const,
      diagnostics: `SearchParameter/${id}: ${reason}`,
    }));
    throw new Refusal('rule-broken', 'unusable-search-parameter', { issues });
  }

  async load(source: string, resources: readonly Resource[]): Promise<LoadedParameters> {
    const all = new Map<string, Offered>();
    for (const resource of resources) {
      const definition = resource.status === 'active' ? customDefinition(resource) : undefined;
      if (definition) all.set(definition.url, { id: definition.url, definition });
    }
    return this.database.transaction(async (tx) => {
      const before = (await readParameters(tx)).filter((row) => row.source === source && !all.has(row.id));
      const gone = before.map(({ id }): Offered => ({ id, definition: undefined }));
      const refused = await this.put(tx, source, [...gone, ...all.values()]);
      return {
        loaded: all.size - refused.length,
        refused: refused.map(({ id, reason }) => ({ url: id, reason })),
      };
    });
  }

  async unload(source: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const own = (await readParameters(tx)).filter((row) => row.source === source);
      await this.put(
        tx,
        source,
        own.map(({ id }) => ({ id, definition: undefined })),
      );
      return own.length > 0;
    });
  }

  sources(): Promise<{ source: string; parameters: number }[]> {
    return countBySource(this.database);
  }

  /** Those that leave go first, and composites come last, since they are made of others. */
  private async put(tx: Tx, source: string, offered: readonly Offered[]): Promise<{ id: string; reason: string }[]> {
    if (offered.length === 0) return [];
    // Held to the end: two that come at once are looked at one after the other.
    const number = await nextNumber(tx, stateTable);
    this.watch.awake();
    let others = await readParameters(tx);
    const isOwn = ({ source: of, id }: ParameterRow, one: Offered) => of === source && id === one.id;
    const same = (one: Offered) => {
      const before = others.find((row) => isOwn(row, one));
      return before !== undefined && JSON.stringify(before.definition) === JSON.stringify(one.definition);
    };
    const changed = offered.filter((one) => !same(one));
    await takeOut(
      tx,
      source,
      changed.map(({ id }) => id),
      number,
    );
    others = others.filter((row) => !changed.some((one) => isOwn(row, one)));
    const refused: { id: string; reason: string }[] = [];
    const types = new Set<string>();
    for (const { id, definition } of inOrder(changed)) {
      if (!definition) continue;
      try {
        const own = admitted(definition, others);
        await writeParameter(tx, { source, id, definition }, own, number);
        others = [...others, { source, id, url: definition.url, serial: 0, definition, ready: null }];
        for (const type of own) types.add(type);
      } catch (error) {
        if (!(error instanceof UnusableParameter)) throw error;
        refused.push({ id, reason: error.message });
      }
    }
    if (types.size > 0) await requestReindex(tx, [...types]);
    return refused;
  }
}

const inOrder = (offered: readonly Offered[]): Offered[] => {
  const isLast = ({ definition }: Offered) => definition?.type === 'composite';
  return [...offered.filter((one) => !isLast(one)), ...offered.filter(isLast)];
};
