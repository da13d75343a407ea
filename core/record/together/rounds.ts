/**
 * Searches that one caller asks at once, as a patient's overview asks a dozen: of different shapes, but always the same
 * ones together. They are one statement with their entries in the trail: one round trip and one commit for all. Values
 * stand in it one by one, so that each search opens no partition but its own. Decision 0059.
 */
import { hash } from 'node:crypto';
import type { Call } from '../../access/actor.ts';
import type { RecordTrail } from '../../audit/index.ts';
import type { Database } from '../../db/database.ts';
import { type AskedPage, pageOf, pageParameters, pagesText, pageValues } from './pages-told.ts';
import { type RawPage, type ToldPage, toldPage } from '../search/found.ts';

/** One search of a round. */
export interface InRound extends AskedPage {
  readonly values: readonly unknown[];
  resolve(page: ToldPage | undefined): void;
  /** Takes the way of a search that nobody else's goes with. */
  goAlone(): void;
}

interface Round {
  readonly name: string;
  /** Until when its searches go apart, after it failed. */
  apartUntil: number;
  text: string | undefined;
  insertion: string | undefined;
}

/** Searches in one statement: a larger round becomes several, which PostgreSQL runs beside each other. */
const together = 8;
/** A round is one statement when it has been asked this often, as statements get their names (search/statement.ts). */
const worthKeeping = 5;
/** Plans live as long as their connection, and those of rounds are large: there must be an end to them. */
const mostRounds = 24;
const mostCounted = 500;
/** How long the searches of a round that failed go one by one, ms. */
const apart = 60_000;

/** Adds a search to the round of its call, which leaves when the call has nothing more to ask in this turn. */
export function createRounds(database: Database, audit: RecordTrail): (search: InRound) => void {
  const waiting = new Map<Call, InRound[]>();
  const known = new Map<string, Round>();
  const counts = new Map<string, number>();

  const roundOf = (searches: readonly InRound[]): Round | undefined => {
    const key = searches.map(({ query }) => query.name).join(' ');
    const round = known.get(key);
    if (round) return round.apartUntil > performance.now() ? undefined : round;
    if (known.size >= mostRounds) return undefined;
    const count = (counts.get(key) ?? 0) + 1;
    if (counts.size >= mostCounted) counts.clear();
    counts.set(key, count);
    if (count >= worthKeeping) {
      const name = `round-${hash('sha256', key, 'hex').slice(0, 16)}`;
      known.set(key, { name, apartUntil: 0, text: undefined, insertion: undefined });
    }
    return undefined;
  };
  const leave = (call: Call): void => {
    const all = waiting.get(call) ?? [];
    waiting.delete(call);
    for (let from = 0; from < all.length; from += together) {
      const searches = all.slice(from, from + together);
      const round = searches.length > 1 ? roundOf(searches) : undefined;
      if (round) void ask(database, audit, round, searches);
      else for (const search of searches) search.goAlone();
    }
  };
  return (search) => {
    const { call } = search.entry;
    const others = waiting.get(call);
    if (others) others.push(search);
    else {
      waiting.set(call, [search]);
      // Whatever the call asks in this turn of the event loop comes along.
      setImmediate(leave, call);
    }
  };
}

/** Never throws: searches of a round that failed are asked again one by one, and told what is wrong. */
async function ask(database: Database, audit: RecordTrail, round: Round, searches: readonly InRound[]): Promise<void> {
  const values = searches.flatMap((search) => search.values);
  const insertion = audit.insertionOfPages(
    searches.map(({ entry }) => entry),
    values.length + pageParameters + 1,
    'grouped',
  );
  // The part of the trail does not change: neither does the statement.
  if (round.text === undefined || round.insertion !== insertion.text) {
    round.insertion = insertion.text;
    round.text = textOf(searches, values.length + 1, insertion.text);
  }
  values.push(...pageValues(searches));
  let pages: RawPage[] | undefined;
  try {
    const answer = await database.query<RawPage>({
      ...{ name: round.name, text: round.text, values: [...values, ...insertion.values] },
    });
    pages = answer.rows;
  } catch {
    // Nothing was written. A slow round is no reason to part: whoever asks waits for all of it anyway.
    round.apartUntil = performance.now() + apart;
  }
  searches.forEach(({ resolve }, at) => resolve(pages && toldPage(pages[at] as RawPage)));
}

function textOf(searches: readonly InRound[], next: number, insertion: string): string {
  let used = 0;
  const branches = searches.map(({ query, values, place }, at) => {
    const text = query.text.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + used}`);
    used += values.length;
    const one = pageOf(text, place);
    return `select page.n, found.* from page cross join lateral (${one}) found where page.n = ${at + 1}`;
  });
  return pagesText(branches.join(' union all '), next, insertion);
}
