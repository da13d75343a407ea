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
import type { Change } from './record.ts';

/** Types whose resources are definitions. */
export const definitionTypes: readonly string[] = ['StructureDefinition', 'ValueSet', 'CodeSystem'];

export interface KnownDefinitions {
  /** As they were when last looked at. */
  readonly current: Definitions;
  /** Looks for changes, unless that was done less than `age` milliseconds ago. */
  refresh(age?: number): Promise<void>;
  /** Keeps the table in step, in the transaction that changes resources. */
  store(tx: Tx, changes: readonly Change[]): Promise<void>;
}

/** After a change of its own a process looks every time, for as long as the change may take to commit. */
const wakeful = 5_000;
export const usualAge = 2_000;
const mostDefinitions = 20_000;
/** Larger code lists are for a terminology service, not for lists in memory. */
const largest = 1_000_000;

export function knownDefinitions(database: Database, runtime: Runtime): KnownDefinitions {
  return new Registry(database, runtime);
}

class Registry implements KnownDefinitions {
  private readonly database: Database;
  private readonly runtime: Runtime;
  private definitions: Definitions | undefined;
  private readonly known = new Map<string, Definition>();
  private number = 0;
  private looked = Number.NEGATIVE_INFINITY;
  private awakeUntil = Number.NEGATIVE_INFINITY;
  private looking: Promise<void> | undefined;

  constructor(database: Database, runtime: Runtime) {
    this.database = database;
    this.runtime = runtime;
  }

  get current(): Definitions {
    this.definitions ??= new Definitions(shippedDefinitions());
    return this.definitions;
  }

  async refresh(age = 0): Promise<void> {
    const now = this.runtime.now().getTime();
    if (now - this.looked < age && now > this.awakeUntil) return;
    // Whoever asks while another is looking might miss what was written since that one began.
    while (this.looking) await this.looking;
    this.looking = this.look(now).finally(() => {
      this.looking = undefined;
    });
    await this.looking;
  }

  private async look(now: number): Promise<void> {
    const { rows } = await this.database.query<{ number: string }>({
      name: 'record-definition-state',
      text: 'select number from record.definition_state',
    });
    const number = Number(rows[0]?.number ?? 0);
    if (number !== this.number) {
      await this.read();
      this.number = number;
    }
    this.looked = now;
  }

  private async read(): Promise<void> {
    const { rows } = await this.database.query<{ type: number; id: string; content: string | null }>({
      text: 'select type, id, content from record.definition where changed > $1 order by changed',
      values: [this.number],
    });
    for (const { type, id, content } of rows) {
      const key = `${type}/${id}`;
      this.known.delete(key);
      if (content !== null) this.known.set(key, JSON.parse(content) as Definition);
    }
    const definitions = new Definitions(shippedDefinitions());
    for (const definition of this.known.values()) definitions.add(definition);
    this.definitions = definitions;
  }

  async store(tx: Tx, changes: readonly Change[]): Promise<void> {
    const kept = changes.map(({ type, id, method, resource }) => {
      const definition = method === 'delete' || !resource ? undefined : trimmedDefinition(resource);
      const content = definition && stringify(definition);
      return { type: typeNumber(type), id, content: content && content.length <= largest ? content : null };
    });
    const { rows } = await tx.query<{ number: string }>(
      'update record.definition_state set number = number + 1 returning number',
    );
    const { rows: counted } = await tx.query<{ count: number }>('select count(*)::int as count from record.definition');
    if ((counted[0]?.count ?? 0) + kept.length > mostDefinitions) {
      const says = `The record keeps at most ${mostDefinitions} definitions for validation. Delete some first.`;
      throw new Refusal('rule-broken', 'too-many-definitions', says);
    }
    await tx.query(
      `insert into record.definition (type, id, changed, content)
       select type, id, $1, content from unnest($2::smallint[], $3::text[], $4::text[]) as t (type, id, content)
       on conflict (type, id) do update set changed = excluded.changed, content = excluded.content`,
      [rows[0]?.number, kept.map(({ type }) => type), kept.map(({ id }) => id), kept.map(({ content }) => content)],
    );
    this.awakeUntil = this.runtime.now().getTime() + wakeful;
  }
}
