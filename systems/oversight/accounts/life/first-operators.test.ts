/** The first two operators of an installation: two people, once, each by a code that makes an own security key. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Authenticator } from '../fixtures/authenticator.ts';
import { type Platform, post, startPlatform } from '../fixtures/platform.ts';
import { relyingParty } from '../passkeys.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ profile: 'production' });
});
afterAll(() => platform.stop());

const anna = { givenName: 'Anna', familyName: 'Pierwsza', login: 'anna.pierwsza' };
const piotr = { givenName: 'Piotr', familyName: 'Drugi', login: 'piotr.drugi' };
const make = (...people: (typeof anna)[]) => platform.accounts.firstOperators(people, 'umowa 1/2026');

async function enrol(code: string) {
  const device = new Authenticator(relyingParty(platform.baseUrl).origin);
  const begun = await post(platform, '/accounts/activation', { code });
  if (begun.statusCode !== 200) return begun;
  const { state, passkey } = begun.json();
  return post(platform, '/accounts/activation/factors', { state, passkey: device.register(passkey) });
}

it('takes two different people and nothing less', async () => {
  const badly = [[anna], [anna, anna], [anna, { ...piotr, login: anna.login }], [anna, { ...piotr, login: 'Ż' }]];
  for (const people of badly) await expect(make(...people)).rejects.toMatchObject({ code: 'two-people' });
  await expect(make(anna, { ...anna, login: 'anna.druga' })).rejects.toMatchObject({ code: 'two-people' });
});

it('is for production alone', async () => {
  const demo = await startPlatform({ home: platform.home }, platform);
  await expect(demo.accounts.firstOperators([anna, piotr], 'umowa')).rejects.toMatchObject({
    code: 'not-in-demonstration',
  });
  await demo.stop();
});

it('makes them once: an earlier run nobody used is void, and with an operator there it is over', async () => {
  const lost = await make({ ...anna, login: 'anna.zgubiona' }, { ...piotr, login: 'piotr.zgubiony' });
  const [one, two] = await Promise.allSettled([make(anna, piotr), make(anna, piotr)]);
  const made = [one, two].flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  // The second of two at once wants identifiers that the first gave.
  expect([made.length, [one, two].map(({ status }) => status).sort()]).toEqual([1, ['fulfilled', 'rejected']]);
  const codes = made[0] ?? [];
  expect(codes.map(({ login }) => login)).toEqual(['anna.pierwsza', 'piotr.drugi']);
  expect((await enrol(lost[0]?.code ?? '')).json().code).toBe('activation-not-valid');
  for (const { code } of codes) expect((await enrol(code)).json().codes).toHaveLength(10);
  expect((await enrol(codes[0]?.code ?? '')).json().code).toBe('activation-not-valid');
  await expect(make({ ...anna, login: 'anna.znowu' }, { ...piotr, login: 'piotr.znowu' })).rejects.toMatchObject({
    code: 'operators-exist',
  });
  expect(platform.entries).toContainEqual(
    expect.objectContaining({ kind: 'first-operators', entities: ['account/anna.pierwsza', 'account/piotr.drugi'] }),
  );
  const { rows } = await platform.database.query<{ identifier: string }>(
    'select identifier from accounts.register_entry order by number desc limit 2',
  );
  expect(rows.map(({ identifier }) => identifier).sort()).toEqual(['anna.pierwsza', 'piotr.drugi']);
});
