/**
 * Value sets that nobody has written: all codes of SNOMED CT, what lies below one of its concepts, a reference set, a
 * simple expression; all of LOINC. https://hl7.org/fhir/R4/snomedct.html#implicit https://hl7.org/fhir/R4/loinc.html
 */
import { Refusal } from '../refusal/refusal.ts';
import type { Filter, Include, ValueSetContent } from './model.ts';
import { printable } from './words.ts';

const snomed = 'http://snomed.info/sct';
const loinc = 'http://loinc.org';

/** Undefined when the url is none of these. @throws Refusal for one of these that cannot be understood. */
export function implicitValueSet(url: string): ValueSetContent | undefined {
  const include = snomedInclude(url) ?? loincInclude(url);
  return include && { url, name: 'Implicit', status: 'active', compose: { include } };
}

function snomedInclude(url: string): Include[] | undefined {
  const match = /^http:\/\/snomed\.info\/(?:sct|xsct)(\/[^?]*)?\?fhir_vs(?:=(.*))?$/s.exec(url);
  if (!match) return undefined;
  const edition = match[1] ? { version: `${snomed}${match[1]}` } : {};
  const wanted = decoded(match[2] ?? '');
  const of = (...filter: Filter[]): Include[] => [
    { system: snomed, ...edition, ...(filter.length > 0 ? { filter } : {}) },
  ];
  if (wanted === '') return of();
  if (wanted === 'refset') return of({ property: 'refset', op: 'exists', value: 'true' });
  const [kind = '', rest = ''] = [wanted.split('/')[0], wanted.slice(wanted.indexOf('/') + 1)];
  if (kind === 'isa' && /^\d+$/.test(rest)) return of({ property: 'concept', op: 'is-a', value: rest });
  if (kind === 'refset' && /^\d+$/.test(rest)) return of({ property: 'refset', op: '=', value: rest });
  if (kind === 'ecl') return eclIncludes(rest, edition);
  throw new Refusal('invalid', 'unknown-value-set', `'${printable(url)}' is no implicit value set of SNOMED CT.`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/**
 * The simple forms of the Expression Constraint Language: one concept, `<`, `<<`, `<!`, `>>`, `^`, `*`, joined by
 * `OR`. https://confluence.ihtsdotools.org/display/DOCECL
 */
function eclIncludes(text: string, edition: { version?: string }): Include[] {
  const terms = text
    .replace(/\|[^|]*\|/g, ' ')
    .split(/\s+OR\s+/i)
    .map((term) => term.replace(/\s+/g, ''));
  return terms.map((term) => {
    const match = /^(<<|<!|<|>>|\^)?(\d{6,18}|\*)$/.exec(term);
    const filter = match && eclFilter(match[1] ?? '', match[2] ?? '');
    if (!filter) {
      throw new Refusal(
        'rule-broken',
        'unsupported-ecl',
        `The expression '${printable(term)}' is not understood here: one concept with <, <<, <!, >> or ^, joined by OR.`,
      );
    }
    return { system: snomed, ...edition, ...(filter === 'all' ? {} : { filter: [filter] }) };
  });
}

function eclFilter(operator: string, concept: string): Filter | 'all' | undefined {
  if (concept === '*') return operator === '' || operator === '<<' ? 'all' : undefined;
  switch (operator) {
    case '':
      return { property: 'code', op: '=', value: concept };
    case '<':
      return { property: 'concept', op: 'descendent-of', value: concept };
    case '<<':
      return { property: 'concept', op: 'is-a', value: concept };
    case '<!':
      return { property: 'parent', op: '=', value: concept };
    case '>>':
      return { property: 'concept', op: 'generalizes', value: concept };
    case '^':
      return { property: 'refset', op: '=', value: concept };
    default:
      return undefined;
  }
}

function loincInclude(url: string): Include[] | undefined {
  if (url === `${loinc}/vs`) return [{ system: loinc }];
  const list = /^http:\/\/loinc\.org\/vs\/(LP[\d-]+)$/.exec(url);
  return list ? [{ system: loinc, filter: [{ property: 'ancestor', op: '=', value: list[1] as string }] }] : undefined;
}
