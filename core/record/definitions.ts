/**
 * The profiles, extensions and code lists that validation knows: those that are shipped, and those that were stored as
 * resources. Nothing in memory must agree between processes: each reads what changed when the number in the database
 * has moved, and looks for that at most every two seconds. https://hl7.org/fhir/R4/profiling.html
 */
import { Definitions, type Definition } from '#libs/fhir/profiles/definitions.ts';
import { shippedDefinitions } from '#libs/fhir/profiles/shipped.ts';
import { trimmedDefinition } from '#libs/fhir/profiles/trim.ts';
import { stringify } from '#libs/fhir/json.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Database, Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Change, Resource } from './record.ts';
import { nextNumber, StateWatch } from './state-watch.ts';

/** What a package brought. */
export interface DefinitionSource {
  /** `name#version` of the package. */
  readonly source: string;
  readonly definitions: number;
}

/** Types whose resources are definitions. */
export const definitionTypes: readonly string[] = ['StructureDefinition', 'ValueSet', 'CodeSystem', 'Questionnaire'];

export type PackageHook = (tx: Tx, source: string, resources: readonly Resource[]) => Promise<void>;

export interface KnownDefinitions {
  /** As they were when last looked at. */
  readonly current: Definitions;
  /** Looks for changes, unless that was done less than `age` milliseconds ago. */
  refresh(age?: number): Promise<void> | undefined;
  /** Keeps the table in step, in the transaction that changes resources. */
  store(tx: Tx, changes: readonly Change[]): Promise<void>;
  /**
   * Puts the definitions of a package beside those stored as resources, in the place of what the same package brought
   * before. They need not be valid R4 themselves: published ones often are not. Returns how many are of use.
   */
  load(source: string, resources: readonly Resource[]): Promise<number>;
  /** Takes a package out again; false when it is not there. */
  unload(source: string): Promise<boolean>;
  /** Does more with what packages bring, in the same transaction; a package that is taken out brings nothing. */
  onPackage(hook: PackageHook): void;
  /** The packages that are loaded. */
  sources(): Promise<DefinitionSource[]>;
}

const state = 'record.definition_state';
const mostDefinitions = 20_000;
/** Larger code lists are for a terminology service, not for lists in memory. */
const largest = 1_000_000;

export function knownDefinitions(database: Database, runtime: Runtime): KnownDefinitions {
  return new Registry(database, runtime);
}

class Registry implements KnownDefinitions {
  private readonly database: Database;
  private readonly watch: StateWatch;
  private definitions: Definitions | undefined;
  private readonly known = new Map<string, Definition>();
  private readonly hooks: PackageHook[] = [];

  constructor(database: Database, runtime: Runtime) {
    this.database = database;
    this.watch = new StateWatch({ database, runtime, table: state, read: (since) => this.read(since) });
  }

  get current(): Definitions {
    this.definitions ??= new Definitions(shippedDefinitions());
    return this.definitions;
  }

  refresh(age = 0): Promise<void> | undefined {
    return this.watch.refresh(age);
  }

  private async read(since: number): Promise<void> {
    const { rows } = await this.database.query<{ source: string; type: number; id: string; content: string | null }>({
      text: 'select source, type, id, content from record.definition where changed > $1 order by changed, source, type, id',
      values: [since],
    });
    for (const { source, type, id, content } of rows) {
      const key = `${source} ${type}/${id}`;
      this.known.delete(key);
      if (content !== null) this.known.set(key, JSON.parse(content) as Definition);
    }
    const definitions = new Definitions(shippedDefinitions());
    for (const definition of this.known.values()) definitions.add(definition);
    this.definitions = definitions;
  }

  async store(tx: Tx, changes: readonly Change[]): Promise<void> {
    const kept = changes.map(({ type, id, method, resource }) => {
      return { type: typeNumber(type) as number, id, content: method === 'delete' ? null : contentOf(resource) };
    });
    await this.write(tx, '', kept);
  }

  async load(source: string, resources: readonly Resource[]): Promise<number> {
    const kept = new Map<string, Kept>();
    for (const resource of resources) {
      const content = contentOf(resource);
      const id = `${String(resource.url)}|${String(resource.version ?? '')}`;
      if (content !== null) kept.set(id, { type: typeNumber(resource.resourceType) as number, id, content });
    }
    await this.database.transaction(async (tx) => {
      await tx.query('update record.definition set content = null where source = $1', [source]);
      await this.write(tx, source, [...kept.values()]);
      for (const hook of this.hooks) await hook(tx, source, resources);
    });
    return kept.size;
  }

  async unload(source: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const number = await nextNumber(tx, state);
      const { rowCount } = await tx.query(
        'update record.definition set content = null, changed = $2 where source = $1 and content is not null',
        [source, number],
      );
      for (const hook of this.hooks) await hook(tx, source, []);
      this.watch.awake();
      return rowCount > 0;
    });
  }

  onPackage(hook: PackageHook): void {
    this.hooks.push(hook);
  }

  async sources(): Promise<DefinitionSource[]> {
    const { rows } = await this.database.query<{ source: string; definitions: number }>(
      `select source, count(*)::int as definitions from record.definition
       where source <> '' and content is not null group by source order by source`,
    );
    return rows;
  }

  private async write(tx: Tx, source: string, kept: readonly Kept[]): Promise<void> {
    const number = await nextNumber(tx, state);
    // What the package no longer has is told to other processes by the same number.
    if (source !== '') await tx.query('update record.definition set changed = $2 where source = $1', [source, number]);
    await tx.query(
      `insert into record.definition (source, type, id, changed, content)
       select $1, type, id, $2, content from unnest($3::smallint[], $4::text[], $5::text[]) as t (type, id, content)
       on conflict (source, type, id) do update set changed = excluded.changed, content = excluded.content`,
      [source, number, kept.map(({ type }) => type), kept.map(({ id }) => id), kept.map(({ content }) => content)],
    );
    const { rows } = await tx.query<{ count: number }>(
      'select count(*)::int as count from record.definition where content is not null',
    );
    if ((rows[0]?.count ?? 0) > mostDefinitions) {
      const says = `The record keeps at most ${mostDefinitions} definitions for validation. Delete some first.`;
      throw new Refusal('rule-broken', 'too-many-definitions', says);
    }
    this.watch.awake();
  }
}

interface Kept {
  type: number;
  id: string;
  content: string | null;
}

/** What validation reads of a resource; null when that is nothing, or more than a list in memory should be. */
function contentOf(resource: Resource | undefined): string | null {
  let content: string | undefined;
  try {
    const definition = resource && trimmedDefinition(resource);
    content = definition && stringify(definition);
  } catch (error) {
    // Packages bring what is not even in the form of a definition.
    if (!(error instanceof TypeError)) throw error;
  }
  return content && content.length <= largest ? content : null;
}
