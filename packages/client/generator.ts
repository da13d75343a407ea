/**
 * The types of the client, made from the OpenAPI document: `npm run client:types`. openapi-typescript was not taken: it
 * stands on the programming interface of the TypeScript compiler, which version 7 does not have (decision 0045).
 */

/** A JSON Schema as the document holds it. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: { readonly [media: string]: { readonly schema?: Schema } } };
  readonly responses: { readonly [status: string]: { content?: { readonly [media: string]: { schema?: Schema } } } };
  readonly deprecated?: boolean;
  readonly 'x-roles'?: readonly string[];
  readonly 'x-cursor'?: string;
}

export interface Document {
  readonly info: { readonly version: string };
  readonly paths: { readonly [path: string]: { readonly [method: string]: object } };
}

const isName = /^[A-Za-z_$][\w$]*$/;
const named = (name: string): string => (isName.test(name) ? name : JSON.stringify(name));

/** A schema as a TypeScript type. */
export function typeOf(schema: Schema | undefined): string {
  if (!schema) return 'unknown';
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const several = schema.anyOf ?? schema.oneOf;
  if (several && !schema.properties) return several.map((one) => bracketed(typeOf(one))).join(' | ');
  if (schema.allOf && !schema.properties) return schema.allOf.map((one) => bracketed(typeOf(one))).join(' & ');
  if (Array.isArray(schema.type)) return schema.type.map((type: string) => typeOf({ ...schema, type })).join(' | ');
  if (schema.properties || schema.type === 'object') return objectOf(schema);
  if (schema.type === 'array') return `readonly ${bracketed(typeOf(schema.items))}[]`;
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'string' || schema.type === 'boolean' || schema.type === 'null') return schema.type;
  return 'unknown';
}

const bracketed = (type: string): string => (/[|&]|^readonly /.test(type) ? `(${type})` : type);

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): string {
  const members = Object.entries(properties).map(
    ([name, schema]) => `readonly ${named(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`,
  );
  if (members.length > 0) return `{ ${members.join(' ')} }`;
  const others = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown';
  return additionalProperties === false ? 'Record<string, never>' : `{ readonly [name: string]: ${others} }`;
}

/** Operations of machines, and of people through apps of vendors: not those of operators, nor of accounts themselves. */
const isForClients = ({ 'x-roles': roles = [], tags }: Described): boolean =>
  roles.includes('machine') || (roles.some((role) => role !== 'operator') && !tags.includes('accounts'));

/** The whole of src/generated/api.ts. */
export function clientTypes(document: Document): string {
  const found = Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operation: operation as Described,
      })),
    )
    .filter(({ operation }) => isForClients(operation))
    .sort((one, other) => (one.operation.operationId < other.operation.operationId ? -1 : 1));
  const types = found.map(({ operation }) => {
    const { operationId, summary, deprecated, parameters = [], requestBody, responses } = operation;
    const of = (place: string) => parameters.filter((one) => one.in === place);
    const note = deprecated ? ' @deprecated' : '';
    return [
      `  /** ${summary.replaceAll('*/', '* /')}${note} */`,
      `  '${operationId}': {`,
      `    params: ${parametersOf(of('path'))};`,
      `    query: ${parametersOf(of('query'))};`,
      `    body: ${requestBody ? typeOf(requestBody.content['application/json']?.schema) : 'undefined'};`,
      `    reply: ${replyOf(responses['200']?.content)};`,
      '  };',
    ].join('\n');
  });
  const routes = found.map(({ method, path, operation }) => {
    const once = operation.parameters?.some(({ name }) => name === 'Idempotency-Key') ?? false;
    const cursor = operation['x-cursor'];
    const more = `${once ? ', once: true' : ''}${cursor ? `, cursor: '${cursor}'` : ''}`;
    return `  '${operation.operationId}': { method: '${method}', path: '${path}'${more} },`;
  });
  return [
    '// Made by `npm run client:types` from the OpenAPI document. Do not edit.',
    '',
    'export interface Operations {',
    ...types,
    '}',
    '',
    'export interface Route {',
    `  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';`,
    '  readonly path: string;',
    '  /** Takes an Idempotency-Key. */',
    '  readonly once?: true;',
    '  /** The query parameter that takes the cursor of the next page. */',
    '  readonly cursor?: string;',
    '}',
    '',
    'export const routes: { readonly [name in keyof Operations]: Route } = {',
    ...routes,
    '};',
    '',
  ].join('\n');
}

/** What is no JSON comes as text, or as bytes; some operations answer with the one or the other. */
function replyOf(content: { readonly [media: string]: { readonly schema?: Schema } } = {}): string {
  const types = Object.entries(content).map(([media, { schema }]) =>
    media === 'application/json' ? typeOf(schema) : isText(media) ? 'string' : 'Uint8Array',
  );
  return types.join(' | ') || 'unknown';
}

const isText = (media: string): boolean => /^text\/|[/+]xml$/.test(media);

function parametersOf(parameters: NonNullable<Described['parameters']>): string {
  if (parameters.length === 0) return 'undefined';
  const members = parameters.map(
    ({ name, required, schema }) => `readonly ${named(name)}${required ? '' : '?'}: ${typeOf(schema)};`,
  );
  return `{ ${members.join(' ')} }`;
}
