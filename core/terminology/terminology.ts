/** The terminology service as the rest of the process sees it: questions, trail, keeping in step with the record. */
import type { Call } from '../access/actor.ts';
import { authorize } from '../access/index.ts';
import type { AuditTrail } from '../audit/index.ts';
import { type Database, sqlState, type Tx } from '../db/database.ts';
import type { CodeQuestion, FhirRecord } from '../record/index.ts';
import { Refusal, type RefusalKind } from '../refusal/refusal.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { answersTo, membersOf } from './answers.ts';
import { terminologyCapabilities } from './capabilities.ts';
import { indexPackage } from './index-packages.ts';
import { indexChanges, indexedTypes } from './index-resources.ts';
import { limits } from './limits.ts';
import { findSame } from './map-store.ts';
import { memberPage } from './member-store.ts';
import type { Coding } from './model.ts';
import { codesBelow, conceptsById, findCoded, idsAbove } from './store.ts';
import { type Subsumption, subsumption } from './subsumes.ts';
import { type Verdict, verdictOf } from './validate-code.ts';

export interface TerminologyNeeds {
  readonly database: Database;
  readonly audit: AuditTrail;
  readonly runtime: Runtime;
}

/** What an operation is about, for the trail. */
export interface AskedAbout {
  readonly name: string;
  readonly type: string;
  readonly entity: string | undefined;
  readonly query: string;
}

/** A code with its system. */
export interface SystemCode {
  readonly system: string;
  readonly code: string;
}

/**
 * What others in the process ask. Vocabularies are nobody's data: these questions need no caller, and what they are
 * part of (a search, a validation) is decided and audited there.
 */
export interface TerminologyQuestions {
  /** The same, asked on a connection: for questions inside a transaction. */
  on(tx: Tx): TerminologyQuestions;
  /** Whether a value set (`url` or `url|version`) has a code; a code without system is looked for in all of the set's. */
  memberOf(valueSet: string, coding: Coding): Promise<Verdict>;
  /** Undefined when the value set is not here, or cannot be listed, or has more than `most` codes. */
  codesIn(valueSet: string, most?: number): Promise<SystemCode[] | undefined>;
  /** The code and all below it; the code alone when nothing is known of it. Undefined: more than `most`. */
  descendants(system: string, code: string, most?: number): Promise<string[] | undefined>;
  /** The code and all above it. */
  ancestors(system: string, code: string): Promise<string[]>;
  subsumption(a: Coding, b: Coding): Promise<Subsumption>;
  /** What concept maps hold to be the same, of many codes at once; of what no map names nothing. */
  same(codes: readonly SystemCode[]): Promise<{ from: SystemCode; to: SystemCode }[]>;
  /** Many questions of one validation; `tx` where a transaction is under way. */
  answers(questions: readonly CodeQuestion[], tx?: Tx): Promise<Verdict[]>;
}

export interface Terminology extends TerminologyQuestions {
  readonly database: Database;
  readonly runtime: Runtime;
  /** Decides, answers, and leaves a trace: for operations that somebody calls. */
  answer<T>(call: Call, asked: AskedAbout, work: () => Promise<T>): Promise<T>;
  /** TerminologyCapabilities as JSON text. */
  capabilities(baseUrl: string): Promise<string>;
  /** Keeps the tables in step with the record from now on. */
  follow(record: FhirRecord): void;
}

/** Refusals that say something about what is here; what is merely malformed leaves no trace. */
const traced = new Set<RefusalKind>(['forbidden', 'not-found']);

export function terminologyOf({ database, audit, runtime }: TerminologyNeeds): Terminology {
  const since = runtime.now();
  return {
    database,
    runtime,
    ...questions(database),
    async answer(call, { name, type, entity, query }, work) {
      const entry = { call, at: runtime.now(), action: 'E', kind: name, query } as const;
      const entities = entity === undefined ? {} : { entities: [entity] };
      try {
        const { rule } = authorize(call.actor, 'read', type);
        const answer = await work();
        await audit.write({ ...entry, ...entities, outcome: 0, rule });
        return answer;
      } catch (thrown) {
        const error = sqlState(thrown) === '57014' ? tooLong() : thrown;
        if (error instanceof Refusal && traced.has(error.kind)) {
          await audit.write({ ...entry, ...entities, outcome: 4, reason: error.code });
        }
        throw error;
      }
    },
    capabilities: (baseUrl) => terminologyCapabilities(database, baseUrl, since),
    follow(record) {
      record.onChange(indexedTypes, (tx, changes) => indexChanges(tx, changes, runtime.now()));
      record.definitions.onPackage((tx, name, resources) => indexPackage(tx, name, resources, runtime.now()));
    },
  };
}

/** The database gave up on a question: asking again would not help. */
const tooLong = () =>
  new Refusal('rule-broken', 'too-costly', {
    issues: [
      {
        severity: 'error',
        code: 'too-costly',
        diagnostics: 'This question takes too long. Ask for less: a text, a page (count), fewer filters.',
      },
    ],
  });

function questions(tx: Tx): TerminologyQuestions {
  return {
    on: questions,
    async memberOf(valueSet, coding) {
      const members = await membersOf(tx, valueSet);
      return members ? verdictOf(tx, members, coding) : 'unknown';
    },
    async codesIn(valueSet, most = limits.page) {
      const members = await membersOf(tx, valueSet);
      if (!members) return undefined;
      const asked = { filter: undefined, activeOnly: false, selectableOnly: false, offset: 0, count: most };
      const { total, members: found, leaves } = await memberPage(tx, members.expression, asked);
      if (total > most) return undefined;
      const concepts = await conceptsById(
        tx,
        found.flatMap(({ concept }) => (concept === null ? [] : [concept])),
      );
      return found.flatMap(({ part, concept, listed }) => {
        const leaf = leaves[part];
        if (leaf?.kind === 'listed') return [{ system: leaf.url, code: leaf.listed[listed ?? 0]?.code ?? '' }];
        const code = concepts.get(concept ?? 0)?.code;
        return leaf && code !== undefined ? [{ system: leaf.system.url, code }] : [];
      });
    },
    async descendants(system, code, most = limits.page) {
      const found = await findCoded(tx, system, undefined, code);
      if (!found?.concept) return [code];
      const codes = await codesBelow(tx, found.concept.id, most + 1);
      return codes.length > most ? undefined : codes;
    },
    async ancestors(system, code) {
      const found = await findCoded(tx, system, undefined, code);
      if (!found?.concept) return [code];
      const above = await conceptsById(tx, await idsAbove(tx, found.concept.id));
      return [...above.values()].map((concept) => concept.code);
    },
    subsumption: (a, b) => subsumption(tx, a, b),
    same: (codes) => findSame(tx, codes),
    answers: (asked, within = tx) => answersTo(within, asked),
  };
}
