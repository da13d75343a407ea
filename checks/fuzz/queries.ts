/** Search queries from the search parameters themselves: every modifier, prefix, chain, result parameter and filter. */
import { type SearchParameter, searchParametersOf } from '#libs/fhir/search/parameters.ts';
import { resourceTypes } from '#libs/fhir/resource-types.ts';
import type { Chance } from './chance.ts';
import { fuzzCodes } from './search-parameters.ts';
import { anId, aSearchValue, scraps } from './values.ts';

const modifiers = [
  ...[':missing', ':exact', ':contains', ':text', ':in', ':not-in', ':above', ':below', ':not', ':of-type'],
  ...[':identifier', ':type', ':Patient', ':Organization', ':iterate', ':nonsense', ':', ':%00'],
];

type Pair = [name: string, value: string];

/** A query string, ready for an address. */
export function aQuery(chance: Chance, type: string): string {
  const pairs = [
    aPair(chance, type),
    ...chance.some(3, () => aPair(chance, type)),
    ...chance.some(2, () => aResult(chance, type)),
  ];
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

/** Percent-encoded; what is no Unicode becomes bytes that are no UTF-8. */
export function encode(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ed%a0%80';
}

function aParameter(chance: Chance, type: string): SearchParameter | undefined {
  const known = searchParametersOf(type);
  return known.length > 0 ? chance.pick(known) : undefined;
}

/** One that the run itself may have defined; of which type nobody knows. */
const ofFuzz = (chance: Chance): SearchParameter => {
  const type = chance.pick(['token', 'reference', 'date', 'string', 'number', 'quantity', 'uri'] as const);
  return { code: chance.pick(fuzzCodes), type, url: '', expression: '', storedAs: [], datatypes: [] };
};

function aPair(chance: Chance, type: string): Pair {
  const parameter = chance.once(12) ? ofFuzz(chance) : aParameter(chance, type);
  if (!parameter || chance.slip(30)) return [chance.pick(scraps).slice(0, 60), chance.pick(scraps)];
  switch (chance.below(9)) {
    case 0:
      return aChain(chance, type, 1 + chance.below(chance.once(6) ? 10 : 3));
    case 1:
      return aReverseChain(chance, type);
    case 2:
      return ['_filter', aFilter(chance, type, 0)];
    case 3:
      return chance.pick<Pair>([
        ['_list', anId(chance)],
        ['_text', chance.pick(scraps)],
        ['_content', 'kowalski'],
        ['_query', 'x'],
        ['_contained', chance.pick(['true', 'both', 'false', 'x'])],
      ]);
    default: {
      const most = chance.once(40) ? 250 : 2;
      const values = [one(chance, parameter), ...chance.some(most, () => one(chance, parameter))];
      return [parameter.code + (chance.once(3) ? chance.pick(modifiers) : ''), values.join(',')];
    }
  }
}

const one = (chance: Chance, { type, targets = [] }: SearchParameter): string => aSearchValue(chance, type, targets);

function aChain(chance: Chance, type: string, depth: number): Pair {
  const references = searchParametersOf(type).filter((parameter) => parameter.type === 'reference');
  if (depth === 0 || references.length === 0) {
    const parameter = aParameter(chance, type);
    return parameter ? [parameter.code, one(chance, parameter)] : ['x', 'y'];
  }
  const { code, targets = [] } = chance.pick(references);
  const target = targets.length > 0 ? chance.pick(targets) : 'Patient';
  const [name, value] = aChain(chance, target, depth - 1);
  return [`${code}${chance.once(2) ? `:${target}` : ''}.${name}`, value];
}

function aReverseChain(chance: Chance, type: string): Pair {
  const other = chance.pick(['Observation', 'Condition', 'Encounter', 'Provenance', chance.pick(resourceTypes)]);
  const references = searchParametersOf(other).filter((parameter) => parameter.targets?.includes(type));
  const code = references.length > 0 ? chance.pick(references).code : 'subject';
  const [name, value] = chance.once(4) ? aReverseChain(chance, other) : aChain(chance, other, chance.below(2));
  return [`_has:${other}:${code}:${name}`, value];
}

function aFilter(chance: Chance, type: string, depth: number): string {
  if (depth < 4 && chance.once(3)) {
    const both = `${aFilter(chance, type, depth + 1)} ${chance.pick(['and', 'or'])} ${aFilter(chance, type, depth + 1)}`;
    return chance.pick([both, `(${both})`, `not (${both})`]);
  }
  if (chance.once(12)) return chance.pick([...scraps, '('.repeat(300), 'name eq', 'eq eq eq', 'not not a eq b']);
  const parameter = aParameter(chance, type);
  const operators = [
    'eq',
    'ne',
    'co',
    'sw',
    'ew',
    'gt',
    'lt',
    'ge',
    'le',
    'ap',
    'sa',
    'eb',
    'pr',
    'po',
    'ss',
    'sb',
    'in',
    'ni',
    're',
  ];
  const value = parameter ? one(chance, parameter) : 'x';
  return `${parameter?.code ?? 'x'} ${chance.pick(operators)} ${chance.once(2) ? JSON.stringify(value) : value}`;
}

/** A parameter that shapes the answer. */
function aResult(chance: Chance, type: string): Pair {
  const code = aParameter(chance, type)?.code ?? '_id';
  const target = chance.pick([type, '*', 'Patient', 'Observation']);
  return chance.pick<Pair>([
    ['_sort', chance.pick([code, `-${code}`, `${code},-_id,_lastUpdated`, 'nonsense', '-'])],
    ['_count', chance.pick(['0', '1', '20', '1000', '1001', '-1', 'x', '99999999999999999999'])],
    ['_total', chance.pick(['none', 'estimate', 'accurate', 'x'])],
    ['_summary', chance.pick(['true', 'false', 'text', 'data', 'count', 'x'])],
    ['_elements', chance.pick(['id', 'name,code', `${type}.status`, '', '..', 'a.b.c'])],
    ['_include', chance.pick([`${type}:${code}`, '*', `${target}:subject:Patient`, `${type}:${code}:x:y`])],
    ['_include:iterate', `${target}:${code}`],
    ['_revinclude', chance.pick([`Observation:subject`, `${target}:${code}`, '*', 'Provenance:target'])],
    ['_revinclude:iterate', 'Observation:has-member'],
    ['_cursor', chance.pick([...scraps, 'AAAA'])],
    ['_format', chance.pick(['json', 'application/fhir+xml', 'xml', chance.careful ? 'json' : 'ttl'])],
    ['_pretty', 'true'],
    ['_asOf', chance.pick(['2026-01-01T00:00:00Z', '2026', 'x', '9999-12-31T23:59:59Z'])],
    ['_since', chance.pick(['2026-01-01T00:00:00Z', 'x'])],
    ['_at', chance.pick(['2026', 'x'])],
    ['_type', chance.pick([type, 'Patient,Observation', 'Kitten'])],
  ]);
}
