/** The sheet of a referral: for those who may see its code, while it waits. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { complete, openWorld, type World } from './fixtures.ts';
import type { Shown } from './model.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

const print = async (who: string, id: string) => {
  const url = `/api/e-referral/referrals/${id}/sheet.pdf`;
  const answer = await world.server.inject({ method: 'GET', url, headers: { authorization: who } });
  return { status: answer.statusCode, head: answer.rawPayload.subarray(0, 5).toString() };
};

it('is printed for the issuer and the patient, not once somebody has accepted it', async () => {
  const { body } = await world.api('doctor', 'POST', 'referrals', { pesel: world.pesels.anna, ...complete.clinic });
  const { id, key } = body as Shown;
  for (const who of ['doctor', 'anna']) expect(await print(who, id)).toEqual({ status: 200, head: '%PDF-' });
  expect((await print('heart', id)).status).toBe(404);
  expect((await print('jakub', id)).status).toBe(404);
  expect((await world.api('heart', 'POST', 'accept', { key })).status).toBe(200);
  expect((await print('anna', id)).status).toBe(409);
});
