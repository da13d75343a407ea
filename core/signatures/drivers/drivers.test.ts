/** Keys in files and on tokens sign alike; what does not open says so. Tokens are SoftHSM's, driven through OpenSC. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Issued, testAuthority } from '../fixtures/authority.ts';
import { signJades, verifyJades } from '../jades.ts';
import type { Signer } from '../model.ts';
import { pkcs12Signer } from './key-file.ts';
import { tokenSigner } from './token.ts';

const now = new Date();
const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-keys-'));
const at = (name: string) => path.join(folder, name);
const run = (tool: string, ...args: string[]) =>
  execFileSync(tool, args, { stdio: 'pipe', env: { ...process.env, SOFTHSM2_CONF: at('softhsm2.conf') } });
let people: Record<'ec' | 'rsa', Issued>;

beforeAll(async () => {
  const authority = await testAuthority(now);
  people = { ec: await authority.person('CN=Jan'), rsa: await authority.person('CN=Ewa', { kind: 'rsa' }) };
  for (const [name, who] of Object.entries(people)) {
    writeFileSync(at(`${name}.key`), who.key.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(at(`${name}.pem`), who.certificate.toString('pem'));
    writeFileSync(at(`${name}.der`), Buffer.from(who.certificate.rawData));
  }
  writeFileSync(at('issuer.pem'), authority.issuer.certificate.toString('pem'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function signsAs(signer: Signer, who: Issued) {
  const jws = await signJades(Buffer.from('{}'), { signer, signedAt: now, contentType: 'application/json' });
  expect(verifyJades(jws).certificate).toEqual(Buffer.from(who.certificate.rawData));
}

const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl) console.warn('SKIPPED: OPENSSL IS NOT INSTALLED, SO NO KEY FILE OF SOMEBODY ELSE IS OPENED IN THIS RUN');

describe.skipIf(!openssl)('a key file', () => {
  const packed = (name: 'ec' | 'rsa', ...more: string[]) => {
    const file = at(`${name}.p12`);
    const parts = ['-inkey', at(`${name}.key`), '-in', at(`${name}.pem`), '-certfile', at('issuer.pem'), '-out', file];
    run('openssl', 'pkcs12', '-export', ...parts, '-passout', 'pass:Zażółć 1', ...more);
    return readFileSync(file);
  };

  it.each(['ec', 'rsa'] as const)('made by openssl signs: %s', async (name) => {
    await signsAs(await pkcs12Signer(packed(name), 'Zażółć 1'), people[name]);
  });

  it('refuses a wrong password, another file and protection that is no longer safe', async () => {
    const refused = { name: 'Refusal', code: 'key-file', status: 400 };
    await expect(pkcs12Signer(packed('ec'), 'wrong')).rejects.toMatchObject(refused);
    await expect(pkcs12Signer(Buffer.from('no key file'), 'x')).rejects.toMatchObject(refused);
    const broken = packed('ec');
    broken[200] = (broken[200] ?? 0) ^ 1;
    await expect(pkcs12Signer(broken, 'Zażółć 1')).rejects.toMatchObject(refused);
  });
});

const soft = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find((file) =>
  existsSync(file),
);
const tools = soft !== undefined && existsSync('/usr/bin/pkcs11-tool');
if (!tools) console.warn('SKIPPED: PACKAGES softhsm2 AND opensc ARE NOT INSTALLED, SO NO TOKEN SIGNS IN THIS RUN');

describe.skipIf(!tools)('a token', () => {
  const module = soft ?? '';
  beforeAll(() => {
    mkdirSync(at('tokens'));
    writeFileSync(
      at('softhsm2.conf'),
      `directories.tokendir = ${at('tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
    );
    process.env.SOFTHSM2_CONF = at('softhsm2.conf');
    run('softhsm2-util', '--init-token', '--free', '--label', 'lekarz', '--pin', '1234', '--so-pin', '5678');
    const write = ['--module', module, '--token-label', 'lekarz', '--login', '--pin', '1234', '--write-object'];
    for (const [id, name] of [
      ['01', 'ec'],
      ['02', 'rsa'],
    ] as const) {
      const key = people[name].key.export({ type: 'pkcs8', format: 'der' });
      writeFileSync(at('key.der'), key);
      run('pkcs11-tool', ...write, at('key.der'), '--type', 'privkey', '--id', id, '--usage-sign');
      run('pkcs11-tool', ...write, at(`${name}.der`), '--type', 'cert', '--id', id);
    }
  });
  afterAll(() => {
    delete process.env.SOFTHSM2_CONF;
  });

  it('signs with a key that is never seen', async () => {
    await signsAs(await tokenSigner({ module, label: 'lekarz', pin: '1234', id: '01' }), people.ec);
    await signsAs(await tokenSigner({ module, label: 'lekarz', pin: '1234', id: '02' }), people.rsa);
  });

  it('says that it cannot be used when PIN, token or key are wrong', async () => {
    const unavailable = { name: 'Refusal', code: 'token', status: 503 };
    await expect(tokenSigner({ module, label: 'nikt', pin: '1234', id: '01' })).rejects.toMatchObject(unavailable);
    await expect(tokenSigner({ module, label: 'lekarz', pin: '1234', id: '09' })).rejects.toMatchObject(unavailable);
    const wrong = tokenSigner({ module, label: 'lekarz', pin: '0000', id: '01' }).then((signer) =>
      signer.sign(Buffer.from('x')),
    );
    await expect(wrong).rejects.toMatchObject(unavailable);
  });
});
