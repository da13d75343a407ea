/** The demonstration's people sign in as `npx ezdrowie accounts` says, here and nowhere else. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileVault } from '#core/vault/index.ts';
import { type DemonstrationAccount, demonstrationToken, listDemonstrationAccounts } from './demonstration.ts';
import { people, type Platform, post, startPlatform } from './fixtures/platform.ts';
import { accounts } from './index.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await platform.accounts.seedDemonstration({ people });
});
afterAll(() => platform.stop());

const list = () => listDemonstrationAccounts({ home: platform.home, profile: 'demo', runtime: platform.clock });
const find = (login: string) => list().find((account) => account.login === login) as DemonstrationAccount;
const signIn = async ({ login, password, code }: DemonstrationAccount) => {
  const { handle } = (await post(platform, '/accounts/sign-in', { login, password })).json();
  return post(platform, '/accounts/second-factor', { handle: handle ?? 'none', code });
};

it('lists everybody with password, secret, current code, role and person, and what it lists opens a session', async () => {
  expect(list().map(({ login, role, person, facility }) => ({ login, role, person, facility }))).toEqual([
    { login: 'lekarz.nowak', role: 'physician', person: 'Practitioner/practitioner-1', facility: 'facility-1' },
    { login: 'pacjent.kowalski', role: 'patient', person: 'Patient/patient-1', facility: undefined },
    { login: 'operator.wisniewska', role: 'operator', person: undefined, facility: undefined },
  ]);
  for (const account of list()) {
    expect(account.totpSecret).toMatch(/^[A-Z2-7]{32}$/);
    const session = await signIn(account);
    expect(session.json()).toMatchObject({ login: account.login, role: account.role, demonstration: true });
  }
});

it('changes nothing when it is repeated, and takes newly derived secrets over when its own are gone', async () => {
  const before = list();
  await platform.accounts.seedDemonstration({ people });
  expect(list().map(({ password }) => password)).toEqual(before.map(({ password }) => password));
  rmSync(join(platform.home, 'demo', 'secret'));
  await platform.accounts.seedDemonstration({ people });
  expect(find('pacjent.kowalski').password).not.toBe(before[1]?.password);
  platform.clock.advance(60);
  expect((await signIn(find('pacjent.kowalski'))).statusCode).toBe(200);
});

it('has other secrets in every installation, in files that only their owner reads', async () => {
  const other = await startPlatform();
  await other.accounts.seedDemonstration({ people });
  const [mine, theirs] = [list()[0], listDemonstrationAccounts({ home: other.home, profile: 'demo' })[0]];
  expect(mine?.password).not.toBe(theirs?.password);
  expect(mine?.totpSecret).not.toBe(theirs?.totpSecret);
  for (const folder of ['demo', 'keys']) {
    for (const file of readdirSync(join(other.home, folder))) {
      expect([file, statSync(join(other.home, folder, file)).mode & 0o077]).toEqual([file, 0]);
    }
  }
  await other.stop();
});

it('refuses outside the demonstration profile, and a platform in production does not know its people', async () => {
  const settings = { baseUrl: platform.baseUrl, home: platform.home, profile: 'production' as const, https: true };
  const audit = { insertion: () => ({ text: 'select 1', values: [] }), write: async () => undefined };
  const production = accounts({
    ...{ database: platform.database, runtime: platform.clock, audit, settings },
    vault: fileVault(platform.database, platform.home, platform.clock),
  });
  const refusal = { code: 'demonstration-only' };
  await expect(production.seedDemonstration({ people })).rejects.toMatchObject(refusal);
  expect(() => listDemonstrationAccounts(settings)).toThrow(expect.objectContaining(refusal));
  await expect(demonstrationToken({ ...settings, client: 'demo-provider' })).rejects.toMatchObject(refusal);
  const token = await demonstrationToken({ ...settings, profile: 'demo', client: 'demo-provider' });
  const request = { url: '/fhir/R4/Patient', headers: { authorization: `Bearer ${token}` } } as never;
  await expect(production.authenticator.authenticate(request)).rejects.toMatchObject({ code: 'token-not-valid' });
  const { password } = find('lekarz.nowak');
  const signInOperation = production.operations.find(({ name }) => name === 'sign-in');
  const input = { params: {}, query: {}, body: { login: 'lekarz.nowak', password }, http: { request } } as never;
  const call = { actor: { role: 'patient', id: 'anonymous' }, source: '198.51.100.1', trace: 'x' };
  await expect(signInOperation?.handle(input, { call } as never)).rejects.toMatchObject({ code: 'wrong-credentials' });
});

it('says plainly when there is no demonstration, no client, no server', async () => {
  const home = mkdtempSync(join(tmpdir(), 'ezdrowie-empty-'));
  const nowhere = { home, profile: 'demo' as const };
  expect(() => listDemonstrationAccounts(nowhere)).toThrow(/Start the platform first/);
  const ask = (changes: object) =>
    demonstrationToken({ ...nowhere, baseUrl: platform.baseUrl, client: 'demo-provider', ...changes });
  await expect(ask({})).rejects.toMatchObject({ code: 'no-demonstration' });
  await expect(ask({ client: '../secret' })).rejects.toMatchObject({ code: 'no-such-client' });
  const gone = { home: platform.home, baseUrl: 'http://127.0.0.1:9' };
  await expect(ask(gone)).rejects.toMatchObject({ code: 'server-not-running' });
  await expect(ask({ home: platform.home, scope: 'admin' })).rejects.toMatchObject({ code: 'token-refused' });
  rmSync(home, { recursive: true });
});
