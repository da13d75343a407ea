/** What the profile answers is what its description says, to the last member: on generated patients. */
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor, Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import type { Schema } from '#core/http/operation.ts';
import { fillPopulation } from '#core/import/fill.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { documentDetail } from './document.ts';
import { eventDetail } from './event.ts';
import { knowledge } from './knowledge.ts';
import { overview } from './overview.ts';
import { problemDetail } from './problem.ts';
import { readerOf } from './reader.ts';
import { facetsOf, search } from './search/search.ts';
import {
  documentShape,
  eventShape,
  facetsShape,
  knowledgeShape,
  overviewShape,
  problemShape,
  searchShape,
  timelineShape,
} from './shapes.ts';
import { timelinePage } from './timeline-page.ts';

const now = new Date('2026-11-23T10:00:00Z');
const anna = 'p-1-1';
let database: TestDatabase;
let record: FhirRecord;

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime, queryKey: Buffer.alloc(32, 1) });
  record = createRecord({ database, audit, runtime: systemRuntime });
  await fillPopulation(record, { patients: 2 });
  await database.query('analyze');
}, 120_000);
afterAll(() => database.drop());

/** The same schema, of which nothing more may be said than it names. */
function closed(schema: Schema): Schema {
  const copy = structuredClone(schema) as { [word: string]: unknown };
  const close = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    const one = node as { [word: string]: unknown };
    if (one.properties && one.additionalProperties === undefined) one.additionalProperties = false;
    Object.values(one).forEach(close);
  };
  close(copy);
  return copy;
}

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
function fits(name: string, schema: Schema, reply: unknown): void {
  const json: unknown = JSON.parse(JSON.stringify(reply));
  expect(ajv.validate(closed(schema), json), `${name}: ${ajv.errorsText()}`).toBe(true);
}

it('answers exactly what it describes', { timeout: 120_000 }, async () => {
  const actor: Actor = { role: 'patient', id: anna, name: 'Anna', purpose: 'PATRQT', scopes: [], patient: anna };
  const call: Call = { actor, source: 'local', trace: 'test' };
  const reader = readerOf(record, call, now);
  const whole = await overview(reader, anna);
  fits('overview', overviewShape, whole);
  for (const { link } of whole.problems) fits(link.id, problemShape, await problemDetail(reader, anna, link.id));
  for (const { link } of whole.documents.list)
    fits(link.id, documentShape, await documentDetail(reader, anna, link.id));
  for (const lane of Object.values(whole.lifeLine.lanes)) {
    for (const [, , type, id] of lane.slice(-3)) {
      fits(id, eventShape, await eventDetail(reader, anna, whole.lifeLine.types[type] as string, id));
    }
  }
  fits('timeline', timelineShape, await timelinePage(reader, anna, {}));
  fits('knowledge', knowledgeShape, await knowledge(reader, anna));
  fits('facets', facetsShape, await facetsOf(reader, anna, {}));
  fits('search', searchShape, await search(reader, anna, { text: 'ramipryl' }));
});
