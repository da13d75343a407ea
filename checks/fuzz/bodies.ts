/** Bodies: bundles, patches of both kinds, parameters of operations; and texts that are broken on the way. */
import { searchParametersOf } from '#libs/fhir/search/parameters.ts';
import type { Chance } from './chance.ts';
import { aQuery } from './queries.ts';
import type { Json, Resources } from './resources.ts';
import { anId, scraps } from './values.ts';

/** A batch or transaction (or what is neither), its entries of every method. */
export function aBundle(chance: Chance, resources: Resources): Json {
  const entry = chance.some(chance.once(10) ? 60 : 5, () => anEntry(chance, resources));
  return {
    resourceType: 'Bundle',
    type: chance.once(12) ? chance.pick(['message', 'document', 'x', 3, null]) : chance.pick(['batch', 'transaction']),
    entry: chance.once(30) ? chance.pick<unknown>([null, {}, [null], 'x']) : entry,
  };
}

function anEntry(chance: Chance, resources: Resources): Json {
  const type = resources.aType(chance);
  const method = chance.pick(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', chance.once(9) ? 'FROB' : 'POST']);
  const url = chance.pick([
    type,
    `${type}/${anId(chance)}`,
    `${type}?${aQuery(chance, type)}`,
    `${type}/${anId(chance)}/_history/1`,
    `${type}/${anId(chance)}/$everything`,
    chance.pick(scraps),
  ]);
  const request: Json = { method, url };
  if (chance.once(5)) request.ifNoneExist = aQuery(chance, type);
  if (chance.once(6)) request.ifMatch = chance.pick(['W/"1"', '"1"', 'W/"x"', '*', '']);
  if (chance.once(8)) request.ifNoneMatch = chance.pick(['W/"1"', '*']);
  if (chance.once(9)) request.ifModifiedSince = chance.pick(['2026-01-01T00:00:00Z', 'x']);
  const entry: Json = { request };
  if (chance.once(2))
    entry.fullUrl = chance.pick(['urn:uuid:11111111-1111-4111-8111-111111111111', `http://x/${type}/1`, 'x']);
  if (method === 'PATCH')
    entry.resource = chance.once(2) ? aFhirPathPatch(chance, resources, type) : binaryPatch(chance, resources, type);
  else if (method === 'POST' || method === 'PUT' || chance.once(10)) entry.resource = resources.make(chance, type);
  return entry;
}

const binaryPatch = (chance: Chance, resources: Resources, type: string): Json => ({
  resourceType: 'Binary',
  contentType: 'application/json-patch+json',
  data: Buffer.from(JSON.stringify(aJsonPatch(chance, resources, type))).toString('base64'),
});

/** RFC 6902 over the elements that the type has. */
export function aJsonPatch(chance: Chance, resources: Resources, type: string): unknown {
  if (chance.once(25)) return chance.pick<unknown>([null, {}, [null], 'x', [{ op: 'add' }], [[]]]);
  const path = () => {
    const field = chance.pick(resources.fieldsOf(type));
    const name = field?.jsonNames[0]?.json ?? 'id';
    return `/${name}${chance.pick(['', '', '/0', '/-', '/0/value', '/~0~1', '/99999'])}`;
  };
  return [0, ...chance.some(4, () => 0)].map(() => {
    const field = chance.pick(resources.fieldsOf(type));
    const choice = field?.jsonNames[0];
    const value = field && choice ? resources.value(chance, field, choice.type.name, 2) : 1;
    return {
      op: chance.pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'frob']),
      path: path(),
      from: path(),
      value,
    };
  });
}

/** FHIRPath Patch. https://hl7.org/fhir/R4/fhirpatch.html */
export function aFhirPathPatch(chance: Chance, resources: Resources, type: string): Json {
  const operation = (): Json => {
    const field = chance.pick(resources.fieldsOf(type));
    const choice = field ? chance.pick(field.jsonNames) : undefined;
    const inner = chance.pick([
      '',
      '[0]',
      '.where(true)',
      '.first()',
      '.repeat($this)',
      '.matches("(a+)+$")',
      '.x',
      '((',
    ]);
    const value = field && choice ? resources.value(chance, field, choice.type.name, 2) : 'x';
    const valued = `value${(choice?.type.name ?? 'string').replace(/^./, (letter) => letter.toUpperCase())}`;
    return {
      name: 'operation',
      part: [
        { name: 'type', valueCode: chance.pick(['add', 'insert', 'delete', 'replace', 'move', 'x']) },
        { name: 'path', valueString: chance.once(8) ? type : `${type}.${field?.name ?? 'x'}${inner}` },
        { name: 'name', valueString: field?.name ?? 'x' },
        { name: 'value', [valued]: Array.isArray(value) ? value[0] : value },
        { name: 'index', valueInteger: chance.below(4) - 1 },
        { name: 'source', valueInteger: chance.below(3) },
        { name: 'destination', valueInteger: chance.below(3) },
      ].filter(() => !chance.once(9)),
    };
  };
  return { resourceType: 'Parameters', parameter: [operation(), ...chance.some(2, operation)] };
}

const parameterNames = [
  ...['url', 'code', 'system', 'coding', 'filter', 'count', 'offset', 'mode', 'profile', 'resource', 'meta', 'max'],
  ...['codeA', 'codeB', 'valueSet', 'date', '_since', '_type', 'reason', 'source', 'start', 'end', 'input', 'patient'],
];

/** Parameters of any operation. */
export function someParameters(chance: Chance, resources: Resources): Json {
  const parameter = chance.some(4, () => {
    const name = chance.pick(parameterNames);
    if (name === 'resource') return { name, resource: resources.make(chance, resources.aType(chance)) };
    const [kind, value] = chance.pick<[string, unknown]>([
      ['valueString', chance.pick(scraps)],
      ['valueUri', chance.pick(['http://loinc.org', 'http://hl7.org/fhir/ValueSet/administrative-gender', 'x'])],
      ['valueCode', chance.pick(['male', '8480-6', 'x'])],
      ['valueInteger', chance.below(2000) - 10],
      ['valueCoding', { system: 'http://loinc.org', code: '8480-6' }],
      ['valueMeta', { tag: [{ system: 'http://x', code: 'a' }] }],
      ['valueInstant', '2026-01-01T00:00:00Z'],
      ['part', [{ name: 'x', valueString: 'y' }]],
    ]);
    return { name, [kind]: value };
  });
  return { resourceType: 'Parameters', parameter };
}

/** A query for an operation. */
export function anOperationQuery(chance: Chance, type: string): string {
  if (chance.once(3)) return aQuery(chance, type);
  const pairs = chance.some(
    3,
    () => `${chance.pick(parameterNames)}=${encodeURIComponent(chance.pick(['male', '1', 'x', type]))}`,
  );
  const code = searchParametersOf(type)[0]?.code;
  return [...pairs, ...(code ? [`${code}=x`] : [])].join('&');
}

/** The text of a body, sometimes cut, doubled or sprinkled on the way. */
export function spoiled(chance: Chance, text: string): string {
  const at = chance.below(text.length + 1);
  switch (chance.below(5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + chance.pick(scraps) + text.slice(at);
    case 2:
      return text + text;
    case 3:
      return `${'['.repeat(chance.pick([10, 100, 5000]))}${text}`;
    default:
      return text.replaceAll('"', "'");
  }
}
