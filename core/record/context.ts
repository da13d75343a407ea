/** What every interaction of the record is given. */
import type { Operate } from './bundle-operation.ts';
import type { RecordTrail } from '../audit/index.ts';
import type { Call } from '../access/actor.ts';
import type { Database } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { KnownDefinitions } from './definitions.ts';
import type { Gate } from '../db/gate.ts';
import type { AnswerCodes, CodeMemory } from './codes.ts';
import type { Reader } from './together/reader.ts';
import type { Searcher } from './together/searcher.ts';
import type { SearchOptions, SearchPage, Stored } from './record.ts';
import type { Terminology } from './search/index.ts';
import type { SearchParameters } from './search-parameters/registry.ts';
import type { Tallies } from './tally.ts';
import type { Writer } from './write/writer.ts';

/** A type whose resources are made from something else than record.resource, such as AuditEvent from the trail. */
export interface VirtualType {
  /** Undefined when it has no such resource; then the record looks among its own. */
  read(call: Call, id: string): Promise<Stored | undefined>;
  /** Newest first. */
  search(call: Call, query: string, options: SearchOptions): Promise<SearchPage>;
  /** Is an id of the form that it gives? Then nobody else may. */
  gives(id: string): boolean;
  /** The cursor of a search that goes on behind this one. */
  cursorOf(stored: Stored): string;
}

export interface RecordSettings {
  /** Address of the FHIR face, for full urls and links: `https://record.example/fhir/R4`. */
  baseUrl: string;
  /** Whether literal references to this server must lead somewhere (`check`) or may point ahead (`accept`). */
  references: 'accept' | 'check';
  /** Whether what is a vital sign must fit R4's vital-sign profiles to be stored (`demand`). */
  vitalSigns: 'accept' | 'demand';
}

export interface RecordContext {
  readonly database: Database;
  readonly audit: RecordTrail;
  readonly runtime: Runtime;
  readonly writer: Writer;
  /** Not inside a transaction: what is read there is audited apart, whatever becomes of the transaction. */
  readonly reader?: Reader | undefined;
  /** Nor is this. */
  readonly searcher?: Searcher | undefined;
  /** Keeps exact counts of tokens that lead to many. */
  readonly tallies: Tallies;
  /** Before transactions of their own: they hold a connection while audit and others need one too. */
  readonly gate: Gate;
  readonly settings: RecordSettings;
  /** Rung after every commit: the change feed's bell. */
  readonly onCommit: () => void;
  /** Profiles and code lists that resources are validated by. */
  readonly definitions: KnownDefinitions;
  /** What resources are found by, beyond HL7's parameters. */
  readonly searchParameters: SearchParameters;
  readonly virtualTypes: { readonly [type: string]: VirtualType | undefined };
  /** What searches by value sets and by what lies above or below a code ask. */
  readonly terminology: (Terminology & { readonly answers?: AnswerCodes; readonly operate?: Operate }) | undefined;
  /** What /metadata answers to a query, for bundles that ask for it. */
  readonly metadata?: ((query: string) => Promise<string>) | undefined;
  /** What the vocabularies said of codes lately. */
  readonly codes: CodeMemory;
}
