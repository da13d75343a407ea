/** What the tests of terminology share: a record, the service over it, and small vocabularies. */
import type { FastifyInstance, InjectOptions } from 'fastify';
import { expect } from 'vitest';
import type { Actor } from '../access/actor.ts';
import { createAuditTrail } from '../audit/index.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { buildServer } from '../http/server.ts';
import { type Answer, baseUrl, callBy, machine } from '../record/fixtures.ts';
import { fhirRoutes } from '../record/http/index.ts';
import { createRecord, type FhirRecord } from '../record/index.ts';
import type { Resource } from '../record/record.ts';
import { systemRuntime } from '../runtime/runtime.ts';
import { createTerminology, type Terminology, terminologyOperations } from './index.ts';

export interface TestTerminology {
  readonly database: TestDatabase;
  readonly record: FhirRecord;
  readonly terminology: Terminology;
  readonly server: FastifyInstance;
  signIn(actor: Actor | undefined): void;
  /** Asks the FHIR face, the body parsed. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Puts a resource into the record and returns its id; what is undefined is left out. */
  put(resource: Resource): Promise<string>;
  close(): Promise<void>;
}

export async function openTestTerminology(): Promise<TestTerminology> {
  const database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  const terminology = createTerminology({ database, audit, runtime: systemRuntime });
  const record = createRecord({ database, audit, runtime: systemRuntime, terminology, settings: { baseUrl } });
  terminology.follow(record);
  const server = buildServer({ logLevel: 'silent', https: false, ready: async () => true });
  let actor: Actor | undefined = machine();
  await server.register(fhirRoutes, {
    prefix: '/fhir/R4',
    record,
    authenticator: { authenticate: async () => actor },
    operations: terminologyOperations(terminology),
    terminologyCapabilities: () => terminology.capabilities(baseUrl),
  });
  return {
    database,
    record,
    terminology,
    server,
    signIn: (next) => {
      actor = next;
    },
    async ask(method, path, body, headers = {}) {
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await server.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url: `/fhir/R4${path}`,
        headers: { ...(text === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers },
        ...(text === undefined ? {} : { payload: text }),
      });
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: answer.body === '' ? undefined : JSON.parse(answer.body),
        text: answer.body,
      };
    },
    async put(given) {
      const resource = JSON.parse(JSON.stringify(given)) as Resource;
      const call = callBy(machine());
      const { id } =
        resource.id === undefined ? await record.create(call, resource) : await record.update(call, resource);
      return id;
    },
    async close() {
      await server.close();
      await database.drop();
    },
  };
}

/** Value of a parameter of an answer, whatever its type. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
// oxlint-disable-next-line no-explicit-any
export function valueOf(body: any, name: string): any {
  // oxlint-disable-next-line no-explicit-any
  const found = body.parameter?.find((one: any) => one.name === name);
  return found && (found.resource ?? Object.entries(found).find(([key]) => key.startsWith('value'))?.[1]);
}

export const asked = (...parameter: object[]) => ({ resourceType: 'Parameters', parameter });

export const animals = 'http://test.example/animals';

/** A hierarchy with Polish names, a concept that only groups, a retired one. */
export const animalSystem: Resource = {
  resourceType: 'CodeSystem',
  url: animals,
  version: '1',
  name: 'Animals',
  title: 'Zwierzęta',
  status: 'active',
  language: 'pl',
  content: 'complete',
  caseSensitive: true,
  valueSet: `${animals}/vs`,
  property: [
    { code: 'legs', type: 'integer' },
    { code: 'sound', type: 'string' },
    { code: 'inactive', uri: 'http://hl7.org/fhir/concept-properties#inactive', type: 'boolean' },
    { code: 'notSelectable', uri: 'http://hl7.org/fhir/concept-properties#notSelectable', type: 'boolean' },
  ],
  concept: [
    {
      code: 'animal',
      display: 'Zwierzę',
      property: [{ code: 'notSelectable', valueBoolean: true }],
      concept: [
        {
          code: 'mammal',
          display: 'Ssak',
          concept: [
            {
              code: 'cat',
              display: 'Kot domowy',
              definition: 'Felis catus',
              designation: [{ language: 'en', value: 'Domestic cat' }],
              property: [
                { code: 'legs', valueInteger: 4 },
                { code: 'sound', valueString: 'miau' },
              ],
            },
            {
              code: 'lynx',
              display: 'Ryś',
              designation: [{ language: 'en', value: 'Lynx' }],
              property: [{ code: 'legs', valueInteger: 4 }],
            },
            { code: 'whale', display: 'Wieloryb żółtobrzuchy', property: [{ code: 'legs', valueInteger: 0 }] },
          ],
        },
        {
          code: 'bird',
          display: 'Ptak',
          concept: [
            { code: 'duck', display: 'Kaczka', property: [{ code: 'legs', valueInteger: 2 }] },
            { code: 'dodo', display: 'Dront', property: [{ code: 'inactive', valueBoolean: true }] },
          ],
        },
        {
          code: 'platypus',
          display: 'Dziobak',
          property: [
            { code: 'parent', valueCode: 'mammal' },
            { code: 'legs', valueInteger: 4 },
          ],
        },
      ],
    },
  ],
};

export const aValueSet = (url: string, compose: object, more: object = {}): Resource => ({
  resourceType: 'ValueSet',
  url,
  status: 'active',
  compose,
  ...more,
});

/** Codes of an expansion, depth first. */
// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
// oxlint-disable-next-line no-explicit-any
export const codesOf = (contains: any[] = []): string[] =>
  // oxlint-disable-next-line no-explicit-any
  contains.flatMap((one: any) => [one.code, ...codesOf(one.contains)]);

/** Canonical of a value set of the tests. */
export const vs = (name: string) => `http://test.example/vs/${name}`;

/** Asks for the expansion of a compose that is not kept. */
export const expandInline = async ({ ask }: TestTerminology, compose: object, ...more: object[]) =>
  ask(
    'POST',
    '/ValueSet/$expand',
    asked({ name: 'valueSet', resource: { resourceType: 'ValueSet', status: 'active', compose } }, ...more),
  );

export async function codesIn(test: TestTerminology, compose: object, ...more: object[]): Promise<string[]> {
  const { status, body } = await expandInline(test, compose, ...more);
  expect([status, body.issue]).toEqual([200, undefined]);
  return codesOf(body.expansion.contains);
}

/** A compose of the animals that a filter takes. */
export const filtered = (property: string, op: string, value: string) => ({
  include: [{ system: animals, filter: [{ property, op, value }] }],
});
