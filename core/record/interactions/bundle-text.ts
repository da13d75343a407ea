/** Bundles as text: what is stored is put in as it is, never parsed. https://hl7.org/fhir/R4/bundle.html */
import { stringify } from '#libs/fhir/json.ts';
import type { HistoryPage } from './history-parameters.ts';
import { isKnown, type Known } from '../etag.ts';
import type { SearchPage, Stored, Written } from '../record.ts';
import { outgoing, shortened } from '../search/index.ts';
import { issueOfChange } from '../change-words.ts';

const text = (value: string): string => JSON.stringify(value);

interface Link {
  relation: string;
  url: string;
}

const linksOf = (links: readonly Link[]): string =>
  links.map(({ relation, url }) => `{"relation":${text(relation)},"url":${text(url)}}`).join(',');

/** JSON in pieces: what is stored may stand among them as the bytes in which it leaves. */
type Pieces = readonly (string | Buffer)[];

/** Puts a bundle together. Empty arrays are left out: FHIR has none. */
function bundle(type: string, head: readonly string[], links: readonly Link[], entries: readonly Pieces[]): Pieces {
  const parts = [`"resourceType":"Bundle"`, `"type":"${type}"`, ...head];
  if (links.length > 0) parts.push(`"link":[${linksOf(links)}]`);
  const begin = `{${parts.join(',')}`;
  if (entries.length === 0) return [`${begin}}`];
  return [`${begin},"entry":[`, ...entries.flatMap((entry, place) => (place === 0 ? entry : [',', ...entry])), ']}'];
}

const whole = (pieces: Pieces): string => pieces.join('');

function asBytes(pieces: Pieces): Buffer {
  const most = pieces.reduce((sum, piece) => sum + piece.length * (typeof piece === 'string' ? 3 : 1), 0);
  const bytes = Buffer.allocUnsafe(most);
  let end = 0;
  for (const piece of pieces) end += typeof piece === 'string' ? bytes.write(piece, end) : piece.copy(bytes, end);
  return bytes.subarray(0, end);
}

const totalOf = ({ total }: { total?: number | undefined }): string[] =>
  total === undefined ? [] : [`"total":${total}`];

const address = (path: string, query: string): string => (query === '' ? path : `${path}?${query}`);

function pageLinks(path: string, { self, first, next }: { self: string; first?: string; next?: string }): Link[] {
  return Object.entries({ self, first, next }).flatMap(([relation, query]) =>
    query === undefined ? [] : [{ relation, url: address(path, query) }],
  );
}

/** A searchset. `path` is the full address without query. What was left out of the query is said in an outcome. */
function searchsetOf(base: string, path: string, page: SearchPage): Pieces {
  const entries = page.entries.map(({ mode, stored, contained }): Pieces => {
    const url = `${base}/${stored.type}/${stored.id}${contained ? `#${contained.id}` : ''}`;
    return [`{"fullUrl":${text(url)},"resource":`, contained?.content ?? outgoing(stored), ends[mode]];
  });
  if (page.ignored.length > 0) {
    const issue = page.ignored.map((name) => ({
      severity: 'warning',
      code: 'not-supported',
      diagnostics: `The parameter '${name.slice(0, 80)}' is not known here and was left out.`,
    }));
    entries.push([
      `{"resource":${stringify({ resourceType: 'OperationOutcome', issue })},"search":{"mode":"outcome"}}`,
    ]);
  }
  return bundle('searchset', totalOf(page), pageLinks(path, page), entries);
}

const ends = { match: ',"search":{"mode":"match"}}', include: ',"search":{"mode":"include"}}' };

/** The searchset as UTF-8, as it leaves. */
export const searchset = (base: string, path: string, page: SearchPage): Buffer =>
  asBytes(searchsetOf(base, path, page));

export const searchsetText = (base: string, path: string, page: SearchPage): string =>
  whole(searchsetOf(base, path, page));

const verbs = { C: ['POST', '201 Created'], U: ['PUT', '200 OK'], D: ['DELETE', '204 No Content'] } as const;

/** A history bundle. */
export function historyBundle(base: string, path: string, page: HistoryPage): string {
  const entries = page.entries.map(({ method, stored }) => {
    const { type, id, version, updated, deleted } = stored;
    const { content } = deleted ? stored : shortened(stored, page.self);
    const [verb, status] = verbs[method];
    const url = verb === 'POST' ? type : `${type}/${id}`;
    return [
      `{"fullUrl":${text(`${base}/${type}/${id}`)},${deleted ? '' : `"resource":${content},`}` +
        `"request":{"method":"${verb}","url":${text(url)}},` +
        `"response":{"status":"${status}","etag":"W/\\"${version}\\"","lastModified":"${updated.toISOString()}"}}`,
    ];
  });
  return whole(bundle('history', totalOf(page), pageLinks(path, page), entries));
}

/** The answer to a batch or transaction, of entries made by the functions below. */
export const responseBundle = (kind: 'batch' | 'transaction', entries: readonly string[]): string =>
  whole(bundle(`${kind}-response`, [], [], entries.length === 0 ? [] : [[entries.join(',')]]));

const statuses = { created: '201 Created', updated: '200 OK', unchanged: '200 OK', deleted: '204 No Content' } as const;

/** What an entry tells of a change besides that it was done. https://hl7.org/fhir/R4/http.html#ops */
export type AnswerForm = 'minimal' | 'representation' | 'OperationOutcome';

const outcomeOf = (written: readonly Written[]): string =>
  `,"outcome":${JSON.stringify({ resourceType: 'OperationOutcome', issue: written.map(issueOf) })}`;

const issueOf = (written: Written) => {
  const { severity, code, diagnostics } = issueOfChange(written);
  return { severity, code, diagnostics };
};

/** What became of a change, in the form preferred: nothing more, the resource as it now stands, or words. */
export function changedEntry(written: Written, form: AnswerForm): string {
  const { type, id, version, updated, content, outcome } = written;
  const response =
    `"response":{"status":"${statuses[outcome]}","location":"${type}/${id}/_history/${version}",` +
    `"etag":"W/\\"${version}\\"","lastModified":"${updated.toISOString()}"` +
    `${form === 'OperationOutcome' ? outcomeOf([written]) : ''}}`;
  return form === 'representation' && content !== '' ? `{"resource":${content},${response}}` : `{${response}}`;
}

/** A conditional delete that found nothing. */
export const nothingEntry = `{"response":{"status":"204 No Content"}}`;

/** What a conditional delete did. */
export function deletedEntry(written: readonly Written[], form: AnswerForm): string {
  const [only] = written;
  if (!only) return nothingEntry;
  if (written.length === 1) return changedEntry(only, form);
  return `{"response":{"status":"200 OK"${form === 'minimal' ? '' : outcomeOf(written)}}}`;
}

/** What an entry that reads says: what was read, if that has to be sent, and the inside of its response. */
export interface ReadAnswer {
  readonly content?: string;
  readonly response: string;
}

/** A bundle: what a search or a history finds. */
export const bundleAnswer = (content: string): ReadAnswer => ({ content, response: '"status":"200 OK"' });

/** A version, or only that the client has it already. */
export function storedAnswer({ content, version, updated }: Stored, known: Known): ReadAnswer {
  const head = `"etag":"W/\\"${version}\\"","lastModified":"${updated.toISOString()}"`;
  if (isKnown(known, version, updated)) return { response: `"status":"304 Not Modified",${head}` };
  return { content, response: `"status":"200 OK",${head}` };
}

/** `head`: what GET would say, without what it would send. */
export const readEntryText = ({ content, response }: ReadAnswer, head: boolean): string =>
  head || content === undefined ? `{"response":{${response}}}` : `{"resource":${content},"response":{${response}}}`;

/** An entry that was refused (batches only: in a transaction one refusal refuses all). */
export const refusedEntry = (status: number, reason: string, outcome: unknown): string =>
  `{"response":{"status":${text(`${status} ${reason}`)},"outcome":${JSON.stringify(outcome)}}}`;
