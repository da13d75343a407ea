/** The statement that streams every match of a type, without order and pages: for bulk export. */
import type { Visibility } from '#core/access/index.ts';
import type { Query, Tx } from '#core/db/database.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Key } from '../keys.ts';
import { resolveChains } from './chain-resolution.ts';
import { wheresOf } from './conditions.ts';
import type { ParseOptions } from './parse-options.ts';
import { badParameter } from './limits.ts';
import { parseSearch } from './parse.ts';
import { sourceOf } from './source.ts';
import { Statement } from './statement.ts';

export interface ExportScope {
  readonly type: string;
  /** Searches of which one must match (`_typeFilter`); none: everything of the type. */
  readonly filters: readonly string[];
  readonly since: Date | undefined;
  /** Only these compartments; or those of any patient; or everything. */
  readonly within: readonly Key[] | 'patients' | 'all';
}

/** @throws Refusal `invalid` for a filter that is not understood, or that asks for more than matches. */
export function checkFilter(type: string, filter: string, options: ParseOptions): void {
  const parsed = parseSearch(type, filter, { ...options, strict: true });
  const { sort, total, summary, elements, includes, cursor } = parsed;
  if (sort.length + elements.length + includes.length > 0 || total || summary !== 'false' || cursor !== undefined) {
    throw badParameter('_typeFilter', 'takes search parameters only, none that shape the answer.');
  }
}

/** What a resource may have, packed, to come with its row. */
const mostInRow = 64 * 1024;

/** Gives `id`, `version`, `patient`, `content` of each match once; large contents are null, to be read one by one. */
export async function exportStatement(
  tx: Tx,
  { type, filters, since, within }: ExportScope,
  visibility: Visibility,
  options: ParseOptions,
): Promise<Required<Pick<Query, 'text' | 'values'>>> {
  const statement = new Statement();
  const parts: string[] = [];
  for (const filter of filters.length > 0 ? filters : ['']) {
    const { criteria: asked } = parseSearch(type, filter, { ...options, strict: true });
    const criteria = await resolveChains(tx, [type], asked, visibility);
    const source = sourceOf(statement, { types: [type], criteria, visibility, sorted: 'none' });
    const where = wheresOf(statement, source, [type], criteria, visibility);
    if (since) where.push(`r.updated > ${statement.bind(since, 'timestamptz')}`);
    if (within === 'patients') {
      const patient = statement.bind(typeNumber('Patient'), 'int2');
      where.push(`exists (select from record.resource p where p.patient = r.patient and p.type = ${patient})`);
    } else if (within !== 'all') where.push(`r.patient = any(${statement.bind(within, 'int8[]')})`);
    const found = where.length > 0 ? ` where ${where.join(' and ')}` : '';
    const content = `case when octet_length(r.content) <= ${mostInRow} then r.content end as content`;
    parts.push(`(select r.id, r.version, r.patient, ${content} from ${source.from}${found})`);
  }
  return { text: parts.join(' union '), values: statement.values };
}
