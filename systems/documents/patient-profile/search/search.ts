/** Finding words in everything that was recorded about one patient, in words: by lane, newest first. */
import { Refusal } from '#core/refusal/refusal.ts';
import { facets, type FilterAsked, filterAsked, filtered, type PlacedEntry } from '../filter.ts';
import { after, cursorOf, newerFirst } from '../life-line.ts';
import { type Facets, lanes, type SearchHit, type SearchLane, type SearchReply } from '../model.ts';
import { type Reader, readPatient } from '../reader.ts';
import { rowsOf } from '../timeline-page.ts';
import { type Compartment, compartment } from './compartment.ts';
import { excerpts, found, sought } from './matching.ts';
import { understand } from './query.ts';
import type { Leaf } from './shelf.ts';

export interface SearchAsked extends FilterAsked {
  readonly text: string;
  /** The next page of the one lane that was asked for. */
  readonly cursor?: string;
}

/** Of each lane the newest few; of one lane that is asked for alone, a page. */
const shown = { each: 5, page: 20 };

type Hit = PlacedEntry & { readonly leaf: Leaf; readonly places: readonly number[] };

/** @throws Refusal `invalid` for words, filters and cursors that cannot be used; `not-found` as the record says it. */
export async function search(reader: Reader, patient: string, asked: SearchAsked): Promise<SearchReply> {
  const terms = understand(asked.text);
  const filter = filterAsked(asked);
  await readPatient(reader, patient);
  const { entries, shelf }: Compartment = await compartment(reader, patient);
  const among = filtered(entries, filter);
  const words = sought(terms, shelf.vocabulary);
  const hits = among.flatMap((entry): Hit[] => {
    const places = found(entry.leaf, words);
    return places ? [{ ...entry, places }] : [];
  });
  hits.sort(newerFirst);
  const alone = filter.lanes?.length === 1;
  const page = (of: readonly Hit[]) => pageOf(reader, patient, of, alone ? shown.page : shown.each, asked.cursor);
  const inLanes = lanes.map((lane) => ({ lane, of: hits.filter((hit) => hit.lane === lane) }));
  const full = inLanes.filter(({ of }) => of.length > 0);
  const pages = full.map(
    async ({ lane, of }): Promise<SearchLane> => ({ lane, total: of.length, ...(await page(of)) }),
  );
  const silent = { picture: 0, pdf: 0, elsewhere: 0, other: 0 };
  for (const { leaf } of among) if (leaf.silent) silent[leaf.silent]++;
  return { total: hits.length, searched: among.length, lanes: await Promise.all(pages), silent };
}

async function pageOf(
  reader: Reader,
  patient: string,
  hits: readonly Hit[],
  size: number,
  cursor: string | undefined,
): Promise<Pick<SearchLane, 'hits' | 'next'>> {
  const rest = after(hits, cursor);
  if (!rest) throw new Refusal('invalid', 'bad-cursor', 'This cursor is not one of ours. Begin at the first page.');
  const page = rest.slice(0, size);
  const byKey = new Map(page.map((hit) => [`${hit.type}/${hit.id}`, hit]));
  const rows = await rowsOf(reader, patient, page);
  const last = page.at(-1);
  return {
    hits: rows.flatMap((row): SearchHit[] => {
      const hit = byKey.get(`${row.link.type}/${row.link.id}`);
      return hit ? [{ ...row, excerpts: excerpts(hit.leaf, hit.places) }] : [];
    }),
    ...(last && rest.length > size ? { next: cursorOf(last) } : {}),
  };
}

/** What can be filtered by, with counts. @throws Refusal as `search`. */
export async function facetsOf(reader: Reader, patient: string, asked: FilterAsked): Promise<Facets> {
  const filter = filterAsked(asked);
  await readPatient(reader, patient);
  const { entries, facilityName, specialtyName } = await compartment(reader, patient);
  return facets(entries, filter, { facility: facilityName, specialty: specialtyName });
}
