/** Certificates on the real database: whoever has none gets one in the demonstration only; what is revoked signs nothing. */
import { spawnSync, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor, Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { testAuthority } from '#core/signatures/fixtures/authority.ts';
import { signingService } from '#core/signatures/index.ts';
import { fileRootKeys, openVault, rotation } from '#core/vault/index.ts';
import { fullPrescription } from '#libs/cda/fixtures/documents.ts';
import { writePrescription } from '#libs/cda/prescription.ts';
import { readDocument } from '#libs/cda/read.ts';
import { type SigningCertificates, signingCertificates, signingSealedColumns } from './index.ts';

const runtime = systemRuntime;
const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-signing-'));
const xml = writePrescription(fullPrescription);
const clinician = (practitioner: string): Actor => ({
  ...{
    role: 'physician',
    id: `account-${practitioner}`,
    name: 'lek. Ewa "Wzór" Śliwa, <x>',
    purpose: 'TREAT',
    scopes: [],
  },
  practitioner,
  provenAt: new Date(),
});
const callOf = (actor: Actor): Call => ({ actor, source: 'local', trace: 't' });

let database: TestDatabase;
let server: FastifyInstance;
let demonstration: SigningCertificates;
let production: SigningCertificates;
let roots: ReturnType<typeof fileRootKeys>;
let caller: Actor | undefined;
const make = (isDemonstration: boolean) =>
  signingCertificates({
    ...{ database, runtime, vault: openVault({ database, runtime, roots }) },
    ...{ demonstration: isDemonstration, trustFolder: path.join(home, 'trust') },
    npwzOf: async (practitioner) => (practitioner === 'anna' ? '4727124' : undefined),
  });
/** What verifies as whoever trusts these certificates. */
const verifying = (system: SigningCertificates) =>
  signingService({
    runtime,
    trust: system.trust,
    revocation: system.revocation,
    policy: { zusLastDate: new Date('2100-01-01') },
  });

beforeAll(async () => {
  database = await createTestDatabase();
  roots = fileRootKeys(home, runtime);
  demonstration = make(true);
  production = make(false);
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const audit = createAuditTrail({ database, runtime });
  const authenticate = async () => caller;
  serveOperations(server, production.operations, { database, audit, runtime, authenticator: { authenticate } });
});
afterAll(async () => {
  await server.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

const send = async (method: 'GET' | 'POST', url: string, payload?: object) => {
  const answer = await server.inject({ method, url: `/api/signing-certificates${url}`, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json() };
};

it('makes one for whoever has none, labelled, and its signature is believed here only', async () => {
  const signed = await demonstration.signDocument(callOf(clinician('anna')), xml);
  const verified = await verifying(demonstration).verify(Buffer.from(signed), {
    format: 'XAdES',
    document: 'prescription',
  });
  expect(verified.signer.subject).toContain('DEMONSTRACJA');
  expect(verified.signer.subject).toContain('NPWZ-4727124');
  expect(verified.signer.issuer).toContain('DEMONSTRACJA');
  expect(readDocument(verified.content).document).toEqual(fullPrescription);
  await expect(verifying(production).verify(Buffer.from(signed), { format: 'XAdES' })).rejects.toMatchObject({
    code: 'signature-untrusted',
  });
});

it('gives one and the same to many who sign at once, in several processes', async () => {
  const processes = [make(true), make(true), make(true)];
  const signed = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      (processes[index % 3] as SigningCertificates).signDocument(callOf(clinician('jan')), xml),
    ),
  );
  const serials = await Promise.all(
    signed.map(
      async (one) => (await verifying(demonstration).verify(Buffer.from(one), { format: 'XAdES' })).signer.serial,
    ),
  );
  expect(new Set(serials).size).toBe(1);
});

it('makes none in production, and none for whoever is no clinician', async () => {
  await expect(production.signDocument(callOf(clinician('nikt')), xml)).rejects.toMatchObject({
    code: 'no-signing-certificate',
  });
  const patient: Actor = { ...clinician('anna'), role: 'patient' };
  await expect(demonstration.signDocument(callOf(patient), xml)).rejects.toMatchObject({ code: 'not-a-clinician' });
});

const tools = spawnSync('openssl', ['version']).status === 0 && spawnSync('xmlsec1', ['--version']).status === 0;
if (!tools) console.warn('SKIPPED: OPENSSL OR XMLSEC1 IS NOT INSTALLED, SO NO KEY FILE IS BROUGHT IN THIS RUN');

it.skipIf(!tools)('takes a key file, signs by it, and no longer once it is revoked', async () => {
  const at = (name: string) => path.join(home, name);
  const authority = await testAuthority(new Date());
  const ewa = await authority.person('CN=Ewa Wzór', { kind: 'rsa' });
  writeFileSync(at('ewa.key'), ewa.key.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(at('ewa.pem'), ewa.certificate.toString('pem'));
  writeFileSync(at('issuer.pem'), authority.issuer.certificate.toString('pem'));
  const packing = ['-inkey', at('ewa.key'), '-in', at('ewa.pem'), '-certfile', at('issuer.pem'), '-out', at('ewa.p12')];
  execFileSync('openssl', ['pkcs12', '-export', ...packing, '-passout', 'pass:tajne hasło'], { stdio: 'pipe' });
  const file = readFileSync(at('ewa.p12')).toString('base64');

  caller = clinician('ewa');
  expect(await send('POST', '', { file, password: 'złe' })).toMatchObject({ status: 400, body: { code: 'key-file' } });
  const brought = await send('POST', '', { file, password: 'tajne hasło' });
  expect(brought).toMatchObject({ status: 201, body: { kind: 'file', state: 'valid', subject: 'CN=Ewa Wzór' } });
  expect(JSON.stringify(await send('GET', ''))).not.toContain('PRIVATE');

  const signed = await production.signDocument(callOf(caller), xml);
  writeFileSync(at('signed.xml'), signed);
  writeFileSync(at('root.pem'), authority.root.certificate.toString('pem'));
  const trust = ['--trusted-pem', at('root.pem'), '--untrusted-pem', at('issuer.pem')];
  const ids = ['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'];
  execFileSync('xmlsec1', ['--verify', ...trust, ...ids, at('signed.xml')], { stdio: 'pipe' });

  // Roots of ZUS are believed when the operator puts them there, with a fresh list.
  mkdirSync(at('trust/zus'), { recursive: true });
  mkdirSync(at('trust/crl'));
  writeFileSync(at('trust/zus/root.pem'), authority.root.certificate.toString('pem'));
  const { crls = [] } = await authority.revocation();
  crls.forEach((list, index) => writeFileSync(at(`trust/crl/${index}.crl`), list));
  const question = { format: 'XAdES', document: 'prescription' } as const;
  expect(await verifying(production).verify(Buffer.from(signed), question)).toMatchObject({ kind: 'zus' });
  const narcotic = { format: 'XAdES', document: 'prescription-narcotic' } as const;
  await expect(verifying(production).verify(Buffer.from(signed), narcotic)).rejects.toMatchObject({
    code: 'signature-policy',
  });

  caller = clinician('kto-inny');
  expect((await send('POST', `/${brought.body.id}/revoke`, { reason: 'lost' })).status).toBe(404);
  caller = clinician('ewa');
  expect((await send('POST', `/${brought.body.id}/revoke`, { reason: 'lost' })).body).toMatchObject({
    state: 'revoked',
  });
  expect((await send('POST', `/${brought.body.id}/revoke`, { reason: 'lost' })).status).toBe(404);
  await expect(production.signDocument(callOf(caller), xml)).rejects.toMatchObject({ code: 'no-signing-certificate' });
});

it('says of a revoked one of the demonstration that it is, by its list', async () => {
  const system = make(true);
  const call = callOf(clinician('zofia'));
  const signed = await system.signDocument(call, xml);
  await database.query({
    text: `update signing_certificates.certificate set revoked = now() - interval '1 second', revoked_why = 'lost'
      where practitioner = 'zofia'`,
  });
  await expect(verifying(make(true)).verify(Buffer.from(signed), { format: 'XAdES' })).rejects.toMatchObject({
    code: 'signature-revoked',
  });
});

it('keeps keys sealed, and they open after all keys were changed', async () => {
  const { rows } = await database.query<{ sealed: Buffer }>({
    text: 'select sealed from signing_certificates.certificate union all select sealed from signing_certificates.authority',
  });
  expect(rows.length).toBeGreaterThan(2);
  for (const { sealed } of rows) expect(sealed.subarray(0, 4).toString()).toBe('ezv1');
  const vault = openVault({ database, runtime, roots });
  const change = rotation({ database, runtime, roots, vault, columns: signingSealedColumns });
  await change.begin({ dataKeys: true });
  expect(await change.run()).toMatchObject({ unreadable: 0 });
  const signed = await make(true).signDocument(callOf(clinician('anna')), xml);
  await expect(verifying(make(true)).verify(Buffer.from(signed), { format: 'XAdES' })).resolves.toBeDefined();
});
