/** The record: FHIR R4 resources on PostgreSQL. See README.md. */
import type { Operate } from './bundle-operation.ts';
import { arrivals } from './interactions/arrivals.ts';
import type { RecordTrail } from '../audit/index.ts';
import type { Call } from '../access/actor.ts';
import type { Database } from '../db/database.ts';
import type { Handler } from '../jobs/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { batch } from './interactions/batch.ts';
import type { AnswerForm } from './interactions/bundle-text.ts';
import { openBundle } from './interactions/bundle-entry.ts';
import {
  capabilityStatement,
  type PublishedOperation,
  type PublishedSubscriptions,
} from './interactions/capabilities.ts';
import type { RecordContext, RecordSettings, VirtualType } from './context.ts';
import { create } from './interactions/create.ts';
import { definitionTypes, type KnownDefinitions, knownDefinitions } from './definitions.ts';
import { conditionalDelete, remove } from './interactions/delete.ts';
import { everything, everythingOfAll } from './interactions/everything.ts';
import { type Expunge, type Expunged, expunge } from './interactions/expunge.ts';
import { type FirstEntry, firstEntry } from './interactions/first-entry.ts';
import { Gate } from '../db/gate.ts';
import { historyInstance } from './interactions/history-instance.ts';
import type { Handling, HistoryPage } from './interactions/history-parameters.ts';
import { historySystem } from './interactions/history-system.ts';
import { historyType } from './interactions/history-type.ts';
import { type AnswerCodes, CodeMemory } from './codes.ts';
import { lastn } from './interactions/lastn.ts';
import { changeMeta, type Meta, meta } from './interactions/meta-operation.ts';
import { outline } from './interactions/outline.ts';
import { sift } from './interactions/sift.ts';
import { conditionalPatch, patch } from './interactions/patch.ts';
import { read } from './interactions/read.ts';
import { type Asking, reindex, reindexStatus, type Status } from './reindex/operations.ts';
import { createReader } from './together/reader.ts';
import type { Record as RecordFace, Resource, SearchOptions, SearchPage, UpdateOptions, Written } from './record.ts';
import { type Compartment, searchCompartment } from './interactions/search-compartment.ts';
import { createSearcher } from './together/searcher.ts';
import { searchParameters as knownParameters, type SearchParameters } from './search-parameters/registry.ts';
import { reindexHandler } from './reindex/run.ts';
import { usualAge } from './state-watch.ts';
import { searchSystem } from './interactions/search-system.ts';
import { searchType } from './interactions/search-type.ts';
import type { Terminology } from './search/index.ts';
import { createTallies } from './tally.ts';
import { transaction } from './interactions/transaction.ts';
import { conditionalUpdate, update } from './interactions/update.ts';
import { type ValidateParameters, validateOperation } from './interactions/validate-operation.ts';
import { vread } from './interactions/vread.ts';
import { createWriter, type WriterSettings, writerDefaults } from './write/writer.ts';
import type { Issue } from '../refusal/refusal.ts';

export type { RecordSettings, VirtualType } from './context.ts';
export type { Terminology } from './search/index.ts';
export type { HistoryPage } from './interactions/history-parameters.ts';
export type { AnswerCodes, CodeQuestion } from './codes.ts';

export interface RecordNeeds {
  readonly database: Database;
  readonly audit: RecordTrail;
  readonly runtime: Runtime;
  readonly settings?: Partial<RecordSettings & WriterSettings>;
  readonly virtualTypes?: { readonly [type: string]: VirtualType | undefined };
  /**
   * For `:in`, `:not-in`, `:above` and `:below` of codes; without it only HL7's bound value sets are known.
   * `answers`: for bindings to code lists that cannot be listed in memory.
   */
  readonly terminology?: Terminology & { readonly answers?: AnswerCodes; readonly operate?: Operate };
  /** Rung after every commit: the change feed's bell (core/feed). */
  readonly onCommit?: () => void;
}

/** What the FHIR face needs beyond what systems call. */
export interface FhirRecord extends RecordFace {
  readonly settings: RecordSettings;
  /** Profiles and code lists that resources are validated by. */
  readonly definitions: KnownDefinitions;
  /** What resources are found by, beyond HL7's parameters. */
  readonly searchParameters: SearchParameters;
  /** Does what is asked by `reindex` and by new search parameters; workers are started with it. */
  readonly handlers: readonly Handler[];
  /** Has resources indexed anew, in the background; returns the id of the run. */
  reindex(call: Call, asking: Asking): Promise<string>;
  /** How far runs are, and which search parameters are ready. */
  reindexStatus(call: Call, asking: Asking): Promise<Status>;
  conditionalUpdate(call: Call, query: string, resource: Resource, options?: UpdateOptions): Promise<Written>;
  conditionalPatch(call: Call, type: string, query: string, patch: unknown, options?: UpdateOptions): Promise<Written>;
  /** What was deleted; `_count` in the query allows several. */
  conditionalDelete(call: Call, type: string, query: string, options?: UpdateOptions): Promise<Written[]>;
  historyInstance(call: Call, type: string, id: string, query?: string, options?: Handling): Promise<HistoryPage>;
  historyType(call: Call, type: string, query?: string, options?: Handling): Promise<HistoryPage>;
  historySystem(call: Call, query?: string, options?: Handling): Promise<HistoryPage>;
  /** Across types, all of them or those of `_type`. */
  searchSystem(call: Call, query: string, options?: SearchOptions): Promise<SearchPage>;
  /** Within a compartment: of a type, or of all (`*`). */
  searchCompartment(call: Call, compartment: Compartment, query: string, options?: SearchOptions): Promise<SearchPage>;
  validate(call: Call, type: string | undefined, parameters: ValidateParameters): Promise<Issue[]>;
  /** What belongs to an encounter, in its patient's compartment. */
  everythingOfEncounter(call: Call, id: string, query?: string): Promise<SearchPage>;
  /** The compartments of all patients whom the caller may see, one after the other. */
  everythingOfAll(call: Call, query?: string): Promise<SearchPage>;
  /** The newest observations of each code, of one patient. */
  lastn(call: Call, query: string, options?: SearchOptions): Promise<SearchPage>;
  /** Of a resource, of a type, of everything: profiles, tags and labels. */
  meta(call: Call, type: string | undefined, id: string | undefined): Promise<Meta>;
  changeMeta(
    call: Call,
    kind: 'meta-add' | 'meta-delete',
    place: { type: string; id: string },
    sent: Meta,
    options?: UpdateOptions,
  ): Promise<Meta>;
  /** When, by whom and from where a resource came in. */
  firstEntry(call: Call, type: string, id: string): Promise<FirstEntry>;
  /** Removes versions for good; with a reason. */
  expunge(call: Call, type: string, id: string | undefined, wanted: Expunge): Promise<Expunged[]>;
  /** batch and transaction as text, its entries in the form preferred. `metadata`: what entries that ask for it get. */
  bundleText(
    call: Call,
    bundle: Resource,
    form: AnswerForm,
    metadata?: (query: string) => Promise<string>,
  ): Promise<string>;
  /** The CapabilityStatement as JSON text; public. */
  capabilities(operations?: readonly PublishedOperation[], subscriptions?: PublishedSubscriptions): Promise<string>;
}

/** What the interactions are given; what keeps tables in step with definitions hangs on their writes. */
function contextOf(needs: RecordNeeds): RecordContext {
  const { database, audit, runtime, settings = {}, virtualTypes = {}, onCommit = () => undefined } = needs;
  const {
    baseUrl = 'http://localhost:8080/fhir/R4',
    references = 'accept',
    vitalSigns = 'accept',
    ...writer
  } = settings;
  const tallies = createTallies(database);
  const definitions = knownDefinitions(database, runtime);
  const searchParameters = knownParameters(database, runtime, audit);
  const context: RecordContext = {
    database,
    audit,
    runtime,
    writer: createWriter(database, audit, { ...writerDefaults, ...writer }),
    reader: createReader(database, audit),
    searcher: createSearcher(database, audit),
    tallies,
    gate: new Gate(Math.max(1, Math.floor((database.pool.options.max ?? 10) / 2))),
    settings: { baseUrl, references, vitalSigns },
    onCommit() {
      tallies.changed();
      onCommit();
    },
    definitions,
    searchParameters,
    virtualTypes,
    terminology: needs.terminology,
    codes: new CodeMemory(),
  };
  context.writer.onChange(definitionTypes, (tx, changes) => definitions.store(tx, changes));
  context.writer.onChange(['SearchParameter'], (tx, changes) => searchParameters.store(tx, changes));
  return context;
}

/** The record on a database. */
export function createRecord(needs: RecordNeeds): FhirRecord {
  const context = contextOf(needs);
  const { database, definitions, searchParameters } = context;
  const bundleText: FhirRecord['bundleText'] = async (call, bundle, form, metadata) => {
    const { kind, raw } = openBundle(bundle);
    const asking = { ...context, metadata };
    return kind === 'batch' ? batch(asking, call, raw, form) : transaction(asking, call, raw, form);
  };
  const since = needs.runtime.now();
  return {
    settings: context.settings,
    definitions,
    searchParameters,
    handlers: [reindexHandler({ database, searchParameters })],
    reindex: (call, asking) => reindex(context, call, asking),
    reindexStatus: (call, asking) => reindexStatus(context, call, asking),
    create: (call, resource, options) => create(context, call, resource, options),
    read: (call, type, id, options) => read(context, call, type, id, options),
    vread: (call, type, id, version) => vread(context, call, type, id, version),
    update: (call, resource, options) => update(context, call, resource, options),
    patch: (call, type, id, operations, options) => patch(context, call, type, id, operations, options),
    delete: (call, type, id, options) => remove(context, call, type, id, options),
    bundle: async (call, bundle) => JSON.parse(await bundleText(call, bundle, 'minimal')) as Resource,
    search: (call, type, query, options) => searchType(context, call, type, query, options),
    everything: (call, id, query, options) => everything(context, call, { type: 'Patient', id }, query, options),
    everythingOfEncounter: (call, id, query) => everything(context, call, { type: 'Encounter', id }, query),
    everythingOfAll: (call, query) => everythingOfAll(context, call, query),
    lastn: (call, query, options) => lastn(context, call, query, options),
    meta: (call, type, id) => meta(context, call, type, id),
    changeMeta: (call, kind, place, sent, options) => changeMeta(context, call, kind, place, sent, options),
    expunge: (call, type, id, wanted) => expunge(context, call, type, id, wanted),
    firstEntry: (call, type, id) => firstEntry(context, call, type, id),
    outline: (call, patient, types, options) => outline(context, call, patient, types, options),
    sift: (call, patient, types, options) => sift(context, call, patient, types, options),
    arrivals: (call, patient, types, zone) => arrivals(context, call, patient, types, zone),
    onChange: (types, hook) => context.writer.onChange(types, hook),
    owns: (owner) => context.writer.owns(owner),
    conditionalUpdate: (call, query, resource, options) => conditionalUpdate(context, call, query, resource, options),
    conditionalPatch: (call, type, query, operations, options) =>
      conditionalPatch(context, call, type, query, operations, options),
    conditionalDelete: (call, type, query, options) => conditionalDelete(context, call, type, query, options),
    historyInstance: (call, type, id, query, options) => historyInstance(context, call, type, id, query, options),
    historyType: (call, type, query, options) => historyType(context, call, type, query, options),
    historySystem: (call, query, options) => historySystem(context, call, query, options),
    searchSystem: (call, query, options) => searchSystem(context, call, query, options),
    searchCompartment: (call, compartment, query, options) =>
      searchCompartment(context, call, compartment, query, options),
    validate: (call, type, parameters) => validateOperation(context, call, type, parameters),
    capabilities: statements(context, since),
    bundleText,
  };
}

/** The statement, made anew when what resources are found by has changed. */
function statements(
  { settings, searchParameters, virtualTypes }: RecordContext,
  since: Date,
): FhirRecord['capabilities'] {
  let made: { operations: unknown; number: number; text: string } | undefined;
  return async (operations = [], subscriptions = undefined) => {
    await searchParameters.refresh(usualAge);
    const { number, parameters } = searchParameters.current;
    if (made?.operations !== operations || made.number !== number) {
      const text = capabilityStatement({ settings, virtualTypes }, operations, since, parameters, subscriptions);
      made = { operations, number, text };
    }
    return made.text;
  };
}
