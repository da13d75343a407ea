/** Signatures of the national node, and every way known to us of wrapping them. See attacks.test.ts for the rest. */
import { createHmac, sign as signOctets } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Attack, type Change, replace, samlSigner, twoSides } from './fixtures.ts';
import { ns } from './names.ts';

const now = new Date('2026-11-26T12:00:00Z');
let sides: Awaited<ReturnType<typeof twoSides>>;
let stranger: Awaited<ReturnType<typeof samlSigner>>;
const refusalOf: Awaited<ReturnType<typeof twoSides>>['refusalOf'] = (attack, changes) =>
  sides.refusalOf(attack, changes);
beforeAll(async () => {
  sides = await twoSides(now);
  stranger = await samlSigner(now, 'CN=Obcy');
});

const evil = (text: string): string =>
  text.replaceAll('59031200009', '02251712345').replaceAll('Anna', 'Ewa').replaceAll('ID="_assertion"', 'ID="_evil"');
const signatureOf = (xml: string): string => /<ds:Signature.*<\/ds:Signature>/s.exec(xml)?.[0] ?? '';
const without = (xml: string): string => xml.replace(signatureOf(xml), '');

describe('wrapping', () => {
  const rows: [string, () => Attack, string][] = [
    [
      'a forged assertion before the signed one',
      () => ({ signedAssertion: (own) => evil(without(own)) + own }),
      'not-xml',
    ],
    [
      'the signed assertion inside a forged one (XSW 3)',
      () => ({ signedAssertion: (own) => evil(without(own)).replace('<saml:Subject>', `${own}<saml:Subject>`) }),
      'wrapped',
    ],
    [
      'the signed assertion inside the signature of a forged one (XSW 4)',
      () => ({
        signedAssertion: (own) =>
          evil(without(own)).replace(
            '<saml:Subject>',
            `${signatureOf(own).replace('</ds:Signature>', `<ds:Object>${without(own)}</ds:Object></ds:Signature>`)}<saml:Subject>`,
          ),
      }),
      'transform',
    ],
    [
      'the signed assertion in the Extensions of a forged one',
      () => ({
        signedAssertion: (own) =>
          evil(without(own)).replace('<saml:Subject>', `<saml:Advice>${own}</saml:Advice><saml:Subject>`),
      }),
      'wrapped',
    ],
    [
      'a forged assertion of the same ID around the signed one',
      () => ({
        signedAssertion: (own) =>
          without(own).replaceAll('Anna', 'Ewa').replace('<saml:Subject>', `${own}<saml:Subject>`),
      }),
      'id-twice',
    ],
    [
      'the signature moved into a forged assertion, its reference left behind',
      () => ({ signedAssertion: (own) => evil(own) }),
      'reference-nowhere',
    ],
    ['a person changed after signing', () => ({ signedAssertion: (own) => own.replace('>Anna<', '>Ewa<') }), 'altered'],
    [
      'two ids on one element, one in another case',
      () => ({ signedAssertion: replace(' Version="2.0"', ' Id="_assertion-signature" Version="2.0"') }),
      'altered',
    ],
    [
      'a forged answer before the signed one in the Body',
      () => ({
        envelope: (own) =>
          own.replace('<soap:Body>', `<soap:Body>${evil(without(own).replace(/<\/?soap:[^>]+>/g, ''))}`),
      }),
      'structure',
    ],
    [
      'the signed answer in the Header, a forged one in the Body',
      () => ({
        envelope: (own) => {
          const signed = own.replace(/<\/?soap:[^>]+>/g, '');
          const forged = without(signed).replace('ID="_answer"', 'ID="_forged"');
          return `<soap:Envelope xmlns:soap="${ns.soap}"><soap:Header>${signed}</soap:Header><soap:Body>${forged}</soap:Body></soap:Envelope>`;
        },
      }),
      'wrapped',
    ],
    [
      'a second Response beside the signed one',
      () => ({ signedAnswer: replace('</samlp:ArtifactResponse>', '<samlp:Response/></samlp:ArtifactResponse>') }),
      'altered',
    ],
    [
      'two encrypted assertions',
      () => ({
        response: (own) => own.replace(/(<saml:EncryptedAssertion>.*<\/saml:EncryptedAssertion>)/s, '$1$1'),
      }),
      'structure',
    ],
  ];
  it.each(rows)('refuses %s', async (_, attack, code) => {
    expect(await refusalOf(attack())).toBe(code);
  });
});

describe('signatures', () => {
  const method = (from: string, to: string): Change => replace(from, to);
  const rows: [string, () => Attack | Promise<Attack>, string][] = [
    ['an unsigned answer', () => ({ answerSigner: null }), 'unsigned'],
    ['an unsigned assertion in a signed answer', () => ({ assertionSigner: null }), 'unsigned'],
    ['an assertion signed by somebody else', () => ({ assertionSigner: stranger }), 'wrong-value'],
    [
      'an answer signed by somebody else, its certificate sent along',
      () => ({ answerSigner: stranger }),
      'wrong-value',
    ],
    [
      'RSA with SHA-1',
      () => ({ signedAssertion: method('2001/04/xmldsig-more#ecdsa-sha256', '2000/09/xmldsig#rsa-sha1') }),
      'algorithm',
    ],
    [
      'ECDSA with SHA-1',
      () => ({ signedAssertion: method('xmldsig-more#ecdsa-sha256', 'xmldsig-more#ecdsa-sha1') }),
      'algorithm',
    ],
    [
      'RSA named for the key on P-256',
      () => ({ signedAssertion: method('xmldsig-more#ecdsa-sha256', 'xmldsig-more#rsa-sha256') }),
      'wrong-key',
    ],
    ['a digest by SHA-1', () => ({ signedAssertion: method('2001/04/xmlenc#sha256', '2000/09/xmldsig#sha1') }), ''],
  ];
  it.each(rows)('refuses %s', async (_, attack, code) => {
    // Where no code is named the value breaks first; what matters is that it is no answer.
    const said = await refusalOf(await attack());
    if (code) expect(said).toBe(code);
    else expect(said).toBeDefined();
  });

  /** An assertion whose SignedInfo the attacker wrote and the node’s own key signed: only the list of what is allowed helps. */
  const signedBadly = (change: Change, mac = false): Change => {
    return (unsigned) => {
      const marked = unsigned.replace('</saml:Issuer>', '</saml:Issuer><!--here-->');
      const info = change(
        `<ds:SignedInfo xmlns:ds="${ns.ds}"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></ds:SignatureMethod><ds:Reference URI="#_assertion"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo>`,
      );
      const spki = sides.node.certificate.publicKey.export({ format: 'pem', type: 'spki' });
      const value = mac
        ? createHmac('sha256', spki).update(info).digest('base64')
        : signOctets('sha256', Buffer.from(info), { key: sides.node.key, dsaEncoding: 'ieee-p1363' }).toString(
            'base64',
          );
      const signature = `<ds:Signature xmlns:ds="${ns.ds}">${info}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
      return marked.replace('<!--here-->', signature);
    };
  };
  const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
  const transform = (algorithm: string, inner = ''): Change =>
    replace(
      `<ds:Transform Algorithm="${enveloped}"></ds:Transform>`,
      `<ds:Transform Algorithm="${enveloped}"></ds:Transform><ds:Transform Algorithm="${algorithm}">${inner}</ds:Transform>`,
    );
  const forms: [string, Change, string, boolean?][] = [
    [
      'HMAC keyed by the public key',
      replace('xmldsig-more#ecdsa-sha256', 'xmldsig-more#hmac-sha256'),
      'algorithm',
      true,
    ],
    ['an XSLT transform', transform('http://www.w3.org/TR/1999/REC-xslt-19991116'), 'transform'],
    [
      'an XPath transform',
      transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<ds:XPath>not(ancestor::saml:Subject)</ds:XPath>'),
      'transform',
    ],
    ['an XPath filter', transform('http://www.w3.org/2002/06/xmldsig-filter2'), 'transform'],
    [
      'canonical XML with comments',
      replace('xml-exc-c14n#"></ds:Transform>', 'xml-exc-c14n#WithComments"></ds:Transform>'),
      'algorithm',
    ],
    ['a digest by SHA-1 that the node signed', replace('2001/04/xmlenc#sha256', '2000/09/xmldsig#sha1'), 'algorithm'],
    ['a reference to the whole document', replace('URI="#_assertion"', 'URI=""'), 'altered'],
    ['a reference to an address outside', replace('URI="#_assertion"', 'URI="http://127.0.0.1/"'), 'transform'],
  ];
  it.each(forms)('refuses %s', async (_, change, code, mac) => {
    expect(await refusalOf({ assertionSigner: null, assertion: signedBadly(change, mac) })).toBe(code);
  });

  it('over two things at once are refused, and two signatures', async () => {
    const twice = (own: string) =>
      own.replace('</saml:Subject>', `</saml:Subject>${signatureOf(own).replaceAll('_assertion-signature', '_other')}`);
    expect(await refusalOf({ signedAssertion: twice })).toBe('signatures');
  });
});
