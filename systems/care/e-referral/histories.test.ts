/**
 * Random histories: several providers, the issuer and the patient at once, on the same referrals. Whatever races, a
 * referral is held by one provider, its steps are ways of the table, and record and ledger say the same.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { complete, openWorld, type World } from './fixtures.ts';
import type { Shown } from './model.ts';
import { moves, type MoveName, type State } from './states.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

const providers = ['heart', 'pulse', 'sanatorium'] as const;
const act = fc.oneof(
  fc.record({ who: fc.constantFrom(...providers), name: fc.constantFrom('accept', 'accept', 'return', 'realise') }),
  fc.record({ who: fc.constant('anna'), name: fc.constant('resign') }),
  fc.record({ who: fc.constant('doctor'), name: fc.constantFrom('cancel', 'correct') }),
);
type Act = { readonly who: string; readonly name: string };

async function perform({ who, name }: Act, { id, key }: Shown): Promise<number> {
  if (name === 'accept') return (await world.api(who, 'POST', 'accept', { key })).status;
  const body = name === 'correct' ? { ...complete.hospital, reason: 'Zaostrzenie' } : { reason: 'Bo tak trzeba' };
  return (await world.api(who, 'POST', `referrals/${id}/${name}`, body)).status;
}

interface StepRow {
  readonly name: MoveName | 'issue';
  readonly facility: string | null;
}

/** Replays the steps by the table alone. */
function replayed(steps: readonly StepRow[]): { state: State; provider: string | undefined } {
  let state: State = 'issued';
  let provider: string | undefined;
  expect(steps[0]?.name).toBe('issue');
  for (const { name, facility } of steps.slice(1)) {
    const move = moves[name as MoveName];
    expect(move.from as readonly string[], name).toContain(state);
    if (name === 'return' || name === 'realise') expect(facility).toBe(provider);
    if (name === 'accept') provider = facility ?? undefined;
    state = move.to;
    if (state === 'issued') provider = undefined;
  }
  return { state, provider };
}

it('keeps a referral with one provider, in the states of the table, in any history', { timeout: 60_000 }, async () => {
  const history = fc.array(fc.array(act, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(history, async (rounds) => {
      const referral = (
        await world.api('doctor', 'POST', 'referrals', { pesel: world.pesels.anna, ...complete.clinic })
      ).body as Shown;
      for (const round of rounds) {
        const statuses = await Promise.all(round.map((one) => perform(one, referral)));
        for (const status of statuses) expect([200, 403, 404, 409]).toContain(status);
        const { rows: held } = await world.database.query<{ provider: string }>(
          'select provider from e_referral.holder where referral = $1 and until is null',
          [referral.id],
        );
        const { rows: steps } = await world.database.query<StepRow>(
          'select name, facility from e_referral.step where referral = $1 order by version',
          [referral.id],
        );
        const { rows: ledger } = await world.database.query<{ state: State; provider: string | null }>(
          'select state, provider from e_referral.referral where id = $1',
          [referral.id],
        );
        const said = (await world.api('doctor', 'GET', `referrals/${referral.id}`)).body as Shown;
        const { state, provider } = replayed(steps);
        expect(held.map((one) => one.provider)).toEqual(provider === undefined ? [] : [provider]);
        expect(ledger).toEqual([{ state, provider: provider ?? null }]);
        expect([said.state, said.provider?.id]).toEqual([state, provider]);
      }
    }),
    { numRuns: 40 },
  );
});

it('is won by one of many who accept at once; repeating it is no second acceptance', async () => {
  for (let n = 0; n < 10; n++) {
    const { key } = (await world.api('doctor', 'POST', 'referrals', { pesel: world.pesels.anna, ...complete.clinic }))
      .body as Shown;
    const who = [...providers, ...providers, ...providers];
    const statuses = await Promise.all(who.map((one) => perform({ who: one, name: 'accept' }, { key } as Shown)));
    const winners = new Set(who.filter((_one, at) => statuses[at] === 200));
    expect([winners.size, statuses.every((status) => status === 200 || status === 409)]).toEqual([1, true]);
  }
});
