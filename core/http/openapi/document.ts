/**
 * OpenAPI 3.1 of everything that is served below `/api`, made from the operations themselves, so that it cannot say
 * anything else than what is served. https://spec.openapis.org/oas/v3.1.0
 */
import type { Example, Operation, Schema } from '../operation.ts';
import { isRepeatable } from '../operations.ts';
import { cursorOf } from '../reply-headers.ts';
import type { Content, OpenApiDocument, ParameterObject, PathOperation } from './model.ts';
import { otherPaths, otherTags } from './other-paths.ts';
import {
  headers,
  idempotencyKey,
  linkHeader,
  problemSchema,
  rateHeaders,
  refusalResponses,
  refusalsAt,
  replayHeader,
  securitySchemes,
} from './schemas.ts';

/** `version` of the API: that of the package. */
export function openApiOf(
  operations: readonly Operation[],
  { baseUrl, version }: { baseUrl: string; version: string },
): OpenApiDocument {
  const paths: Record<string, Record<string, PathOperation>> = { ...otherPaths };
  for (const operation of [...operations].sort((one, other) => (one.path < other.path ? -1 : 1))) {
    const address = `/api${operation.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[address] = { ...paths[address], [operation.method.toLowerCase()]: pathOperation(operation) };
  }
  const tags = [...new Set(operations.map(systemOf))].sort().map((name) => ({ name }));
  return {
    openapi: '3.1.0',
    info: {
      title: 'e-Zdrowie',
      version,
      ...{ summary: 'The service bus (Szyna Usług, SUS): one face for the systems of providers.', description },
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    } as OpenApiDocument['info'],
    servers: [{ url: baseUrl }],
    tags: [...otherTags, ...tags],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      ...{ responses: refusalResponses, headers, securitySchemes: securitySchemes(baseUrl) },
    },
  };
}

const description = [
  'Synthetic people only. Not for clinical use.',
  'Refusals are problem details (RFC 9457). Lists are paged by opaque cursors: `next` in the reply, `Link: rel="next"`.',
  'A POST that changes something takes an `Idempotency-Key`. Nothing is taken away without a year of `Deprecation` and `Sunset`.',
].join('\n\n');

/** The system that an operation belongs to: the first part of its path. */
const systemOf = ({ path }: Operation): string => path.split('/')[1] ?? '';

function pathOperation(operation: Operation): PathOperation {
  const { name, summary, access, body, examples = [], deprecated } = operation;
  const roles = access === 'anyone' ? [] : access.roles;
  const parameters = parametersOf(operation);
  const words = wordsOf(operation);
  const cursor = cursorOf(operation);
  return {
    operationId: name,
    summary,
    ...(words ? { description: words } : {}),
    tags: [systemOf(operation)],
    ...(roles.length > 0 ? { 'x-roles': roles } : {}),
    ...(deprecated ? { deprecated: true, 'x-sunset': deprecated.sunset } : {}),
    ...(cursor === undefined ? {} : { 'x-cursor': cursor }),
    security: access === 'anyone' ? [] : securityOf(roles),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: contentOf(body, shown(examples, 'body')) } } : {}),
    responses: responsesOf(operation),
  };
}

function wordsOf({ access, deprecated }: Operation): string {
  const { acr, within } = access === 'anyone' ? {} : access;
  return [
    ...(acr ? [`Needs a sign-in of the level ${acr}.`] : []),
    ...(within ? [`Needs a factor shown within the last ${within} minutes.`] : []),
    ...(deprecated?.instead ? [`Use ${deprecated.instead} instead.`] : []),
  ].join(' ');
}

const securityOf = (roles: readonly string[]) => [
  ...(roles.includes('machine') ? [{ machine: [] }] : []),
  ...(roles.some((role) => role !== 'machine') ? [{ person: [] }, { session: [] }] : []),
];

function parametersOf(operation: Operation): ParameterObject[] {
  const { path, params, query, examples = [] } = operation;
  const [first] = examples;
  const example = (value: string | undefined) => (value === undefined ? {} : { example: value });
  const asked = (query?.properties ?? {}) as Record<string, object>;
  const required = (query?.required ?? []) as readonly string[];
  return [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
      ...{ name, in: 'path' as const, required: true, ...example(first?.params?.[name]) },
      schema: ((params?.properties ?? {}) as Record<string, object>)[name] ?? { type: 'string' },
    })),
    ...Object.entries(asked).map(([name, schema]) => ({
      ...{ name, in: 'query' as const, required: required.includes(name), schema },
      ...example(first?.query?.[name]),
    })),
    ...(isRepeatable(operation) ? [idempotencyKey as ParameterObject] : []),
  ];
}

function responsesOf(operation: Operation): PathOperation['responses'] {
  const { method, reply, access, params, examples = [] } = operation;
  const changes = method !== 'GET';
  const given = {
    ...(access === 'anyone' ? {} : rateHeaders),
    ...(isRepeatable(operation) ? replayHeader : {}),
    ...(cursorOf(operation) ? linkHeader : {}),
  };
  return {
    200: { description: 'Done.', headers: given, content: contentOf(reply, shown(examples, 'reply')) },
    ...refusalsAt('invalid', 'busy', 'unavailable'),
    ...(access === 'anyone' ? {} : refusalsAt('unauthenticated', 'forbidden')),
    ...(params ? refusalsAt('not-found') : {}),
    ...(changes ? refusalsAt('conflict', 'rule-broken') : {}),
  };
}

/** By media type: a file says its own (`fileOf`), all else is JSON; an operation may have both (`orFile`). */
function contentOf(schema: Schema | undefined, examples: Content['examples']): { readonly [media: string]: Content } {
  const several = schema?.anyOf as readonly Schema[] | undefined;
  if (several?.some(({ contentMediaType }) => contentMediaType)) {
    return Object.assign({}, ...several.map((one) => contentOf(one, one.contentMediaType ? undefined : examples)));
  }
  const media = String(schema?.contentMediaType ?? 'application/json');
  return { [media]: { ...(schema ? { schema } : {}), ...(examples ? { examples } : {}) } };
}

function shown(examples: readonly Example[], what: 'body' | 'reply'): Content['examples'] {
  const told = examples.filter((example) => example[what] !== undefined);
  if (told.length === 0) return undefined;
  return Object.fromEntries(
    told.map((example, at) => [`example-${at + 1}`, { summary: example.summary, value: example[what] }]),
  );
}
