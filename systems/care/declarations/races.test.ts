/** Random histories from several sides at once: never two choices of a kind in force or waiting, ledger and record agree. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromResource } from './fhir.ts';
import { openWorld, type World } from './fixtures.ts';
import type { Shown } from './model.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

const doctors = { near: ['nowak', 'sowa'], far: ['mazur'] } as const;
type Deed = {
  readonly what: 'submit' | 'accept' | 'reject' | 'withdraw' | 'end';
  readonly at: 'near' | 'far';
  readonly n: number;
};

async function all(): Promise<Shown[]> {
  return ((await world.api('anna', 'GET', '/mine')).body as { declarations: Shown[] }).declarations;
}

async function deed({ what, at, n }: Deed, known: readonly Shown[]): Promise<number> {
  if (what === 'submit') {
    const practitioner = world.ids[doctors[at][n % doctors[at].length] as string];
    const body = { kind: 'doctor', facility: world.ids[at], practitioner, feeAgreed: 80 };
    return (await world.api('anna', 'POST', '', body)).status;
  }
  const one = known[n % Math.max(1, known.length)];
  if (!one) return 404;
  const who = what === 'withdraw' ? 'anna' : at;
  const bodies: { [name: string]: object } = { reject: { reason: 'no-contract' }, end: { reason: 'moved' } };
  return (await world.api(who, 'POST', `/declaration/${one.id}/${what}`, bodies[what])).status;
}

const deeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.record({
    what: fc.constantFrom('submit' as const, 'accept' as const, 'reject' as const, 'withdraw' as const, 'end' as const),
    at: fc.constantFrom('near' as const, 'far' as const),
    n: fc.nat(5),
  }),
  { minLength: 2, maxLength: 6 },
);

describe('at once', () => {
  it('holds one of a kind, whatever is done together', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(deeds, async (together) => {
        const known = await all();
        const statuses = await Promise.all(together.map((one) => deed(one, known)));
        expect(statuses.filter((status) => status >= 500)).toEqual([]);
        const { rows } = await world.database.query<{ id: string; state: string; version: number }>(
          'select id, state, version from declarations.declaration',
        );
        for (const state of ['submitted', 'accepted'])
          expect(rows.filter((row) => row.state === state).length).toBeLessThanOrEqual(1);
        const call = { actor: { ...platform, role: 'platform' as const }, source: 'local', trace: 't' };
        for (const row of rows) {
          const stored = await world.record.read(call, 'EpisodeOfCare', row.id);
          const declaration = fromResource(JSON.parse(stored.content), stored.version);
          expect([declaration?.state, stored.version]).toEqual([row.state, row.version]);
        }
        const held = rows.filter(({ state }) => state === 'accepted').length;
        const { content } = await world.record.read(call, 'Patient', world.ids.anna ?? '');
        expect((JSON.parse(content) as { managingOrganization?: object }).managingOrganization !== undefined).toBe(
          held === 1,
        );
      }),
      { numRuns: 25 },
    );
  });

  it('takes one of ten submissions', async () => {
    const tries = await Promise.all(Array.from({ length: 10 }, () => submitOf('jakub')));
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([200, 409]));
  });
});

const submitOf = (who: string) =>
  world.api(who, 'POST', '', { kind: 'doctor', facility: world.ids.near, practitioner: world.ids.nowak });
const platform = { id: 'platform/test', name: 'test', purpose: 'HOPERAT' as const, scopes: [] };
