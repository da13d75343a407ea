/** What somebody who copies the database sees of secrets: nothing; and what they can do by moving rows: nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyring, masterKey } from './sealing.ts';
import { fileVault } from '#core/vault/index.ts';
import { aPerson, codeOf, type Platform, post, signIn, startPlatform } from './fixtures/platform.ts';
import { base32 } from './second-factor.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

/** Every row of every table of the platform, as a dump writes it. */
async function dump(): Promise<string> {
  const { rows: tables } = await platform.database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  let text = '';
  for (const { name } of tables) {
    const { rows } = await platform.database.query<{ row: string }>(`select t::text as row from ${name} t`);
    text += rows.map(({ row }) => `${row}\n`).join('');
  }
  return text;
}

it('a dump of the database shows no secret', async () => {
  const person = await aPerson(platform);
  const { cookie, csrf } = await signIn(platform, person);
  const draft = 'Rozpoznanie: zmyślone, do sprawdzenia';
  const headers = { cookie, 'x-csrf-token': csrf };
  const kept = { method: 'PUT' as const, url: '/api/accounts/drafts/notatka', payload: { text: draft }, headers };
  expect((await platform.server.inject(kept)).statusCode).toBe(200);
  const { rows } = await platform.database.query<{ kid: string; sealed: Buffer }>('select * from accounts.signing_key');
  const [key = { kid: '', sealed: Buffer.alloc(0) }] = rows;
  const vault = fileVault(platform.database, platform.home, platform.clock);
  const keys = keyring(masterKey(platform.home, platform.clock), vault);
  const { d } = JSON.parse((await keys.open('signing key', key.kid, key.sealed)).toString());
  const all = await dump();
  expect([all.includes(person.login), all.includes('notatka')]).toEqual([true, true]);
  const secrets = [person.password, cookie.split('=')[1] as string, csrf, draft, d as string];
  for (const secret of [...secrets, person.seed.toString('base64'), base32(person.seed)]) {
    expect(secret.length).toBeGreaterThan(10);
    expect(all.includes(secret), secret).toBe(false);
    expect(all.includes(Buffer.from(secret).toString('hex')), secret).toBe(false);
  }
  expect(all.includes(person.seed.toString('hex'))).toBe(false);
});

it('a second factor put in the place of another opens nothing', async () => {
  const [victim, attacker] = [await aPerson(platform), await aPerson(platform)];
  await platform.database.query(
    `update accounts.account v set second_factor = a.second_factor from accounts.account a
     where v.id = $1 and a.id = $2`,
    [victim.id, attacker.id],
  );
  const first = await post(platform, '/accounts/sign-in', { login: victim.login, password: victim.password });
  const answer = await post(platform, '/accounts/second-factor', {
    handle: first.json().handle,
    code: codeOf(attacker, platform),
  });
  expect([answer.statusCode >= 400, answer.headers['set-cookie']]).toEqual([true, undefined]);
});
