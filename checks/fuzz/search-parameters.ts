/** Search parameters of strangers: mostly of use, some that must be refused, some that want to cost too much. */
import type { Chance } from './chance.ts';
import type { Json } from './resources.ts';
import { scraps } from './values.ts';

/** What queries name: few, so that they meet what was defined. */
export const fuzzCodes = ['fuzz-a', 'fuzz-b', 'fuzz-c', 'fuzz-d'];

const bases = ['Patient', 'Observation', 'Condition', 'Encounter', 'List', 'DomainResource', 'Resource', 'Kitten'];
const types = ['token', 'reference', 'date', 'string', 'number', 'quantity', 'uri', 'composite', 'special'];

/** `%` stands for the base. */
const good = [
  "%.extension('http://x').value",
  '%.extension.value.ofType(string)',
  '%.identifier',
  '%.meta.lastUpdated',
  '%.meta.tag',
  "%.descendants().where($this is Reference and reference.startsWith('Patient'))",
  '%.text.status',
  '%.identifier.value.count()',
  "%.identifier.where(system = 'http://x').value",
  '%.subject.where(resolve() is Patient)',
  '%.code.coding.code | %.status',
  '%',
  "iif(%.id.exists(), 'a', 'b')",
  '%.id.length()',
];
const hostile = [
  '%.descendants().select(%resource.descendants().count())',
  '%.repeat(children()).repeat(children()).toString()',
  "%.id.where(matches('((a+)+)+$'))",
  `%.id${'.select($this & $this)'.repeat(30)}`,
  Array(60).fill('%.descendants()').join(' | '),
  `${'('.repeat(70)}%.id${')'.repeat(70)}`,
  "%.id.replaceMatches('(.*)*', '$1$1$1')",
  '%.descendants().aggregate($total | $this.descendants(), {})',
  '%.id.memberOf("x")',
  'now()',
  '%.kitten',
  '%secret',
];

/** A SearchParameter, sometimes broken. */
export function aSearchParameter(chance: Chance): Json {
  const base = chance.pick(bases);
  const expression = chance.pick(chance.once(3) ? hostile : good).replaceAll('%', base);
  const code = chance.once(8) ? chance.pick(['gender', '_id', 'a:b', 'status']) : chance.pick(fuzzCodes);
  const made: Json = {
    resourceType: 'SearchParameter',
    id: `${code.replace(/[^a-z-]/g, 'x')}-${chance.below(2)}`,
    url: `http://x/SearchParameter/${code}-${base}`,
    name: 'Fuzz',
    status: chance.pick(['active', 'active', 'active', 'draft', 'retired']),
    description: 'x',
    code,
    base: chance.once(4) ? [base, chance.pick(bases)] : [base],
    type: chance.pick(types),
    expression: chance.slip(10) ? chance.pick(scraps) : expression,
  };
  if (chance.once(2)) made.target = ['Patient', chance.pick(['Organization', 'Practitioner', 'Kitten'])];
  if (made.type === 'composite' || chance.once(20)) made.component = [aComponent(chance), aComponent(chance)];
  return made;
}

function aComponent(chance: Chance): Json {
  const code = chance.pick(['clinical-code', 'Observation-status', 'x']);
  const url = chance.once(3) ? `http://x/SearchParameter/${chance.pick(fuzzCodes)}-Patient` : undefined;
  return {
    definition: url ?? `http://hl7.org/fhir/SearchParameter/${code}`,
    expression: chance.pick(['code', 'status', 'value.ofType(Quantity)', 'descendants()']),
  };
}
