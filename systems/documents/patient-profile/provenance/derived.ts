/**
 * Which facts each level derives, by the keys under which their reasons are asked for (keys.ts). One row per member of
 * the reply, and the compiler demands a row for every member: whatever is added says what explains it, or that nobody
 * derived it. `provenance.test.ts` asks why of every key.
 */
import type { DocumentDetail } from '../document-model.ts';
import type { EventDetail, EventLine, EventLink, KeyResult, Overview } from '../model.ts';
import type { ProblemDetail } from '../problem-model.ts';
import { documentFactKey, gapKey, linkKey, measureKey, missingKey } from './keys.ts';

type Keys<T> = { readonly [member in keyof Required<T>]: (value: NonNullable<T[member]>) => readonly string[] };

/** Says nothing by itself: an instant, an address, a list's length. */
const nothing = (): string[] => [];
/** As it was recorded; the entry itself is the reason. */
const entry = (): string[] => ['entry'];
/** The band over every level: explained as on the overview. */
const onOverview = nothing;
const rows = (list: readonly { link: EventLink }[]): string[] => list.map(({ link }) => linkKey(link));
const some = (key: string) => (list: readonly unknown[]) => (list.length > 0 ? [key] : []);

const overviewKeys: Keys<Overview> = {
  patient: () => ['patient'],
  asOf: nothing,
  allergies: ({ list }) => ['allergies', ...rows(list)],
  news: ({ lines }) => ['news', ...lines.map(({ link }) => `news:${linkKey(link)}`)],
  gaps: (gaps) => gaps.map(gapKey),
  problems: rows,
  medicines: rows,
  results: rows,
  documents: ({ list }) => rows(list),
  careTeam: (team) => team.map(({ name }) => `team:${name}`),
  sources: (facilities) => facilities.map(({ name }) => `facility:${name}`),
  outside: (outside) => outside.map(({ source }) => `source:${source}`),
  sourceStates: (states) => states.map(({ id }) => `source:${id}`),
  notShown: (counts) => (Object.keys(counts).length > 0 ? ['not-shown'] : []),
  disputes: nothing,
  lifeLine: ({ total }) => (total > 0 ? ['life-line'] : []),
  cut: nothing,
};

const problemKeys: Keys<ProblemDetail> = {
  ...{ patient: onOverview, allergies: onOverview, asOf: nothing, link: nothing, cut: nothing },
  ...{ what: () => ['status'], code: () => ['status'], active: () => ['status'], doubt: () => ['status'] },
  ...{ since: () => ['since'], until: () => ['since'], source: () => ['since'] },
  responsible: () => ['responsible'],
  measures: (measures) => measures.map(({ code }) => measureKey(code)),
  treatments: rows,
  goals: rows,
  plans: rows,
  ...{ stays: some('events'), documents: some('events'), events: some('events') },
  missing: (missing) => missing.map(missingKey),
  table: () => ['status'],
};

const eventLines = (lines: readonly (EventLine | KeyResult)[]): string[] => rows(lines);
const eventKeys: Keys<EventDetail> = {
  ...{ patient: onOverview, allergies: onOverview, link: nothing },
  ...{ lane: entry, what: entry, starts: entry, ends: entry, status: entry, who: entry, where: entry, why: entry },
  ...{ text: entry, dose: entry, source: entry },
  ...{ done: eventLines, decided: eventLines, followUps: eventLines, results: eventLines, documents: eventLines },
  result: () => ['result'],
  encounter: () => ['encounter'],
};

const documentKeys: Keys<DocumentDetail> = {
  ...{ patient: onOverview, allergies: onOverview, asOf: nothing, link: nothing },
  ...{ what: entry, date: entry, status: entry, docStatus: entry, authors: entry, where: entry, source: entry },
  ...{ originals: entry, series: entry },
  encounter: () => ['encounter'],
  facts: (facts) => facts.map(documentFactKey),
  signature: () => ['signature'],
  replaces: rows,
  replacedBy: rows,
};

/** Keys of everything that a reply derives, each once. @throws Error for a member that has no row. */
function keysOf<T extends object>(keys: Keys<T>): (reply: T) => string[] {
  return (reply) => {
    const members = Object.entries(reply).filter(([, value]) => value !== undefined);
    const found = members.flatMap(([name, value]) => {
      const of = (keys as { [member: string]: (value: never) => readonly string[] })[name];
      if (!of) throw new Error(`Nobody says why ${name} is shown: give it a row in derived.ts.`);
      return of(value as never);
    });
    return [...new Set(found)];
  };
}

export const derivedOf = {
  overview: keysOf(overviewKeys),
  problem: keysOf(problemKeys),
  event: keysOf(eventKeys),
  document: keysOf(documentKeys),
};
