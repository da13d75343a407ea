/** The policy file: weaker only when two people agreed, and every change in the trail, by whichever process sees it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, type Platform, post, signInByPasskey, startPlatform } from '../fixtures/platform.ts';

const home = mkdtempSync(join(tmpdir(), 'ezdrowie-policy-'));
const write = (file: object) => writeFileSync(join(home, 'security-policy.json'), JSON.stringify(file));
const weaker = {
  ...{ setting: 'staff.sessions', value: 5, reason: 'Dyżury w trzech miejscach', owner: 'IOD', until: '9999-12-31' },
};

let platform: Platform;
let other: Platform;
const operators: Browser[] = [];
beforeAll(async () => {
  write({ exceptions: [weaker] });
  platform = await startPlatform({ profile: 'production', home });
  other = await startPlatform({ profile: 'production', home, baseUrl: platform.baseUrl }, platform);
  for (const number of [1, 2]) {
    const id = await platform.accounts.registration.register({
      ...{ login: `operator.${number}`, name: `Operator ${number}`, password: `Zielony-Las-${number}-Rzeka` },
      secondFactor: Buffer.alloc(20, number),
      positions: [{ role: 'operator', facility: null, facilityName: null }],
    });
    operators.push(await signInByPasskey(platform, id));
  }
});
afterAll(async () => {
  await other.stop();
  await platform.stop();
});

const headers = (by: number) => {
  const { cookie, csrf } = operators[by] as Browser;
  return { cookie, 'x-csrf-token': csrf };
};
const send = (by: number, url: string, body: object) => post(platform, `/accounts${url}`, body, headers(by));
const shown = async (at = platform) =>
  (await at.server.inject({ url: '/api/accounts/policy', headers: headers(0) })).json();
const sessions = async (at = platform) =>
  (await shown(at)).settings.find(({ name }: { name: string }) => name === 'staff.sessions').value;
const told = () =>
  [...platform.entries, ...other.entries].filter(({ kind }) => kind === 'security-policy').map(({ query }) => query);

it('is not weakened by the file alone, nor by one person, and by two at once in every process', async () => {
  expect([await sessions(), (await shown()).exceptions, (await shown()).waiting]).toEqual([3, [], [weaker]]);
  const asked = await send(0, '/policy/exceptions', weaker);
  const { proposal } = asked.json();
  expect([asked.statusCode, await sessions()]).toEqual([200, 3]);
  expect((await send(0, `/proposals/${proposal}/decision`, { decision: 'approve' })).json().code).toBe('own-request');
  await expect(
    platform.database.query('update accounts.proposal set decided_by = asked_by, decided_at = now(), approved = true'),
  ).rejects.toThrow(/proposal_check/);
  expect((await send(1, `/proposals/${proposal}/decision`, { decision: 'approve' })).statusCode).toBe(200);
  expect([await sessions(), (await shown()).exceptions]).toEqual([5, [weaker]]);
  await Promise.all([platform.accounts.lookAtPolicy(), other.accounts.lookAtPolicy()]);
  expect(await sessions(other)).toBe(5);
  expect(told()).toEqual([expect.stringMatching(/^staff.sessions=3>5&exception\+staff.sessions=5 until 9999-12-31$/)]);
});

it('holds for what was agreed and nothing else, and ends with the line in the file', async () => {
  write({ exceptions: [{ ...weaker, value: 9 }], settings: { 'staff.password.maxAgeDays': 14 } });
  await platform.accounts.lookAtPolicy();
  expect([await sessions(), (await shown()).waiting]).toEqual([3, [{ ...weaker, value: 9 }]]);
  expect(told().at(-1)).toBe(
    'staff.password.maxAgeDays=30>14&staff.sessions=5>3&exception-staff.sessions=5 until 9999-12-31',
  );
  write({ exceptions: 'broken' });
  await platform.accounts.lookAtPolicy();
  expect(platform.entries.at(-1)).toMatchObject({
    kind: 'security-policy',
    outcome: 8,
    reason: 'policy-file-not-valid',
  });
  expect(await sessions()).toBe(3);
});

it.each([
  [{ setting: 'disable.mfa' }, 'policy-not-valid'],
  [{ value: 11 }, 'policy-not-valid'],
  [{ value: 2 }, 'policy-not-valid'],
  [{ until: '2020-01-01' }, 'policy-not-valid'],
])('refuses to ask for %j', async (changes, code) => {
  const answer = await send(0, '/policy/exceptions', { ...weaker, ...changes });
  expect([answer.statusCode, answer.json().code]).toEqual([400, code]);
});

it('lets a client export many patients only when two people agreed, for one purpose and until a day', async () => {
  const { publicKey } = await generateKeyPair('ES384', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] };
  const provider = { id: 'facility-1', name: 'Instytut' };
  const system = { id: 'hurtownia', name: 'H', kind: 'system', scopes: ['system/*.rs'], bound: 'dpop', provider, jwks };
  expect((await send(0, '/clients', system)).statusCode).toBe(200);
  const days = (many: number) =>
    new Date(platform.clock.now().getTime() + many * 86_400_000).toISOString().slice(0, 10);
  const asked = { purpose: 'Badanie przesiewowe', recipient: 'NIZP', reason: 'Umowa 7/2026', until: days(2) };
  const ask = (body: object, client = 'hurtownia') => send(0, `/clients/${client}/export-permits`, body);
  expect((await ask({ ...asked, until: days(200) })).json().code).toBe('bad-end');
  expect((await ask(asked, 'nikt')).json().code).toBe('no-such-client');
  const { proposal } = (await ask(asked)).json();
  const permit = () => platform.accounts.exportPermit('hurtownia');
  expect(await permit()).toBeUndefined();
  expect((await send(1, `/proposals/${proposal}/decision`, { decision: 'approve' })).statusCode).toBe(200);
  const named = { purpose: asked.purpose, recipient: 'NIZP', askedBy: 'Operator 1', approvedBy: 'Operator 2' };
  expect(await permit()).toMatchObject(named);
  expect(await platform.accounts.exportPermit('inny')).toBeUndefined();
  platform.clock.advance(4 * 86_400);
  expect(await permit()).toBeUndefined();
  platform.clock.advance(-4 * 86_400);
});
