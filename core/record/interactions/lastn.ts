/** Observation/$lastn: the newest of each code. https://hl7.org/fhir/R4/observation-operation-lastn.html */
import type { Call } from '../../access/actor.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { isWithinOne, takeAsOf, withAsOf } from '../as-of.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded, readEntry } from '../guard.ts';
import type { SearchOptions, SearchPage } from '../record.ts';
import { type FoundPage, knownAt, parseSearch, runSearch, subset } from '../search/index.ts';
import { parseOptions } from './search-type.ts';

/** Observations that may be looked through: more than a life holds of what one asks about. */
const mostLooked = 10_000;
const mostShown = 1_000;

/**
 * The newest observations of each code, `max` of each (one unless told) and those of the same moment as the last of
 * them. Takes every search parameter of Observation.
 * @throws Refusal `invalid` when it does not say of which patient; `rule-broken` `too-costly` beyond the limits.
 */
export function lastn(
  context: RecordContext,
  call: Call,
  query: string,
  options: SearchOptions = {},
): Promise<SearchPage> {
  const type = 'Observation';
  const asked: Asked = { action: 'R', kind: 'lastn', type, query: `Observation?${query}` };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    const { rest, asOf } = takeAsOf(query);
    const { most, search } = takeMax(rest);
    const parsed = parseSearch(type, search, parseOptions(context, options, asOf));
    if (!isWithinOne(parsed, visibility)) {
      throw new Refusal('invalid', 'no-patient', '$lastn is asked of one patient: add patient=….');
    }
    const newestFirst = { by: 'starts', descending: true, params: [] } as const;
    // What they are about, and when they were, is looked at first: cut they are afterwards.
    const whole = { summary: 'false', elements: [], includes: [], total: false, cursor: undefined } as const;
    const wanted = { ...parsed, ...whole, sort: [newestFirst], count: mostLooked };
    const tx = asOf ? knownAt(context.database, asOf) : context.database;
    const entries = newest(await runSearch(tx, wanted, visibility), most);
    const stored = entries.map((entry) => entry.stored);
    await context.audit.write(await readEntry(context, call, asked, rule, stored));
    const self = `max=${most}${parsed.self && '&'}${parsed.self}`;
    const page = { total: entries.length, self: asOf ? withAsOf(self, asOf) : self, ignored: [...parsed.ignored] };
    return subset({ ...page, entries: parsed.summary === 'count' ? [] : entries }, parsed);
  });
}

function takeMax(query: string): { most: number; search: string } {
  const parts = query.split('&').filter((part) => part !== '');
  const said = parts.findLast((part) => part.startsWith('max='))?.slice('max='.length) ?? '1';
  const most = /^\d{1,3}$/.test(said) ? Number(said) : 0;
  if (most < 1 || most > 100) throw new Refusal('invalid', 'invalid-parameter', 'max must be from 1 to 100.');
  return { most, search: parts.filter((part) => !part.startsWith('max=')).join('&') };
}

/** Groups in the order of their newest; what is of the same moment as the last that counts is not left out. */
function newest({ entries, next }: FoundPage, most: number): FoundPage['entries'] {
  if (next !== undefined) throw tooMany(`more than ${mostLooked} observations to look through`);
  const groups = new Map<string, { entry: FoundPage['entries'][number]; at: string }[]>();
  for (const entry of entries) {
    const { code, at } = codeOf(entry.stored.content);
    const group = groups.get(code) ?? [];
    if (group.length >= most && group.at(-1)?.at !== at) continue;
    groups.set(code, [...group, { entry, at }]);
  }
  const shown = [...groups.values()].flatMap((group) => group.map(({ entry }) => entry));
  if (shown.length > mostShown) throw tooMany(`more than ${mostShown} observations to show`);
  return shown;
}

const tooMany = (says: string): Refusal =>
  new Refusal('rule-broken', 'too-costly', `$lastn would have ${says}. Narrow it by code, category or date.`);

interface Coded {
  code?: { coding?: { system?: string; code?: string }[]; text?: string };
  [element: string]: unknown;
}

/** What it is about: its codes in any order, else its text; and when it was, as it was written. */
function codeOf(content: string): { code: string; at: string } {
  const { code, ...observation } = JSON.parse(content) as Coded;
  const codes = (code?.coding ?? []).map(({ system = '', code: of = '' }) => `${system}|${of}`).sort();
  const at = observation.effectiveDateTime ?? observation.effectiveInstant ?? observation.effectivePeriod;
  return { code: codes.length > 0 ? codes.join(' ') : (code?.text ?? ''), at: JSON.stringify(at ?? '') };
}
