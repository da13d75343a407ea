/** Nothing signed is lost, nothing is sent as two: whatever breaks, in whatever order. GAB-7 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../session/api.ts';
import { createOutbox, type NewDocument, type OutboxDocument, type OutboxStore } from './outbox.ts';

const document = (key: string, body: unknown = { key }): NewDocument => ({
  ...{ key, kind: 'test/document', patient: 'p-1', title: key, method: 'POST', path: '/api/test', body },
});

function disk(): OutboxStore & { readonly entries: Map<string, OutboxDocument> } {
  const entries = new Map<string, OutboxDocument>();
  return {
    entries,
    all: async () => [...entries.values()],
    put: async (one) => void entries.set(one.key, one),
    drop: async (key) => void entries.delete(key),
  };
}

type Fate = 'answered' | 'answer lost' | 'not sent' | 'refused' | 'busy';

/** A platform that keeps its promise: a key is done once. */
function platform(fates: Fate[]) {
  const done = new Map<string, number>();
  return {
    done,
    async send({ key }: OutboxDocument): Promise<unknown> {
      const fate = fates.shift() ?? 'answered';
      if (fate === 'not sent') throw new ApiProblem(0, 'no-connection', '');
      if (fate === 'busy') throw new ApiProblem(503, 'unavailable', 'Later.');
      if (fate === 'refused' && !done.has(key)) throw new ApiProblem(422, 'rule', 'No.');
      if (!done.has(key)) done.set(key, done.size);
      if (fate === 'answer lost') throw new ApiProblem(0, 'no-connection', '');
      return { place: done.get(key) };
    },
  };
}

const open = (store: OutboxStore, send: (one: OutboxDocument) => Promise<unknown>, now = () => 1_000) =>
  createOutbox({ store, send, now, alone: (work) => work() });

describe('the outbox', () => {
  it('sends nothing before it is signed, and everything signed in order', async () => {
    const server = platform([]);
    const outbox = await open(disk(), server.send);
    for (const key of ['a', 'b', 'c']) await outbox.prepare(document(key));
    await outbox.drain();
    expect(server.done.size).toBe(0);
    await outbox.sign(['a', 'c']);
    await outbox.drain();
    expect([...server.done.keys()]).toEqual(['a', 'c']);
    expect(outbox.documents().map(({ state }) => state)).toEqual(['sent', 'prepared', 'sent']);
  });

  it('changes what is prepared, never what is signed', async () => {
    const outbox = await open(disk(), platform(['not sent']).send);
    await outbox.prepare(document('a', 1));
    await outbox.prepare(document('a', 2));
    await outbox.sign(['a']);
    await outbox.prepare(document('a', 3));
    await outbox.discard('a');
    await outbox.drain();
    expect(outbox.documents()).toMatchObject([{ key: 'a', body: 2, state: 'queued', problem: { status: 0 } }]);
  });

  it('says why one was refused, and goes on with the others', async () => {
    const outbox = await open(disk(), platform(['refused']).send);
    for (const key of ['a', 'b']) await outbox.prepare(document(key));
    await outbox.sign(['a', 'b']);
    await outbox.drain();
    expect(outbox.documents()).toMatchObject([{ state: 'refused', problem: { code: 'rule' } }, { state: 'sent' }]);
    await outbox.discard('a');
    expect(outbox.documents().map(({ key }) => key)).toEqual(['b']);
  });

  it('forgets what was sent the day before, and nothing else', async () => {
    let now = 0;
    const store = disk();
    const outbox = await open(store, platform([]).send, () => now);
    for (const key of ['a', 'b']) await outbox.prepare(document(key));
    await outbox.sign(['a']);
    await outbox.drain();
    now = 24 * 60 * 60_000;
    expect((await open(store, platform([]).send, () => now)).documents().map(({ key }) => key)).toEqual(['b']);
  });

  it('does not send by itself what the platform would no longer recognise', async () => {
    let now = 0;
    const server = platform(['answer lost']);
    const outbox = await open(disk(), server.send, () => now);
    await outbox.prepare(document('a'));
    await outbox.sign(['a']);
    await outbox.drain();
    now = 24 * 60 * 60_000;
    await outbox.drain();
    expect(outbox.documents()).toMatchObject([{ state: 'refused', problem: { code: 'outbox-too-old' } }]);
  });

  it('loses and doubles nothing, whatever breaks and whenever the page is closed', async () => {
    const fate = fc.constantFrom<Fate>('answered', 'answer lost', 'not sent', 'busy');
    const step = fc.constantFrom('drain', 'crash', 'two windows');
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 30 }), fc.array(step, { maxLength: 20 }), async (fates, steps) => {
        const store = disk();
        const server = platform(fates);
        let outbox = await open(store, server.send);
        const keys = ['a', 'b', 'c', 'd'];
        for (const key of keys) await outbox.prepare(document(key));
        await outbox.sign(keys);
        for (const each of steps) {
          if (each === 'crash') {
            // A page that dies while it sends: what became of it nobody knows.
            const first = [...store.entries.values()].find(({ state }) => state === 'queued');
            if (first) await store.put({ ...first, state: 'sending' });
            outbox = await open(store, server.send);
          } else if (each === 'two windows') {
            const other = await open(store, server.send);
            await Promise.all([outbox.drain(), other.drain()]);
          } else await outbox.drain();
          expect(store.entries.size).toBe(4);
        }
        for (let round = 0; round < 40; round++) await outbox.drain();
        expect([...store.entries.values()].map(({ state }) => state)).toEqual(Array(4).fill('sent'));
        expect([...server.done.keys()].sort()).toEqual(keys);
      }),
      { numRuns: 200 },
    );
  });
});
