/** The description of the API: valid by a judge of others, and complete: every operation, and what each answers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApi } from '#apps/api/server.ts';
import { assemble } from '#apps/platform.ts';
import { readSettings } from '#apps/settings.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import type { OpenApiDocument } from '#core/http/openapi/model.ts';
import type { Operation } from '#core/http/operation.ts';

const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-openapi-'));
let database: TestDatabase;
let server: FastifyInstance;
let operations: readonly Operation[];
let document: OpenApiDocument;

beforeAll(async () => {
  database = await createTestDatabase();
  const platform = assemble(readSettings({ EZDROWIE_HOME: home, PORT: '8096', LOG_LEVEL: 'silent' }), database);
  operations = platform.systems.flatMap((system) => system.operations);
  server = await buildApi(platform, async () => true);
  document = (await server.inject('/api/openapi.json')).json();
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
  rmSync(home, { recursive: true, force: true });
});

describe('the OpenAPI document', () => {
  it('is valid by the schema of OpenAPI 3.1', async () => {
    // By name: whoever runs other tests need not have it.
    const { Validator } = await import('@seriousme/openapi-schema-validator' as string);
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('shows every operation, each under its own name', () => {
    const told = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(new Set(told).size).toBe(told.length);
    expect(operations.map(({ name }) => name).filter((name) => !told.includes(name))).toEqual([]);
  });

  it('has examples that fit what it says', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    let seen = 0;
    for (const { name, examples = [], body, reply, query, params } of operations) {
      for (const example of examples) {
        seen++;
        const pairs = [
          [params, example.params ?? {}],
          [query, example.query ?? {}],
          [body, example.body],
          [reply, example.reply],
        ] as const;
        for (const [schema, value] of pairs) {
          if (schema) expect(ajv.validate(schema, value), `${name}: ${ajv.errorsText()}`).toBe(true);
        }
        expect(reply, `${name} has an example and no schema of its reply`).toBeDefined();
      }
    }
    expect(seen).toBeGreaterThan(10);
  });

  it('shows the file beside the JSON where an operation answers with either', () => {
    const content = document.paths['/api/data-protection/disclosures/mine']?.get?.responses['200']?.content ?? {};
    expect(Object.keys(content)).toEqual(['application/json', 'text/csv']);
    expect(content['application/json']?.schema).toMatchObject({ required: ['disclosures'] });
  });

  it('says of every operation what it answers', () => {
    expect(operations.filter(({ reply }) => !reply).map(({ name }) => name)).toEqual([]);
  });
});

describe('the page', () => {
  it('shows every operation, without script and with nothing from elsewhere', async () => {
    const page = await server.inject('/api/docs');
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const { name } of operations) expect(page.body).toContain(`id="${name}"`);
    expect(page.body).not.toMatch(/<script|<style| style=| on[a-z]+=|src=|href="https?:/);
    const style = await server.inject('/api/docs.css');
    expect([style.statusCode, style.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(style.body).not.toContain('url(');
  });
});
