/**
 * Searches and their audit entries, shared: what one caller asks at once is one statement (rounds.ts), and so are
 * searches of one shape that wait at the same time, whoever asks. It also writes into the trail what each has found.
 * One round trip and one commit for all, then the answers leave.
 */
import type { RecordTrail } from '../../audit/index.ts';
import type { Database } from '../../db/database.ts';
import { type Gathered, gather } from '../../db/gather.ts';
import { columnsOf, Patience, type Shape, shapeOf } from '../../db/shape.ts';
import { type AskedPage, pageOf, pageParameters, pagesText, pageValues } from './pages-told.ts';
import { createRounds } from './rounds.ts';
import { type RawPage, type ToldPage, toldPage } from '../search/found.ts';

interface Waiting extends AskedPage {
  readonly values: readonly unknown[];
  resolve(page: ToldPage | undefined): void;
}

interface Shared {
  readonly queue: Gathered<Waiting>;
  readonly patience: Patience;
}

/** Of one shape: most searches in a statement, and statements under way at once. */
const limits = { together: 32, flights: 2 };
/** Plans of shared statements live as long as their connection: there must be an end to them. */
const mostShapes = 60;

/**
 * The page, its entry in the trail; undefined when this search is not shared or the statement failed: then nothing
 * was written, and whoever asked searches and tells the trail himself, so that one bad search harms no other.
 */
export type Searcher = (asked: AskedPage) => Promise<ToldPage | undefined>;

export function createSearcher(database: Database, audit: RecordTrail): Searcher {
  const known = new Map<string, Shared | undefined>();
  const inRound = createRounds(database, audit);
  const sharedBy = ({ query: { name, text }, place }: AskedPage): Shared | undefined => {
    if (name === undefined || known.has(name) || known.size >= mostShapes) return known.get(name ?? '');
    const shape = shapeOf(text);
    const shared = shape && share(database, audit, `${name}-told`, shape, place);
    known.set(name, shared);
    return shared;
  };
  return async (asked) => {
    const { name, values } = asked.query;
    if (name === undefined || !values) return undefined;
    const shared = sharedBy(asked);
    return new Promise((resolve) => {
      const waiting = { ...asked, values, resolve };
      const goAlone = () => (shared && !shared.patience.goesAlone ? shared.queue.add(waiting) : resolve(undefined));
      inRound({ ...waiting, goAlone });
    });
  };
}

function share(database: Database, audit: RecordTrail, name: string, shape: Shape, place: readonly string[]): Shared {
  const patience = new Patience();
  let whole: { insertion: string; text: string } | undefined;
  const fly = async (batch: readonly Waiting[]): Promise<void> => {
    const began = performance.now();
    const found = shape.types.length;
    const entries = batch.map(({ entry }) => entry);
    const insertion = audit.insertionOfPages(entries, found + pageParameters + 1, 'grouped');
    // The part of the trail does not change: neither does the statement.
    if (whole?.insertion !== insertion.text) {
      whole = { insertion: insertion.text, text: textOf(shape, place, found + 1, insertion.text) };
    }
    const values = columnsOf(
      shape,
      batch.map((waiting) => waiting.values),
    );
    values.push(...pageValues(batch));
    let pages: RawPage[] | undefined;
    try {
      const answer = await database.query<RawPage>({
        ...{ name, text: whole.text, values: [...values, ...insertion.values] },
      });
      pages = answer.rows;
    } catch {
      // Each searches again, and is told by its own statement what is wrong.
    }
    patience.ended(began, pages === undefined);
    batch.forEach(({ resolve }, at) => resolve(pages && toldPage(pages[at] as RawPage)));
  };
  return { queue: gather(limits, fly), patience };
}

const textOf = ({ each, question }: Shape, place: readonly string[], next: number, insertion: string): string =>
  pagesText(
    `select page.n, found.* from each join page on page.n = each.asked
      cross join lateral (${pageOf(question, place)}) found`,
    next,
    insertion,
    each,
  );
