/**
 * What the national node answers, and what an attacker makes of it (security/requirements 2.3). Each control that a row
 * speaks of has a mutant in checks/mutants.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AnswerFacts, assertionXml } from './answer.ts';
import { encryptElement } from './encryption.ts';
import { type Attack, replace, samlSigner, twoSides } from './fixtures.ts';
import { artifactResolve, authnRequest, keyOfCertificate, metadata, signMessage } from './messages.ts';
import { levelUri } from './names.ts';
import { readArtifactResolve, readAuthnRequest } from './requests.ts';

const now = new Date('2026-11-26T12:00:00Z');
let sides: Awaited<ReturnType<typeof twoSides>>;
let stranger: Awaited<ReturnType<typeof samlSigner>>;
const refusalOf: Awaited<ReturnType<typeof twoSides>>['refusalOf'] = (attack, changes) =>
  sides.refusalOf(attack, changes);
beforeAll(async () => {
  sides = await twoSides(now);
  stranger = await samlSigner(now, 'CN=Obcy');
});

const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const assertionOf = (facts: Partial<AnswerFacts> = {}): string => assertionXml({ ...sides.facts, ...facts });
describe('an answer of the node', () => {
  it('says who the person is, and nothing more', async () => {
    expect(sides.judge(await sides.answer())).toEqual({
      ...{ id: '_assertion', level: 'substantial', givenName: 'Anna', familyName: 'Wiśniowiecka' },
      ...{ birthDate: '1959-03-12', pesel: '59031200009', notOnOrAfter: later(5) },
    });
  });

  it('is believed within a clock’s difference of 60 s, at a higher level, and with the identifier in eIDAS form', async () => {
    expect(await refusalOf({ facts: { now: new Date(now.getTime() + 55_000) } })).toBeUndefined();
    const person = { ...sides.facts.person, pesel: 'PL/PL/59031200009' };
    expect(sides.judge(await sides.answer({ facts: { level: 'high', person } })).pesel).toBe('59031200009');
  });
});

describe('what a parser could be talked into', () => {
  const rows: [string, Attack, string][] = [
    ['a DOCTYPE', { envelope: (own) => `<!DOCTYPE x>${own}` }, 'doctype'],
    [
      'an external entity (XXE)',
      {
        envelope: (own) =>
          `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${own.replace('>_resolve<', '>&e;<')}`,
      },
      'doctype',
    ],
    ['a DOCTYPE within the encrypted assertion', { signedAssertion: (own) => `<!DOCTYPE x>${own}` }, 'doctype'],
    [
      'a comment in NameID',
      { signedAssertion: replace('<saml:NameID>59031200009', '<saml:NameID>59031200009<!-- -->.evil') },
      'comment',
    ],
    [
      'a comment in the PESEL, put in after signing',
      { signedAssertion: (own) => own.replaceAll('59031200009', '590312<!-- -->00009') },
      'comment',
    ],
    ['a comment in the answer', { envelope: replace('<soap:Body>', '<soap:Body><!-- x -->') }, 'comment'],
    ['an instruction', { signedAssertion: replace('<saml:NameID>', '<saml:NameID><?x y?>') }, 'instruction'],
    [
      'an element within the PESEL',
      { assertion: (own) => own.replaceAll('>59031200009<', '><saml:b/>59031200009<') },
      'structure',
    ],
    ['UTF-16', { envelope: (own) => `<?xml version="1.0" encoding="UTF-16"?>${own}` }, 'encoding'],
    ['a megabyte', { envelope: (own) => own + ' '.repeat(1_000_000) }, 'too-large'],
    ['no XML at all', { envelope: () => 'no' }, 'not-xml'],
  ];
  it.each(rows)('refuses %s', async (_, attack, code) => {
    expect(await refusalOf(attack)).toBe(code);
  });
});

describe('encryption', () => {
  const rows: [string, () => Attack | Promise<Attack>, string][] = [
    ['an assertion in clear', () => ({ inClear: true }), 'signatures'],
    [
      'an assertion in clear, signed by the answer alone',
      () => ({ inClear: true, assertionSigner: null }),
      'unencrypted',
    ],
    [
      'content by CBC',
      () => ({ encryptedData: replace('2009/xmlenc11#aes256-gcm', '2001/04/xmlenc#aes256-cbc') }),
      'encryption',
    ],
    [
      'a key transported by RSA 1.5',
      () => ({ encryptedData: replace('xmlenc#kw-aes256', 'xmlenc#rsa-1_5') }),
      'encryption',
    ],
    [
      'a flipped bit',
      () => ({
        encryptedData: (own) =>
          own.replace(/.{8}(<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)$/, 'AAAAAAAA$1'),
      }),
      'base64',
    ],
    [
      'a point that is not on the curve',
      () => ({
        encryptedData: replace(
          /(<dsig11:PublicKey>).*(<\/dsig11:PublicKey>)/,
          `$1${Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString('base64')}$2`,
        ),
      }),
      'encryption',
    ],
  ];
  it.each(rows)('refuses %s', async (_, attack, code) => {
    expect([code, 'encryption']).toContain(await refusalOf(await attack()));
  });

  it('for somebody else does not open', async () => {
    const recipient = keyOfCertificate(stranger.certificate);
    const inner = await signMessage(assertionOf(), '_assertion', sides.node);
    const attack = { encryptedData: () => encryptElement(inner, { recipient, runtime: { randomBytes } }) };
    expect(await refusalOf(attack)).toBe('encryption');
  });
});

describe('whom, when and what it was meant for', () => {
  const person = (changes: object) => ({ person: { ...sides.facts.person, ...changes } });
  const rows: [string, () => Attack, string][] = [
    ['another issuer', () => ({ facts: { issuer: 'urn:inny' } }), 'issuer'],
    ['another issuer of the assertion alone', () => ({ assertion: replace('urn:wezel', 'urn:inny') }), 'issuer'],
    ['another audience', () => ({ facts: { audience: 'urn:inny' } }), 'audience'],
    [
      'no audience',
      () => ({ assertion: replace(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '') }),
      'structure',
    ],
    [
      'another recipient',
      () => ({ assertion: replace(/Recipient="[^"]+"/, 'Recipient="https://inny.example/"') }),
      'recipient',
    ],
    [
      'another destination',
      () => ({ response: replace(/Destination="[^"]+"/, 'Destination="https://inny.example/"') }),
      'destination',
    ],
    ['no destination', () => ({ response: replace(/ Destination="[^"]+"/, '') }), 'structure'],
    ['the answer to another browser’s request', () => ({ facts: { requestId: '_other' } }), 'in-response-to'],
    [
      'an assertion for another request in a fitting Response',
      () => ({ assertion: replace('InResponseTo="_request"', 'InResponseTo="_other"') }),
      'in-response-to',
    ],
    ['an unasked assertion', () => ({ assertion: replace(' InResponseTo="_request"', '') }), 'structure'],
    ['the answer to another ArtifactResolve', () => ({ answer: replace('"_resolve"', '"_old"') }), 'in-response-to'],
    [
      'an expired one',
      () => ({
        assertion: replace(/NotOnOrAfter="[^"]+" Recipient/, `NotOnOrAfter="${later(-2).toISOString()}" Recipient`),
      }),
      'expired',
    ],
    [
      'expired conditions',
      () => ({
        assertion: replace(/NotOnOrAfter="[^"]+"><saml:Aud/, `NotOnOrAfter="${later(-2).toISOString()}"><saml:Aud`),
      }),
      'expired',
    ],
    [
      'conditions of the future',
      () => ({
        assertion: replace(/Conditions NotBefore="[^"]+"/, `Conditions NotBefore="${later(2).toISOString()}"`),
      }),
      'not-yet-valid',
    ],
    ['an answer of the future', () => ({ facts: { now: later(2) } }), 'not-yet-valid'],
    ['an answer of yesterday', () => ({ facts: { now: later(-24 * 60) } }), 'expired'],
    [
      'a sign-in of yesterday',
      () => ({ assertion: replace(/AuthnInstant="[^"]+"/, `AuthnInstant="${later(-24 * 60).toISOString()}"`) }),
      'expired',
    ],
    [
      'one that is valid for a year',
      () => ({
        assertion: replace(
          /NotOnOrAfter="[^"]+"><saml:Aud/,
          `NotOnOrAfter="${later(525_600).toISOString()}"><saml:Aud`,
        ),
      }),
      'too-long',
    ],
    ['a weaker level than asked', () => ({ facts: { level: 'low' } }), 'level'],
    [
      'a level of nobody’s',
      () => ({ assertion: replace(levelUri('substantial'), 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password') }),
      'level',
    ],
    ['no success', () => ({ response: replace('status:Success', 'status:AuthnFailed') }), 'status'],
    ['a holder of a key', () => ({ assertion: replace('cm:bearer', 'cm:holder-of-key') }), 'structure'],
    [
      'two subjects confirmed',
      () => ({ assertion: (own) => own.replace(/(<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>)/, '$1$1') }),
      'structure',
    ],
    ['no PESEL', () => ({ facts: person({ pesel: '' }) }), 'structure'],
    ['the number of another country', () => ({ facts: person({ pesel: 'DE/PL/12345' }) }), 'attributes'],
    [
      'an attribute twice',
      () => ({
        assertion: (own) => own.replace(/(<saml:Attribute FriendlyName="PersonId.*<\/saml:Attribute>)/, '$1$1'),
      }),
      'structure',
    ],
    [
      'an artifact that the node does not know',
      () => ({ answer: replace(/<samlp:Response.*<\/samlp:Response>/s, '') }),
      'artifact',
    ],
    ['SAML 1.1', () => ({ assertion: replace('Version="2.0"', 'Version="1.1"') }), 'version'],
  ];
  it.each(rows)('refuses %s', async (_, attack, code) => {
    expect(await refusalOf(attack())).toBe(code);
  });
});

describe('what we send', () => {
  const destination = 'https://wezel.example/sso';
  const facts = () => ({
    ...{ id: '_r1', now, destination, level: 'substantial' as const },
    ...{ entityId: 'urn:ezdrowie', assertionConsumer: 'https://ezdrowie.example/sign-in/wezel' },
  });
  const judge = () => ({ now, key: keyOfCertificate(sides.provider.certificate), issuer: 'urn:ezdrowie', destination });

  it('is read by the other side, and not when changed', async () => {
    const asked = await authnRequest(facts(), sides.provider);
    expect(readAuthnRequest(asked, judge())).toMatchObject({ id: '_r1', level: 'substantial' });
    expect(() => readAuthnRequest(asked.replace('LoA/substantial', 'LoA/low'), judge())).toThrow(/altered/);
    const resolve = await artifactResolve({ ...facts(), artifact: 'AAQ=' }, sides.provider);
    expect(readArtifactResolve(resolve, judge())).toEqual({ id: '_r1', artifact: 'AAQ=' });
    expect(() => readArtifactResolve(resolve, { ...judge(), issuer: 'urn:inny' })).toThrow(/not known/);
  });

  const hasXmlsec = (() => {
    try {
      execFileSync('xmlsec1', ['--version']);
      return true;
    } catch {
      console.warn('xmlsec1 is not installed: our signatures of SAML are not judged by a second implementation.');
      return false;
    }
  })();
  it.skipIf(!hasXmlsec)(
    'and what the simulator signs is accepted by xmlsec1, and refused by it when changed',
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-saml-'));
      const judged = (xml: string, { certificate }: { certificate: { toString(): string } }): boolean => {
        const [file, pem] = [path.join(folder, 'message.xml'), path.join(folder, 'signer.pem')];
        writeFileSync(file, xml);
        writeFileSync(pem, certificate.toString());
        try {
          const ids = ['AuthnRequest', 'EntityDescriptor', 'Assertion'].flatMap((name) => ['--id-attr:ID', name]);
          const args = [
            '--verify',
            '--pubkey-cert-pem',
            pem,
            ...ids,
            '--verification-time',
            '2026-11-26 12:00:00',
            file,
          ];
          execFileSync('xmlsec1', args, { stdio: 'pipe' });
          return true;
        } catch {
          return false;
        }
      };
      const asked = await authnRequest(facts(), sides.provider);
      const described = await metadata(
        { ...facts(), validUntil: later(60), encryption: sides.provider.certificate },
        sides.provider,
      );
      const said = await signMessage(assertionOf(), '_assertion', sides.node);
      expect([
        judged(asked, sides.provider),
        judged(described, sides.provider),
        judged(said, sides.node),
        judged(said.replace('Anna', 'Ewa'), sides.node),
      ]).toEqual([true, true, true, false]);
      rmSync(folder, { recursive: true });
    },
  );
});
