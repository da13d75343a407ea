/** The entries of a batch or transaction, understood or refused. https://hl7.org/fhir/R4/bundle.html#bundle-request */
import { operationOf } from '../bundle-operation.ts';
import { type Issue, Refusal } from '../../refusal/refusal.ts';
import { idForm, knownType, shown } from '../checks.ts';
import { type Known, parseEtags } from '../etag.ts';
import type { Resource, UpdateOptions } from '../record.ts';

export const mostEntries = 5000;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export interface Entry {
  /** Its place in the bundle. */
  readonly n: number;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly fullUrl: string | undefined;
  readonly type: string;
  /** PUT, PATCH, DELETE of one that is known by its id. */
  readonly id: string | undefined;
  /** Criteria in the place of an id (PUT, PATCH, DELETE) or If-None-Exist (POST), without `?`. */
  readonly criteria: string | undefined;
  /** GET: everything behind the base. */
  readonly url: string;
  /** HEAD: without what was read. */
  readonly head: boolean;
  /** GET: what the client has already. */
  readonly known: Known;
  /** Changes: versions demanded of what is there. */
  readonly options: UpdateOptions;
  readonly resource: unknown;
  /** POST of an operation. */
  readonly operation?: { readonly name: string; readonly query: string };
}

/** Names the entry in a refusal that arose while working on it. Any other error is handed on. */
export function inEntry(n: number, error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const place = `Bundle.entry[${n}]`;
  const issues: Issue[] = error.issues.map(({ expression, diagnostics, ...issue }) => ({
    ...issue,
    diagnostics: `${place}: ${diagnostics}`,
    expression: expression ? expression.replace(/^[A-Z][A-Za-z]*/, `${place}.resource`) : place,
  }));
  return new Refusal(error.kind, error.code, {
    message: `${place}: ${error.message}`,
    issues,
    retryAfter: error.retryAfter,
  });
}

const bad = (n: number, says: string, element = ''): Refusal =>
  new Refusal('invalid', 'invalid-entry', {
    issues: [
      {
        severity: 'error',
        code: 'invalid',
        diagnostics: `Bundle.entry[${n}]: ${says}`,
        expression: `Bundle.entry[${n}]${element}`,
      },
    ],
  });

type Loose = { readonly [name: string]: unknown };
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The kind of a bundle and its entries, still raw.
 * @throws Refusal `invalid` for a bundle that is no batch or transaction, `too-large` for too many entries.
 */
export function openBundle(bundle: Resource): { kind: 'batch' | 'transaction'; raw: readonly unknown[] } {
  const { resourceType, type, entry = [] } = bundle ?? {};
  if (resourceType !== 'Bundle' || (type !== 'batch' && type !== 'transaction')) {
    throw new Refusal('invalid', 'no-bundle', 'Send a Bundle whose type is batch or transaction.');
  }
  if (!Array.isArray(entry)) throw new Refusal('invalid', 'no-bundle', 'Bundle.entry must be an array.');
  if (entry.length > mostEntries) {
    throw new Refusal(
      'too-large',
      'too-many-entries',
      `A bundle may have at most ${mostEntries} entries. Send it in parts.`,
    );
  }
  for (const name of Object.keys(bundle)) {
    if (!bundleElements.has(name.replace(/^_/, ''))) {
      throw new Refusal('invalid', 'invalid-resource', {
        issues: [
          {
            severity: 'error',
            code: 'structure',
            diagnostics: `Bundle has no element '${shown(name)}'.`,
            expression: 'Bundle',
          },
        ],
      });
    }
  }
  return { kind: type, raw: entry };
}

const bundleElements = new Set(
  'resourceType id meta implicitRules language identifier type timestamp total link entry signature'.split(' '),
);
const entryElements = new Set(
  'id extension modifierExtension link fullUrl resource search request response'.split(' '),
);

const requestElements = new Set(
  'id extension modifierExtension method url ifNoneMatch ifModifiedSince ifMatch ifNoneExist'.split(' '),
);

/** Reads one entry. `base` is cut off absolute addresses. @throws Refusal `invalid` naming the entry. */
export function readEntry(raw: unknown, n: number, base: string): Entry {
  if (!isObject(raw)) throw bad(n, 'must be an object.');
  for (const name of Object.keys(raw))
    if (!entryElements.has(name)) throw bad(n, `has an unknown element '${shown(name)}'.`);
  const { request, resource } = raw;
  if (!isObject(request)) throw bad(n, 'needs a request with method and url.', '.request');
  for (const name of Object.keys(request)) {
    if (requestElements.has(name.replace(/^_/, ''))) continue;
    throw bad(n, `request has an unknown element '${shown(name)}'.`, '.request');
  }
  const method = methodOf(request.method, n);
  const fullUrl = optionalText(raw.fullUrl, n, 'fullUrl');
  const url = optionalText(request.url, n, 'request.url') ?? '';
  const path = (url.startsWith(`${base}/`) ? url.slice(base.length) : url).replace(/^\/+|\/+$/g, '');
  const ifNoneExist = optionalText(request.ifNoneExist, n, 'request.ifNoneExist');
  const known = {
    ifNoneMatch: optionalText(request.ifNoneMatch, n, 'request.ifNoneMatch'),
    ifModifiedSince: optionalText(request.ifModifiedSince, n, 'request.ifModifiedSince'),
  };
  const common = { n, method, fullUrl, url: path, resource, head: request.method === 'HEAD', known, options: {} };
  if (method === 'GET') {
    if (path === '') throw bad(n, 'needs request.url, such as Patient/123.', '.request.url');
    return { ...common, type: '', id: undefined, criteria: undefined };
  }
  const operation = method === 'POST' ? operationOf(path) : undefined;
  if (operation) {
    const { type, id, name, query } = operation;
    const options = conditionsOf(optionalText(request.ifMatch, n, 'request.ifMatch'), known);
    return { ...common, type, id: id || undefined, criteria: undefined, operation: { name, query }, options };
  }
  const [, type = '', id, criteria] = /^([A-Za-z]+)(?:\/([^/?]*))?(?:\?(.*))?$/s.exec(path) ?? [];
  if (type === '') throw bad(n, `has a request.url that is no address for ${method}: '${shown(url)}'.`, '.request.url');
  try {
    knownType(type);
    if (method !== 'DELETE' && !isObject(resource))
      throw new Refusal('invalid', 'no-resource', `needs a resource for ${method}.`);
    const options = conditionsOf(optionalText(request.ifMatch, n, 'request.ifMatch'), known);
    if (method === 'POST') {
      if (id !== undefined || criteria !== undefined)
        throw new Refusal('invalid', 'invalid-url', `POST goes to ${type}, without more.`);
      sameType(resource as Loose, type);
      return { ...common, type, id: undefined, criteria: ifNoneExist, options };
    }
    if (ifNoneExist !== undefined) throw new Refusal('invalid', 'invalid-entry', 'ifNoneExist goes with POST only.');
    if (id === undefined ? criteria === undefined : !idForm.test(id)) {
      throw new Refusal(
        'invalid',
        'invalid-url',
        `${method} needs an address such as ${type}/123 or ${type}?identifier=….`,
      );
    }
    if (method === 'PUT') sameType(resource as Loose, type);
    return { ...common, type, id, criteria: id === undefined ? criteria : undefined, options };
  } catch (error) {
    throw inEntry(n, error);
  }
}

/** If-Modified-Since is about reading, and means nothing to a change. */
function conditionsOf(ifMatch: string | undefined, { ifNoneMatch }: Known): UpdateOptions {
  return {
    ...(ifMatch === undefined ? {} : { ifMatch: parseEtags(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch: parseEtags(ifNoneMatch) }),
  };
}

function methodOf(method: unknown, n: number): Entry['method'] {
  const known = methods.find((name) => name === method);
  if (!known) throw bad(n, 'needs request.method: GET, POST, PUT, PATCH or DELETE.', '.request.method');
  return known === 'HEAD' ? 'GET' : known;
}

function optionalText(value: unknown, n: number, element: string): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw bad(n, `${element} must be a text.`, `.${element}`);
}

function sameType(resource: Loose, type: string): void {
  if (resource.resourceType !== type) {
    const found = shown(String(resource.resourceType));
    throw new Refusal(
      'invalid',
      'type-differs',
      `The address says ${type}, but the resource is a ${found}. Make them the same.`,
    );
  }
}
