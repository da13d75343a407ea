/** A spa referral over HTTP: the branch of the NFZ decides, the patient gives the place back, one sanatorium accepts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformActor } from '#core/access/actor.ts';
import { complete, openWorld, type World } from './fixtures.ts';
import type { Shown } from './model.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

const day = (later: number) => new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10);
const issue = async (pesel = world.pesels.anna): Promise<Shown> => {
  const { status, body } = await world.api('doctor', 'POST', 'referrals', { pesel, ...complete.spa });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const decide = async (id: string, decision: string, more: object = {}, who = 'branch') => {
  const { status, body } = await world.api(who, 'POST', `referrals/${id}/spa-decision`, { decision, ...more });
  return { status, body: body as Shown & { code?: string } };
};
const atQueue = async (stage: string, query = '') => {
  const { body } = await world.api('branch', 'GET', `spa?branch=07&stage=${stage}${query}`);
  return (body as { referrals: Shown[] }).referrals.map(({ id }) => id);
};
const place = () => ({ facility: world.ids.sanatorium, from: day(20), to: day(41) });

describe('a spa referral', () => {
  it('is checked, confirmed with a number, placed with notice, and accepted by that sanatorium alone', async () => {
    const { id, key, spa } = await issue();
    expect(spa).toEqual({ stage: 'submitted', branch: '07' });
    expect(await atQueue('submitted')).toContain(id);
    expect((await decide(id, 'confirm')).body.code).toBe('wrong-state');
    expect((await world.api('sanatorium', 'POST', 'accept', { key })).status).toBe(409);
    await decide(id, 'verify');
    const { body } = await decide(id, 'confirm');
    expect(body.spa).toMatchObject({ stage: 'confirmed', queue: 1 });
    expect([await atQueue('submitted'), await atQueue('confirmed')]).toEqual([[], [id]]);
    for (const [bad, code] of [
      [{}, 'spa-place-missing'],
      [{ ...place(), facility: 'nowhere' }, 'spa-place-missing'],
      [{ ...place(), to: day(19) }, 'spa-place-missing'],
      [{ ...place(), from: day(13) }, 'spa-notice-too-short'],
    ] as const)
      expect((await decide(id, 'place', bad)).body.code).toBe(code);
    expect((await decide(id, 'place', place())).body.spa?.place).toMatchObject({ name: 'Sanatorium Zdrój' });
    expect((await world.api('heart', 'POST', 'accept', { key })).body).toMatchObject({ code: 'spa-not-decided' });
    expect((await world.api('sanatorium', 'POST', 'accept', { key })).body).toMatchObject({ state: 'accepted' });
    expect((await decide(id, 'keep-in-queue')).body.code).toBe('wrong-state');
  });

  it('keeps its number when the place was given back for a good reason, and is closed when not', async () => {
    const { id } = await issue();
    for (const decision of ['verify', 'confirm']) await decide(id, decision);
    await decide(id, 'place', place());
    expect((await decide(id, 'keep-in-queue')).status).toBe(409);
    const giveBack = (who: string, body: object) => world.api(who, 'POST', `referrals/${id}/give-back`, body);
    expect((await giveBack('anna', {})).status).toBe(400);
    expect((await giveBack('jakub', { reason: 'Nie moje' })).status).toBe(404);
    const returned = (await giveBack('anna', { reason: 'Operacja w tym czasie' })).body as Shown;
    expect([returned.spa?.stage, returned.spa?.returned, returned.moves]).toEqual([
      'placed',
      'Operacja w tym czasie',
      [],
    ]);
    expect((await giveBack('anna', { reason: 'Jeszcze raz' })).status).toBe(409);
    const { queue } = (await decide(id, 'keep-in-queue')).body.spa ?? {};
    expect(queue).toBe(2);
    await decide(id, 'place', place());
    await giveBack('anna', { reason: 'Nie chce mi się' });
    expect((await decide(id, 'close')).body.code).toBe('no-reason');
    expect((await decide(id, 'close', { reason: 'Powód nieuzasadniony' })).body.spa?.stage).toBe('closed');
  });

  it('is decided by its own branch only; numbers of a branch are never given twice, however many are decided at once', async () => {
    const { id } = await issue();
    for (const who of ['his', 'machine', 'doctor', 'anna'])
      expect((await decide(id, 'verify', {}, who)).status, who).toBe(403);
    expect((await world.api('branch', 'GET', 'spa?branch=08')).status).toBe(403);
    expect((await world.api('branch', 'GET', 'spa?branch=99')).status).toBe(400);
    expect((await decide(id, 'refuse')).body.code).toBe('no-reason');
    expect((await decide(id, 'refuse', { reason: 'Przeciwwskazania' })).body.spa?.stage).toBe('refused');
    const others = await Promise.all(Array.from({ length: 8 }, () => issue(world.pesels.jakub)));
    await Promise.all(others.map((one) => decide(one.id, 'verify')));
    const confirmed = await Promise.all(
      others.flatMap((one) => [decide(one.id, 'confirm'), decide(one.id, 'confirm')]),
    );
    const numbers = confirmed.flatMap(({ status, body }) => (status === 200 ? [body.spa?.queue] : []));
    expect(new Set(numbers).size).toBe(others.length);
    expect(numbers).toHaveLength(others.length);
  });

  it('needs to know the branch; what the platform removes leaves no trace in the ledger', async () => {
    const stranger = await world.make({
      resourceType: 'Patient',
      name: [{ family: 'Nowa' }],
      managingOrganization: { reference: `Organization/${world.ids.practice}` },
    });
    const { status, body } = await world.api('doctor', 'POST', 'referrals', { patient: stranger, ...complete.spa });
    expect([status, (body as { code: string }).code]).toEqual([422, 'no-branch']);
    const { id, key } = await issue();
    const platform = { actor: platformActor('upkeep'), source: 'local', trace: 't' };
    await world.record.delete(platform, 'ServiceRequest', id);
    expect((await world.api('heart', 'POST', 'find', { key })).status).toBe(404);
    expect((await world.api('anna', 'GET', `referrals/${id}`)).status).toBe(404);
    for (const table of ['referral', 'step', 'key']) {
      const column = table === 'step' ? 'referral' : 'id';
      const { rows } = await world.database.query(`select 1 from e_referral.${table} where ${column} = $1`, [id]);
      expect(rows, table).toEqual([]);
    }
  });
});
