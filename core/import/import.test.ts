/**
 * The importer against a record of three lines: order, cutting, damage, refusals, and going on after every kind of
 * stop.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../access/actor.ts';
import type { Tx } from '../db/database.ts';
import type { Resource } from '../record/record.ts';
import { Refusal } from '../refusal/refusal.ts';
import { importPaths } from './index.ts';

interface FakeEntry {
  resource?: { resourceType: string; id?: string; note?: string };
  request: { method: string; url: string };
}

/**
 * A record that keeps what it is sent, refuses Patients without a name, and can lose its connection before or after a
 * commit.
 */
class FakeRecord {
  readonly kept: string[] = [];
  readonly traces = new Set<string>();
  readonly sizes: number[] = [];
  /** Calls until the connection is lost; whether the call that loses it was committed. */
  lostAfter = Number.POSITIVE_INFINITY;
  committedFirst = false;

  async bundle(call: Call, bundle: Resource): Promise<Resource> {
    await new Promise(setImmediate);
    const entries = bundle.entry as FakeEntry[];
    const bad = entries.findIndex(({ resource }) => resource?.note === 'bad');
    if (bad >= 0) {
      const diagnostics = 'Patient.name is missing.';
      const issues = [
        { severity: 'error' as const, code: 'required', diagnostics, expression: `Bundle.entry[${bad}].resource` },
      ];
      throw new Refusal('rule-broken', 'not-valid', { issues });
    }
    const lost = --this.lostAfter < 0;
    if (lost && !this.committedFirst) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    this.sizes.push(entries.length);
    this.traces.add(call.trace);
    for (const { resource, request } of entries)
      this.kept.push(`${request.method} ${request.url} ${resource?.note ?? ''}`);
    if (lost) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    return { resourceType: 'Bundle' };
  }

  /** The audit trail as `committedIn` asks it. */
  get database(): Tx {
    return {
      query: async () => ({ rows: [...this.traces].map((trace) => ({ trace })), rowCount: 0 }),
    } as unknown as Tx;
  }
}

let folder: string;
let record: FakeRecord;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-import-'));
  record = new FakeRecord();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Buffer): string => {
  const at = path.join(folder, 'in', name);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, content);
  return at;
};
const patient = (note: string, id?: string) => ({ resourceType: 'Patient', ...(id && { id }), note });
const lines = (notes: readonly string[]): string => notes.map((note) => JSON.stringify(patient(note))).join('\n');
const options = (more: object = {}) => ({
  stateFile: path.join(folder, 'state.ndjson'),
  refusedFile: path.join(folder, 'refused.ndjson'),
  ...more,
});
const run = (more: object = {}) => importPaths(record as never, [path.join(folder, 'in')], options(more));
const refusedLines = () =>
  readFileSync(path.join(folder, 'refused.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('what is read', () => {
  it('takes Bundles, NDJSON and single resources, plain and gzipped, 0- files first, and leaves others', async () => {
    const bundle = (type: string, entry: unknown[]) => JSON.stringify({ resourceType: 'Bundle', type, entry });
    const put = (id: string) => ({ resource: patient(id, id), request: { method: 'PUT', url: `Patient/${id}` } });
    file('b/0-first.json', bundle('transaction', [put('first')]));
    file('a/many.ndjson.gz', gzipSync(`${JSON.stringify(patient('line', 'l'))}\n\n`));
    file('a/batch.json.gz', gzipSync(bundle('batch', [put('b1'), put('b2')])));
    file('collection.json', bundle('collection', [{ fullUrl: 'urn:uuid:1', resource: patient('c') }]));
    file('one.json', JSON.stringify(patient('alone', 'x')));
    file('README.md', 'not for import');
    const summary = await run({ concurrency: 1 });
    expect(summary).toMatchObject({ files: 5, loaded: 6, refused: 0, skipped: 0, damaged: [], interrupted: false });
    expect(record.kept).toEqual([
      'PUT Patient/first first',
      'PUT Patient/b1 b1',
      'PUT Patient/b2 b2',
      'PUT Patient/l line',
      'POST Patient c',
      'PUT Patient/x alone',
    ]);
  });
  it('keeps a document as one Bundle and refuses a history', async () => {
    file('doc.json', JSON.stringify({ resourceType: 'Bundle', id: 'd', type: 'document', entry: [] }));
    file('history.json', JSON.stringify({ resourceType: 'Bundle', type: 'history', entry: [] }));
    const { damaged, loaded } = await run();
    expect(loaded).toBe(1);
    expect(damaged[0]?.reason).toContain('history');
  });
  it('sends less at once where lines are large', async () => {
    const large = JSON.stringify({ resourceType: 'Binary', data: 'x'.repeat(3 * 1024 * 1024) });
    file('large.ndjson', [...Array.from({ length: 7 }, () => large), lines(['a', 'b'])].join('\n'));
    expect((await run({ concurrency: 1 })).loaded).toBe(9);
    expect(record.sizes).toEqual([3, 3, 3]);
  });
  it('loads what a broken gzip file has before it breaks off', async () => {
    const notes = Array.from({ length: 200 }, (_, n) => `${n} ${(n * 7919 * 104729).toString(36)}`);
    const packed = gzipSync(lines(notes), { level: 0 });
    file('cut.ndjson.gz', packed.subarray(0, packed.length - 600));
    const { damaged, loaded } = await run();
    expect(loaded).toBeGreaterThan(150);
    expect(damaged[0]?.reason).toContain(`breaks off after line ${loaded}`);
  });
  it('passes over lines of blanks', async () => {
    file('blank.ndjson', `${lines(['a'])}\n\n   \r\n\t\t\t\t\r\n${lines(['b'])}\r\n`);
    expect(await run()).toMatchObject({ loaded: 2, refused: 0 });
  });
  it('names a path that is not there, and a file of another kind', async () => {
    await expect(importPaths(record as never, ['/no/such'], options())).rejects.toMatchObject({ code: 'no-such-file' });
    const other = file('x.xml', '<a/>');
    await expect(importPaths(record as never, [other], options())).rejects.toMatchObject({ code: 'unknown-file' });
  });
  it('cuts NDJSON into transactions of at most 150', async () => {
    file('many.ndjson', lines(Array.from({ length: 400 }, (_, n) => `n${n}`)));
    expect(await run()).toMatchObject({ loaded: 400 });
    expect(record.sizes.sort()).toEqual([100, 150, 150]);
  });
});

describe('what is wrong', () => {
  it('names damaged files and loads the rest', async () => {
    const good = gzipSync(lines(['a', 'b']));
    file('broken.json', '{"resourceType": "Patient",');
    file('cut.ndjson.gz', good.subarray(0, good.length - 12));
    file('huge.json.gz', gzipSync(Buffer.alloc(65 * 1024 * 1024, 32)));
    file('noresource.json', '{"a": 1}');
    file('fine.ndjson.gz', good);
    const { damaged, loaded } = await run();
    // Of the file that breaks off, the line that is whole.
    expect(loaded).toBe(3);
    const reasons = Object.fromEntries(damaged.map((one) => [path.basename(one.path), one.reason]));
    expect(Object.keys(reasons).sort()).toEqual(['broken.json', 'cut.ndjson.gz', 'huge.json.gz', 'noresource.json']);
    expect(reasons['huge.json.gz']).toContain('64 MiB');
    expect(refusedLines()).toHaveLength(4);
  });
  it('refuses single lines and resources, says which and why, and loads the others of their transaction', async () => {
    file('some.ndjson', [lines(['a', 'bad', 'c']), '{"broken', '[1]', lines(['d'])].join('\n'));
    const summary = await run();
    expect(summary).toMatchObject({ loaded: 3, refused: 3 });
    const refused = refusedLines();
    expect(refused.map(({ place }) => place).sort()).toEqual([2, 4, 5]);
    expect(refused.find(({ place }) => place === 2)).toMatchObject({
      resource: 'Patient',
      reason: 'not-valid',
      issues: [{ diagnostics: 'Patient.name is missing.' }],
    });
  });
  it('refuses a transaction as a whole and says which entry was at fault', async () => {
    const entry = ['a', 'bad'].map((note) => ({
      resource: patient(note),
      request: { method: 'POST', url: 'Patient' },
    }));
    file('t.json', JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }));
    expect(await run()).toMatchObject({ loaded: 0, refused: 2 });
    expect(refusedLines().map(({ reason }) => reason)).toEqual(['transaction-refused', 'not-valid']);
  });
  it('tries again what the database ended by its time', async () => {
    file('one.json', JSON.stringify(patient('x', 'x')));
    const keep = record.bundle.bind(record);
    let late = 1;
    record.bundle = async (call, bundle) => {
      const timeout = new pg.DatabaseError('canceling statement due to statement timeout', 0, 'error');
      if (late-- > 0) throw Object.assign(timeout, { code: '57014' });
      return keep(call, bundle);
    };
    expect(await run()).toMatchObject({ loaded: 1, refused: 0, interrupted: false });
  });
  it('waits when the record is busy', async () => {
    file('one.json', JSON.stringify(patient('x', 'x')));
    let busy = 2;
    const keep = record.bundle.bind(record);
    record.bundle = async (call, bundle) => {
      if (busy-- > 0) throw new Refusal('busy', 'too-many', { retryAfter: 0.01 });
      return keep(call, bundle);
    };
    expect(await run()).toMatchObject({ loaded: 1, refused: 0 });
  });
});

describe('going on', () => {
  it('leaves out what is done, also when the file has moved', async () => {
    file('a.ndjson', lines(['a', 'b']));
    await run();
    rmSync(path.join(folder, 'in'), { recursive: true });
    file('moved/b.ndjson', lines(['a', 'b']));
    expect(await run()).toMatchObject({ loaded: 0, skipped: 1 });
    expect(record.kept).toHaveLength(2);
  });
  it('stops at a signal and goes on', async () => {
    file('a.ndjson', lines(Array.from({ length: 3000 }, (_, n) => `n${n}`)));
    const controller = new AbortController();
    const first = await run({
      concurrency: 2,
      signal: controller.signal,
      progress: () => record.sizes.length > 3 && controller.abort(),
    });
    expect(first.interrupted).toBe(true);
    expect(record.kept.length).toBeLessThan(3000);
    expect(await run()).toMatchObject({ interrupted: false });
    expect(new Set(record.kept).size).toBe(3000);
    expect(record.kept).toHaveLength(3000);
  });
  it('never loads twice and never forgets, wherever the connection is lost, before or after the commit', async () => {
    const notes = Array.from({ length: 700 }, (_, n) => (n % 97 === 50 ? 'bad' : `n${n}`));
    const good = notes.filter((note) => note !== 'bad').map((note) => `POST Patient ${note}`);
    const stops = fc.array(fc.record({ after: fc.nat(60), committed: fc.boolean() }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(stops, fc.integer({ min: 1, max: 4 }), async (plan, concurrency) => {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        record = new FakeRecord();
        file('a.ndjson', lines(notes.slice(0, 500)));
        file('b.ndjson.gz', gzipSync(lines(notes.slice(500))));
        for (const { after, committed } of plan) {
          record.lostAfter = after;
          record.committedFirst = committed;
          await run({ concurrency, database: record.database }).catch((error) => expect(error.code).toBe('ECONNRESET'));
        }
        record.lostAfter = Number.POSITIVE_INFINITY;
        await run({ concurrency, database: record.database });
        expect([...record.kept].sort()).toEqual([...good].sort());
      }),
      { numRuns: 25 },
    );
  });
});
