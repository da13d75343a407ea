/**
 * Canonical references (`http://…|version`): what they name, and who names it. They are found as searches find them: by
 * the parameter `url` of what they may name. https://hl7.org/fhir/R4/references.html#canonical
 */
import type { Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import { resourceTypes, typeNumber } from '#libs/fhir/resource-types.ts';
import { type SearchParameter, searchParameter } from '#libs/fhir/search/parameters.ts';
import { referenceHash, stringEntry, tokenHash, uriHash } from '#libs/fhir/search/values.ts';
import { bounded } from './bounded.ts';
import { visibilityOf } from './conditions.ts';
import { columns, type FoundRow, foundRow, type RawRow } from './found.ts';
import { limits } from './limits.ts';
import { queryOf, Statement } from './statement.ts';

/** Does the parameter hold canonicals (of resources of this type), and not (only) literal references? */
export const isCanonical = ({ type, datatypes }: SearchParameter, of?: string): boolean =>
  type === 'reference' &&
  datatypes.some((datatype) => datatype === 'canonical' || datatype === 'uri') &&
  (of === undefined || addressOf(of) !== undefined);

/** Does the parameter hold nothing but canonicals? */
export const onlyCanonical = ({ type, datatypes }: SearchParameter): boolean =>
  type === 'reference' && datatypes.every((datatype) => datatype === 'canonical' || datatype === 'uri');

/** The parameter by which a type is known under its canonical address. */
function addressOf(type: string): SearchParameter | undefined {
  const parameter = searchParameter(type, 'url');
  return parameter?.type === 'uri' && parameter.datatypes.includes('uri') ? parameter : undefined;
}

let all: string[] | undefined;

/** Those of the types that have canonical addresses; of all types when none are said. */
export function addressedTypes(types: readonly string[] | undefined): string[] {
  all ??= resourceTypes.filter((type) => addressOf(type) !== undefined);
  return types === undefined ? all : all.filter((type) => types.includes(type));
}

/** What looks like a canonical in the text of a resource: which of them are, their hashes tell. */
const canonicalText = /"((?:https?:\/\/|urn:)[^"\\\s]+)"/g;

/** The canonicals that a row has under one of these parameters. */
export function canonicalsIn({ content, tokens = [] }: FoundRow, params: readonly string[]): string[] {
  const found = new Set<string>();
  for (const [, text = ''] of content.matchAll(canonicalText)) {
    if (!found.has(text) && params.some((param) => tokens.includes(referenceHash(param, text)))) found.add(text);
  }
  return [...found];
}

/** Address and version; what stands behind `#` is inside the resource. */
function partsOf(canonical: string): { url: string; version: string | undefined } {
  const [, url = '', version] = /^([^|#]*)(?:\|([^#]*))?/.exec(canonical) ?? [];
  return { url, version: version === '' ? undefined : version };
}

export interface WantedCanonical {
  readonly canonical: string;
  readonly types: readonly string[];
}

/**
 * What canonicals name, of what may be seen: with a version every resource that says it is that one, without the one
 * that was changed last.
 */
export async function readCanonicals(
  tx: Tx,
  wanted: readonly WantedCanonical[],
  visibility: Visibility,
): Promise<FoundRow[]> {
  const asked = wanted.flatMap(({ canonical, types }) => {
    const { url, version } = partsOf(canonical);
    return addressedTypes(types).flatMap((type) => {
      const [param = ''] = addressOf(type)?.storedAs ?? [];
      const versioned = version === undefined ? null : tokenHash('version', undefined, version);
      return { canonical, type, word: stringEntry(param, url), url: uriHash(param, url), versioned };
    });
  });
  if (asked.length === 0) return [];
  const statement = new Statement();
  const wants = [
    statement.bind(
      asked.map(({ canonical }) => canonical),
      'text[]',
    ),
    statement.bind(
      asked.map(({ type }) => typeNumber(type)),
      'int2[]',
    ),
    statement.bind(
      asked.map(({ word }) => word),
      'text[]',
    ),
    statement.bind(
      asked.map(({ url }) => url),
      'int8[]',
    ),
    statement.bind(
      asked.map(({ versioned }) => versioned),
      'int8[]',
    ),
  ];
  const text =
    `select w.canonical, ${columns}, r.tokens` +
    ` from unnest(${wants.join(', ')}) w(canonical, type, word, url, version) cross join lateral` +
    ' (select l.patient, l.id from record.word l where l.type = w.type and l.word = w.word offset 0) l' +
    ' cross join lateral (select * from record.resource r' +
    ' where r.patient = l.patient and r.type = w.type and r.id = l.id offset 0) r' +
    ' where r.tokens @> array[w.url] and (w.version is null or r.tokens @> array[w.version])' +
    ` and ${visibilityOf(statement, 'r', visibility)} order by r.updated desc, r.id limit ${limits.included + 1}`;
  const { rows } = await bounded(() => tx.query<RawRow & { canonical: string }>(queryOf(text, statement.values)));
  const seen = new Set<string>();
  const newest = rows.filter(({ canonical }) => {
    const first = !seen.has(canonical);
    seen.add(canonical);
    return first || partsOf(canonical).version !== undefined;
  });
  return newest.map(foundRow);
}

/** Under which addresses, and in which versions, canonicals may name the rows. */
export function namesOf(rows: readonly FoundRow[]): { url: string; version: string | undefined }[] {
  return rows.flatMap(({ type, content }) => {
    if (!addressOf(type)) return [];
    const { url, version } = JSON.parse(content) as { url?: unknown; version?: unknown };
    return typeof url === 'string' && url !== ''
      ? [{ url, version: typeof version === 'string' ? version : undefined }]
      : [];
  });
}

/** Does a row, found by the address without version, name one of these: by their version, or by no version at all? */
export function isNamed(
  { content }: FoundRow,
  names: readonly { url: string; version: string | undefined }[],
): boolean {
  return names.some(
    ({ url, version }) =>
      content.includes(JSON.stringify(url)) ||
      (version !== undefined && content.includes(JSON.stringify(`${url}|${version}`))),
  );
}
