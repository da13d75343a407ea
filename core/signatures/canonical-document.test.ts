/** Documents of libs/cda, signed without being parsed: believed by our verifier and by xmlsec1, and by neither when altered. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancellation, dispensing, fullPrescription, referral } from '#libs/cda/fixtures/documents.ts';
import { writeCancellation } from '#libs/cda/cancellation.ts';
import { writeDispensing } from '#libs/cda/dispensing.ts';
import { writePrescription } from '#libs/cda/prescription.ts';
import { readDocument } from '#libs/cda/read.ts';
import { writeReferral } from '#libs/cda/referral.ts';
import { type Issued, testAuthority } from './fixtures/authority.ts';
import { signCanonicalDocument } from './index.ts';
import { verifyXades } from './xades.ts';

const signedAt = new Date();
const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-cda-'));
const at = (name: string) => path.join(folder, name);
const documents = {
  prescription: writePrescription(fullPrescription),
  cancellation: writeCancellation(cancellation),
  dispensing: writeDispensing(dispensing),
  referral: writeReferral(referral('spa')),
};
let people: Record<'ec' | 'rsa', Issued>;
beforeAll(async () => {
  const authority = await testAuthority(signedAt);
  people = { ec: await authority.person('CN=Jan'), rsa: await authority.person('CN=Ewa', { kind: 'rsa' }) };
  writeFileSync(at('root.pem'), authority.root.certificate.toString('pem'));
  writeFileSync(at('issuer.pem'), authority.issuer.certificate.toString('pem'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sign = (xml: string, who: 'ec' | 'rsa' = 'ec') =>
  signCanonicalDocument(xml, { signer: people[who].signer, signedAt, id: 'podpis-1' });

const xmlsec = spawnSync('xmlsec1', ['--version']).status === 0;
if (!xmlsec) console.warn('SKIPPED: XMLSEC1 IS NOT INSTALLED, SO NO SIGNED DOCUMENT IS JUDGED BY IT IN THIS RUN');

/** Whether xmlsec1 believes a signed document. */
function judged(xml: string): boolean {
  writeFileSync(at('signed.xml'), xml);
  const ids = ['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'];
  const trust = ['--trusted-pem', at('root.pem'), '--untrusted-pem', at('issuer.pem')];
  try {
    execFileSync('xmlsec1', ['--verify', ...trust, ...ids, at('signed.xml')], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

describe.each(Object.entries(documents))('a signed %s', (_, xml) => {
  it('verifies, and what was signed is the document', async () => {
    const { content, claimedAt } = verifyXades(await sign(xml));
    expect(content.toString()).toBe(xml.slice(xml.indexOf('\n') + 1));
    expect(claimedAt.getTime()).toBe(Math.floor(signedAt.getTime() / 1000) * 1000);
    expect(readDocument(content).document).toEqual(readDocument(xml).document);
  });

  it.skipIf(!xmlsec)('is believed by xmlsec1, by EC and by RSA', async () => {
    expect(judged(await sign(xml))).toBe(true);
    expect(judged(await sign(xml, 'rsa'))).toBe(true);
  });

  it('is not believed when a letter changed', async () => {
    const altered = (await sign(xml)).replace('Przykładowa', 'Przykladowa');
    expect(() => verifyXades(altered)).toThrow('altered');
    if (xmlsec) expect(judged(altered)).toBe(false);
  });
});

it('refuses a DOCTYPE and a document that holds the id of its signature', async () => {
  await expect(sign('<!DOCTYPE a><a></a>')).rejects.toMatchObject({ code: 'doctype' });
  await expect(sign('<a id="podpis-1"></a>')).rejects.toMatchObject({ code: 'id-twice' });
});
