/** The addresses of the FHIR face and what each does. https://hl7.org/fhir/R4/http.html */
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Authenticator } from '../../http/operation.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { historyBundle } from '../interactions/bundle-text.ts';
import { readOptions } from '../as-of.ts';
import type { PublishedOperation, PublishedSubscriptions } from '../interactions/capabilities.ts';
import { idForm, knownType, shown } from '../checks.ts';
import { parseEtags, versionForm } from '../etag.ts';
import type { FhirRecord } from '../index.ts';
import type { Resource, UpdateOptions } from '../record.ts';
import { otherMethods } from './allowed.ts';
import { sendDeleted, sendStored, sendText, sendWritten } from './answer.ts';
import { callOf, queryOf } from './asked.ts';
import { parseBody } from './body.ts';
import { demandFhir, demandReadable, preferencesOf } from './negotiation.ts';
import type { Asked, FhirOperation } from './operation.ts';
import { recordOperations } from './operations.ts';
import { type Handle, searches } from './search-routes.ts';

type Handler = (asked: Asked) => Promise<unknown>;

export interface FhirRoutesOptions {
  readonly record: FhirRecord;
  readonly authenticator: Authenticator;
  /** What /.well-known/smart-configuration answers. */
  readonly smartConfiguration?: object;
  /** What /metadata answers when its mode is `terminology`. */
  readonly terminologyCapabilities?: () => Promise<string>;
  /** Operations of other parts of the platform, besides the record's own. */
  readonly operations?: readonly FhirOperation[];
  /** Operations that answer by routes of their own. */
  readonly published?: readonly PublishedOperation[];
  /** What /metadata says of Subscriptions. */
  readonly subscriptions?: PublishedSubscriptions;
}

/** What /metadata answers to a query. */
type Metadata = (query: string) => Promise<string>;

/** Puts the routes into `server`, whose prefix is the base. */
export function fhirInteractions(server: FastifyInstance, options: FhirRoutesOptions, metadata: Metadata): void {
  const { record, authenticator, operations = [] } = options;
  const handle =
    (work: Handler): RouteHandlerMethod =>
    async (request, reply) => {
      const query = queryOf(request);
      demandReadable(request, query.parameters);
      const call = await callOf(request, authenticator);
      const { id = '', ...inAddress } = request.params as { type?: string; id?: string };
      const type = inAddress.type ?? namedType(request);
      try {
        if (type !== '') knownType(type);
        if (id !== '') knownId(id, request.method);
      } catch (error) {
        // `metadata`, `$everything`, `_search` may stand where a type or an id would: then the method is the wrong one.
        throw otherMethods(request, server) ?? error;
      }
      await work({ request, reply, call, query, type, id });
      return reply;
    };
  wholeSystem(server, record, handle, metadata);
  searches(server, record, handle);
  ofTypes(server, record, handle);
  ofInstances(server, record, handle);
  for (const operation of [...recordOperations, ...operations]) {
    const work = handle((asked) => operation.handle(asked, record));
    for (const url of addressesOf(operation)) server.route({ method: [...operation.methods], url, handler: work });
  }
}

function addressesOf({ name, system, types = [], instances = [] }: FhirOperation): string[] {
  const of = (level: readonly string[] | 'all') => (level === 'all' ? [':type'] : level);
  return [
    ...(system ? [`/$${name}`] : []),
    ...of(types).map((type) => `/${type}/$${name}`),
    ...of(instances).map((type) => `/${type}/:id/$${name}`),
  ];
}

function wholeSystem(server: FastifyInstance, record: FhirRecord, handle: Handle, metadata: Metadata): void {
  const { baseUrl } = record.settings;
  server.post(
    '/',
    handle(async ({ request, reply, call, query }) => {
      demandFhir(request);
      const { answer = 'minimal' } = preferencesOf(request);
      const bundle = parseBody(request.body) as Resource;
      sendText(reply, 200, await record.bundleText(call, bundle, answer, metadata), query);
    }),
  );
  server.get(
    '/_history',
    handle(async ({ request, reply, call, query }) => {
      sendText(
        reply,
        200,
        historyBundle(
          baseUrl,
          `${baseUrl}/_history`,
          await record.historySystem(call, query.text, preferencesOf(request)),
        ),
        query,
      );
    }),
  );
}

function ofTypes(server: FastifyInstance, record: FhirRecord, handle: Handle): void {
  const { baseUrl } = record.settings;
  server.get(
    '/:type/_history',
    handle(async ({ request, reply, call, query, type }) => {
      const page = await record.historyType(call, type, query.text, preferencesOf(request));
      sendText(reply, 200, historyBundle(baseUrl, `${baseUrl}/${type}/_history`, page), query);
    }),
  );
  server.post(
    '/:type',
    handle(async ({ request, reply, call, type }) => {
      demandFhir(request);
      const ifNoneExist = oneHeader(request, 'if-none-exist');
      const resource = bodyOf(request, type);
      const written = await record.create(call, resource, ifNoneExist === undefined ? {} : { ifNoneExist });
      sendWritten(request, reply, written, baseUrl);
    }),
  );
  server.put(
    '/:type',
    handle(async ({ request, reply, call, query, type }) => {
      demandFhir(request);
      const written = await record.conditionalUpdate(call, query.text, bodyOf(request, type), updateOptions(request));
      sendWritten(request, reply, written, baseUrl);
    }),
  );
  server.patch(
    '/:type',
    handle(async ({ request, reply, call, query, type }) => {
      demandFhir(request, 'application/json-patch+json');
      const written = await record.conditionalPatch(
        call,
        type,
        query.text,
        parseBody(request.body),
        updateOptions(request),
      );
      sendWritten(request, reply, written, baseUrl);
    }),
  );
  server.delete(
    '/:type',
    handle(async ({ request, reply, call, query, type }) => {
      sendDeleted(
        request,
        reply,
        await record.conditionalDelete(call, type, query.text, updateOptions(request)),
        baseUrl,
      );
    }),
  );
}

function ofInstances(server: FastifyInstance, record: FhirRecord, handle: Handle): void {
  const { baseUrl } = record.settings;
  server.get(
    '/:type/:id',
    handle(async ({ request, reply, call, query, type, id }) =>
      sendStored(request, reply, await record.read(call, type, id, readOptions(query.text)), baseUrl),
    ),
  );
  server.put(
    '/:type/:id',
    handle(async ({ request, reply, call, type, id }) => {
      demandFhir(request);
      const resource = bodyOf(request, type);
      if (resource.id !== id) {
        throw new Refusal('invalid', 'id-differs', `The resource's id must be the one in the address, '${shown(id)}'.`);
      }
      sendWritten(request, reply, await record.update(call, resource, updateOptions(request)), baseUrl);
    }),
  );
  server.patch(
    '/:type/:id',
    handle(async ({ request, reply, call, type, id }) => {
      demandFhir(request, 'application/json-patch+json');
      const written = await record.patch(call, type, id, parseBody(request.body), updateOptions(request));
      sendWritten(request, reply, written, baseUrl);
    }),
  );
  server.delete(
    '/:type/:id',
    handle(async ({ request, reply, call, type, id }) => {
      sendWritten(request, reply, await record.delete(call, type, id, updateOptions(request)), baseUrl);
    }),
  );
  server.get(
    '/:type/:id/_history',
    handle(async ({ request, reply, call, query, type, id }) => {
      const page = await record.historyInstance(call, type, id, query.text, preferencesOf(request));
      sendText(reply, 200, historyBundle(baseUrl, `${baseUrl}/${type}/${id}/_history`, page), query);
    }),
  );
  server.get(
    '/:type/:id/_history/:version',
    handle(async ({ request, reply, call, type, id }) => {
      const { version } = request.params as { version: string };
      if (!versionForm.test(version)) {
        throw new Refusal(
          'not-found',
          'unknown-version',
          `There is no version '${shown(version)}' of ${type}/${id} here.`,
        );
      }
      sendStored(request, reply, await record.vread(call, type, id, Number(version)), baseUrl);
    }),
  );
}

/** Of an operation of one type (`/Patient/:id/$everything`) the type stands in the address of the route. */
function namedType({ routeOptions: { url = '' } }: FastifyRequest): string {
  return /\/([A-Z][A-Za-z]+)(?:\/:id)?\/\$[a-z-]+$/.exec(url)?.[1] ?? '';
}

/** Nothing can be found under what is no id; nothing can be put there either, and that is the fault of the request. */
function knownId(id: string, method: string): void {
  if (idForm.test(id)) return;
  const kind = method === 'PUT' ? 'invalid' : 'not-found';
  throw new Refusal(kind, 'unknown-resource', `'${shown(id)}' is no id: up to 64 letters, digits, '-' and '.'.`);
}

function bodyOf(request: FastifyRequest, type: string): Resource {
  const resource = parseBody(request.body) as Resource | null;
  const found = typeof resource === 'object' && resource !== null ? resource.resourceType : undefined;
  if (found !== type) {
    const says = found === undefined ? 'has no resourceType' : `is a ${shown(String(found))}`;
    throw new Refusal('invalid', 'type-differs', `The address says ${type}, but the body ${says}. Make them the same.`);
  }
  return resource as Resource;
}

/** Node would put several into one text. @throws Refusal `invalid` for a header that is there several times. */
function oneHeader({ headers, raw: { rawHeaders } }: FastifyRequest, name: string): string | undefined {
  const times = rawHeaders.filter((text, n) => n % 2 === 0 && text.toLowerCase() === name).length;
  if (times > 1) throw new Refusal('invalid', 'header-twice', `The header ${name} may be there once.`);
  return headers[name] as string | undefined;
}

function updateOptions(request: FastifyRequest): UpdateOptions {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  return {
    ...(ifMatch === undefined ? {} : { ifMatch: parseEtags(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch: parseEtags(ifNoneMatch) }),
  };
}
