/** search of a type. https://hl7.org/fhir/R4/http.html#search The work is in search/; here stand access and audit. */
import type { Call } from '../../access/actor.ts';
import type { Allow } from '../../access/index.ts';
import type { AuditEntry } from '../../audit/index.ts';
import { searchAsOf, takeAsOf } from '../as-of.ts';
import { knownType } from '../checks.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded, readEntry } from '../guard.ts';
import type { SearchOptions, SearchPage } from '../record.ts';
import { searchVirtual } from './search-virtual.ts';
import { parseSearch, runSearch, type Tell } from '../search/index.ts';

/**
 * @throws Refusal `invalid` for what cannot be understood, `forbidden`. What one may not see is left out, uncounted.
 */
export function searchType(
  context: RecordContext,
  call: Call,
  type: string,
  query: string,
  options: SearchOptions = {},
): Promise<SearchPage> {
  const asked: Asked = { action: 'E', kind: 'search-type', type, query: `${type}?${query}` };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    knownType(type);
    const { rest, asOf = options.asOf } = takeAsOf(query);
    const virtual = asksForStored(query) || asOf ? undefined : context.virtualTypes[type];
    const at = asOf ?? staleAt(context, call);
    const parse = (text: string, how = options) =>
      parseSearch(type, text, { ...parseOptions(context, how, at), contained: asOf === undefined });
    const understand = () => parse(rest);
    const page = virtual
      ? await searchVirtual(context, call, { virtual, parse: (text) => parse(text, {}), query, options, visibility })
      : asOf
        ? await searchAsOf(context, understand(), asOf, visibility)
        : await runSearch(context.database.reading(call.maxStale), understand(), visibility, {
            tell: teller(context, call, asked, rule),
            counted: context.tallies.counted,
          });
    return audited(context, call, asked, rule, page);
  });
}

/** A replica may be so far behind: what became ready since then it may not have. */
export const staleAt = ({ runtime }: RecordContext, { maxStale }: Call): Date | undefined =>
  maxStale === undefined ? undefined : new Date(runtime.now().getTime() - maxStale * 1000);

/** What every search is understood by; `asOf`: of which moment the rows are that are searched. */
export const parseOptions = (
  { settings, runtime, terminology, searchParameters: { current } }: RecordContext,
  { strict = false }: SearchOptions,
  asOf?: Date,
) => ({
  strict,
  base: [`${settings.baseUrl}/`],
  now: runtime.now,
  terminology,
  parameters: asOf ? current.parametersAt(asOf) : current.parameters,
});

/** Tells the trail of a page as it is searched. A replica cannot, nor may a transaction: what was seen stays seen. */
export function teller(
  { searcher, runtime }: RecordContext,
  call: Call,
  { action, kind, query }: Asked,
  rule: Allow['rule'],
): Tell | undefined {
  if (!searcher || call.maxStale !== undefined) return undefined;
  return (page) => {
    const whose = page.patient ? { patients: [page.patient.key], patientIds: [page.patient.id] } : {};
    const what = query === undefined ? {} : { query };
    const entry: AuditEntry = { call, at: runtime.now(), action, kind, outcome: 0, rule, ...whose, ...what };
    return searcher({ ...page, entry });
  };
}

/** The page, when the trail has it. */
export async function audited(
  context: RecordContext,
  call: Call,
  asked: Asked,
  rule: Allow['rule'],
  page: SearchPage & { readonly told?: true },
): Promise<SearchPage> {
  if (page.told) return page;
  const stored = page.entries.map((entry) => entry.stored);
  await context.audit.write(await readEntry(context, call, asked, rule, stored));
  return page;
}

/**
 * Of a virtual type (AuditEvent) resources may also be stored, by machines that send their own. Ids of the trail are
 * numbers: whoever asks for another id means a stored one.
 */
const asksForStored = (query: string): boolean => /(^|&)_id=[^&]*[A-Za-z.-]/.test(query);
