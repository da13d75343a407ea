/** Whole requests: any interaction of the FHIR face, with any headers, right and wrong. */
import { gzipSync } from 'node:zlib';
import { stringify } from '#libs/fhir/json.ts';
import { aBundle, aFhirPathPatch, aJsonPatch, anOperationQuery, someParameters, spoiled } from './bodies.ts';
import type { Chance } from './chance.ts';
import { aQuery } from './queries.ts';
import { aClosure, aFindMatches, aManifest, aSubscription, aTopic } from './followers.ts';
import type { Json, Resources } from './resources.ts';
import { aSearchParameter } from './search-parameters.ts';
import { anId, scraps } from './values.ts';

export interface FuzzRequest {
  readonly method: string;
  /** Below the base; begins with `/` or is empty. */
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: Buffer;
}

type Maker = (chance: Chance, resources: Resources, type: string) => Draft;
interface Draft {
  method: string;
  path: string;
  body?: unknown;
  contentType?: string;
  headers?: { readonly [name: string]: string };
}

const operations = [
  ...['everything', 'validate', 'meta', 'meta-add', 'meta-delete', 'lastn', 'expunge', 'expand', 'lookup', 'subsumes'],
  ...[
    'validate-code',
    'translate',
    'export',
    'import',
    'reindex',
    'status',
    'events',
    'summary',
    'closure',
    'nonsense',
  ],
  ...['get-ws-binding-token', 'find-matches'],
];
const owners = [
  'Patient',
  'Encounter',
  'Observation',
  'CodeSystem',
  'ValueSet',
  'ConceptMap',
  'Group',
  'Subscription',
  'SearchParameter',
];

const makers: readonly [weight: number, make: Maker][] = [
  [18, (chance, _, type) => ({ method: 'GET', path: `/${type}?${aQuery(chance, type)}` })],
  [4, (chance, _, type) => ({ method: 'GET', path: `/?${aQuery(chance, type)}` })],
  [4, (chance, _, type) => ({ method: 'GET', path: `/Patient/${id(chance)}/${type}?${aQuery(chance, type)}` })],
  [
    4,
    (chance, _, type) => form(`/${chance.pick([type, `Patient/${id(chance)}/${type}`])}/_search`, aQuery(chance, type)),
  ],
  [6, (chance, _, type) => ({ method: chance.pick(['GET', 'HEAD']), path: `/${type}/${id(chance)}${asOf(chance)}` })],
  [6, (chance, _, type) => ({ method: 'GET', path: `${history(chance, type)}?${aQuery(chance, type)}` })],
  [12, (chance, resources, type) => ({ method: 'POST', path: `/${type}`, body: resources.make(chance, type) })],
  [14, (chance, resources, type) => withId(chance, resources.make(chance, type), type)],
  [4, (chance, resources, type) => conditional(chance, 'PUT', type, resources.make(chance, type))],
  [8, (chance, resources, type) => patched(chance, `/${type}/${id(chance)}`, resources, type)],
  [3, (chance, resources, type) => patched(chance, `/${type}?${aQuery(chance, type)}`, resources, type)],
  [2, (chance) => withId(chance, aSearchParameter(chance), 'SearchParameter')],
  [3, (chance, _, type) => ({ method: 'DELETE', path: `/${type}/${id(chance)}` })],
  [3, (chance, _, type) => conditional(chance, 'DELETE', type)],
  [12, (chance, resources) => ({ method: 'POST', path: '/', body: aBundle(chance, resources) })],
  [8, (chance, resources, type) => operation(chance, resources, type)],
  [
    3,
    (chance, resources, type) => ({ method: 'POST', path: `/${type}/$validate`, body: resources.make(chance, type) }),
  ],
  [3, (chance, resources) => put(aTopic(chance, resources))],
  [3, (chance, resources) => put(aSubscription(chance, resources))],
  [2, (chance) => follow(chance)],
  [1, (chance) => ({ method: 'POST', path: '/$closure', body: aClosure(chance) })],
  [1, (chance) => ({ method: 'POST', path: '/CodeSystem/$find-matches', body: aFindMatches(chance) })],
  [1, (chance, resources) => imported(chance, aManifest(chance, resources))],
  [1, (chance) => exported(chance)],
  [2, (chance) => ({ method: chance.pick(['GET', 'POST', 'TRACE', 'PUT', 'DELETE']), path: `/${scrapPath(chance)}` })],
];
const total = makers.reduce((sum, [weight]) => sum + weight, 0);

const id = (chance: Chance): string => encodeURIComponent(wellFormed(anId(chance)));
const wellFormed = (text: string): string => (text.isWellFormed() ? text : 'x');
const asOf = (chance: Chance): string => (chance.once(5) ? '?_asOf=2026-01-01T00:00:00Z' : '');
const scrapPath = (chance: Chance): string =>
  [0, ...chance.some(3, () => 0)].map(() => encodeURIComponent(wellFormed(chance.pick(scraps)))).join('/');

function history(chance: Chance, type: string): string {
  return chance.pick([
    `/${type}/${id(chance)}/_history`,
    `/${type}/_history`,
    '/_history',
    `/${type}/f1/_history/${chance.below(5)}`,
  ]);
}

const form = (path: string, query: string): Draft => ({
  method: 'POST',
  path,
  body: Buffer.from(query),
  contentType: 'application/x-www-form-urlencoded',
});

function withId(chance: Chance, resource: Json, type: string): Draft {
  const chosen = typeof resource.id === 'string' && resource.id !== '' ? resource.id : 'f1';
  if (!chance.slip(10)) resource.id = chosen;
  return { method: 'PUT', path: `/${type}/${encodeURIComponent(wellFormed(chosen))}`, body: resource };
}

const conditional = (chance: Chance, method: string, type: string, body?: unknown): Draft => ({
  method,
  path: `/${type}?${aQuery(chance, type)}`,
  ...(body === undefined ? {} : { body }),
});

function patched(chance: Chance, path: string, resources: Resources, type: string): Draft {
  if (chance.once(2)) return { method: 'PATCH', path, body: aFhirPathPatch(chance, resources, type) };
  return {
    method: 'PATCH',
    path,
    body: aJsonPatch(chance, resources, type),
    contentType: 'application/json-patch+json',
  };
}

function operation(chance: Chance, resources: Resources, type: string): Draft {
  const name = chance.pick(operations);
  const owner = chance.once(2) ? chance.pick(owners) : type;
  const place = chance.pick(['', `/${owner}`, `/${owner}/${id(chance)}`]);
  const path = `${place}/$${name}?${anOperationQuery(chance, owner)}`;
  if (chance.once(2)) return { method: 'GET', path };
  return { method: 'POST', path, body: someParameters(chance, resources) };
}

const put = (resource: Json): Draft => ({
  method: 'PUT',
  path: `/${String(resource.resourceType)}/${String(resource.id)}`,
  body: resource,
});

const follow = (chance: Chance): Draft => ({
  method: 'GET',
  path: `/Subscription/${chance.pick([`s${chance.below(8)}/`, '', `${id(chance)}/`])}${chance.pick([
    ...[
      '$status',
      '$events',
      '$events?eventsSinceNumber=1&eventsUntilNumber=2',
      '$events?content=x&eventsSinceNumber=-1',
    ],
    ...['$get-ws-binding-token', `$get-ws-binding-token?id=s${chance.below(8)}&id=${id(chance)}`],
  ])}`,
});

const imported = (chance: Chance, body: Json): Draft => ({
  method: 'POST',
  path: '/$import',
  body,
  headers: { prefer: 'respond-async' },
  contentType: chance.pick(['application/json', 'application/fhir+json', 'application/fhir+ndjson']),
});

const exported = (chance: Chance): Draft => ({
  method: 'GET',
  path: `${chance.pick(['', '/Patient', `/Group/${id(chance)}`])}/$export?${[
    ...['_type=Patient', 'includeAssociatedData=x', 'organizeOutputBy=Patient', 'allowPartialManifests=true'],
    ...[
      '_elements=id,Patient.name',
      'patient=Patient/f1',
      '_typeFilter=Patient%3Fname%3Dx',
      '_since=2026-01-01T00:00:00Z',
    ],
  ]
    .filter(() => chance.once(3))
    .join('&')}`,
  headers: {
    prefer: chance.pick(['respond-async', 'respond-async, handling=strict', 'respond-async, handling=lenient']),
  },
});

/** The request of a run's seed and its number in the run. */
export function makeRequest(chance: Chance, resources: Resources): FuzzRequest {
  let place = chance.below(total);
  const make = makers.find(([weight]) => (place -= weight) < 0)?.[1] ?? (makers[0] as (typeof makers)[0])[1];
  const { method, path, body, contentType, headers: own } = make(chance, resources, resources.aType(chance));
  const headers: { [name: string]: string } = { ...someHeaders(chance), ...own };
  if (body === undefined) return { method, path: path.slice(0, 15_000), headers };
  headers['content-type'] = chance.slip(20)
    ? chance.pick([
        'text/plain',
        'application/fhir+xml',
        'application/json; charset=utf-16',
        'multipart/form-data',
        'x',
      ])
    : (contentType ?? 'application/fhir+json');
  let bytes = Buffer.isBuffer(body) ? body : Buffer.from(stringify(body));
  if (chance.slip(10)) bytes = Buffer.from(spoiled(chance, bytes.toString()));
  if (chance.slip(15)) {
    headers['content-encoding'] = chance.pick(['gzip', 'gzip', 'br', 'x']);
    if (!chance.once(3)) bytes = gzipSync(bytes);
  }
  return { method, path: path.slice(0, 15_000), headers, body: bytes };
}

function someHeaders(chance: Chance): { [name: string]: string } {
  const headers: { [name: string]: string } = {};
  const maybe = (often: number, name: string, values: readonly string[]) => {
    if (chance.slip(often)) headers[name] = chance.pick(values);
  };
  maybe(4, 'prefer', [
    'return=minimal',
    'return=representation',
    'return=OperationOutcome',
    'handling=strict',
    'respond-async',
    'x=;,',
  ]);
  maybe(8, 'accept', [
    'application/fhir+json',
    'application/fhir+xml',
    '*/*',
    'text/html',
    'application/fhir+json;fhirVersion=5.0',
    ';;,',
  ]);
  maybe(8, 'accept-encoding', ['gzip', 'br', 'identity;q=0', '*']);
  maybe(10, 'if-match', ['W/"1"', '"1"', 'W/"99999999999999999999"', '*', 'x']);
  maybe(10, 'if-none-match', ['W/"1"', '*', 'x']);
  maybe(15, 'if-modified-since', ['Wed, 25 Nov 2026 10:00:00 GMT', 'x']);
  maybe(10, 'if-none-exist', ['identifier=x', '_id=f1', 'x=y', '%zz', '']);
  return headers;
}
