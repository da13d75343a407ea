/** For tests: keys of both sides, and an answer of the node that an attacker may change at each stage of its making. */
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import 'reflect-metadata';
import { X509CertificateGenerator } from '@peculiar/x509';
import { type AnswerFacts, artifactResponseXml, assertionXml, responseXml } from './answer.ts';
import { encryptElement } from './encryption.ts';
import { type Expected, judgeArtifactResponse, type NodeAssertion } from './judge.ts';
import { inEnvelope, keyOfCertificate, type SamlSigner, signMessage } from './messages.ts';
import { refusalCode } from './read.ts';

/** A key on P-256 with a certificate by itself. */
export async function samlSigner(now: Date, name = 'CN=Symulator'): Promise<SamlSigner> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
  const made = await X509CertificateGenerator.createSelfSigned(
    { name, notBefore: hours(-1), notAfter: hours(24), signingAlgorithm: algorithm, keys },
    webcrypto as unknown as Crypto,
  );
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { key, certificate: new X509Certificate(Buffer.from(made.rawData)) };
}

export type Change = (text: string) => string;

/** Where an attacker may lay hands on the answer. */
export interface Attack {
  readonly facts?: Partial<AnswerFacts>;
  readonly assertion?: Change;
  readonly signedAssertion?: Change;
  readonly encryptedData?: Change;
  /** In place of the encrypted assertion. */
  readonly inClear?: boolean;
  readonly response?: Change;
  readonly answer?: Change;
  readonly signedAnswer?: Change;
  readonly envelope?: Change;
  readonly assertionSigner?: SamlSigner | null;
  readonly answerSigner?: SamlSigner | null;
}

const same: Change = (text) => text;

/** A change that must change something. */
export const replace =
  (from: string | RegExp, to: string): Change =>
  (text) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`the attack changes nothing: ${from}`);
    return changed;
  };

/** A node and a service provider that know each other. */
export async function twoSides(now: Date) {
  const node = await samlSigner(now, 'CN=Wezel');
  const provider = await samlSigner(now, 'CN=e-Zdrowie');
  const facts: AnswerFacts = {
    now,
    issuer: 'urn:wezel',
    audience: 'urn:ezdrowie',
    assertionConsumer: 'https://ezdrowie.example/sign-in/wezel',
    ...{ requestId: '_request', assertionId: '_assertion', responseId: '_response', answerId: '_answer' },
    level: 'substantial',
    person: { givenName: 'Anna', familyName: 'Wiśniowiecka', birthDate: '1959-03-12', pesel: '59031200009' },
  };
  const expected: Expected = {
    now,
    issuer: facts.issuer,
    key: keyOfCertificate(node.certificate),
    decryption: provider.key,
    audience: facts.audience,
    assertionConsumer: facts.assertionConsumer,
    ...{ resolveId: '_resolve', requestId: '_request', level: 'substantial' },
  };
  const signed = async (xml: string, id: string, signer: SamlSigner | null) =>
    signer ? signMessage(xml, id, signer) : xml;
  /** The answer of the node, changed as the attacker likes. */
  const answer = async (attack: Attack = {}): Promise<string> => {
    const said = { ...facts, ...attack.facts };
    const { assertion = same, signedAssertion = same, encryptedData = same } = attack;
    const { response = same, answer: answered = same, signedAnswer = same, envelope = same } = attack;
    const { assertionSigner = node, answerSigner = node } = attack;
    const inner = signedAssertion(await signed(assertion(assertionXml(said)), said.assertionId, assertionSigner));
    const recipient = keyOfCertificate(provider.certificate);
    const encrypted = encryptedData(encryptElement(inner, { recipient, runtime: { randomBytes } }));
    const whole = responseXml(said, encrypted);
    const clear = whole.replace(/<saml:EncryptedAssertion>.*<\/saml:EncryptedAssertion>/s, inner);
    const outer = artifactResponseXml(said, '_resolve', response(attack.inClear ? clear : whole));
    return envelope(inEnvelope(signedAnswer(await signed(answered(outer), said.answerId, answerSigner))));
  };
  const judge = (soap: string, changes: Partial<Expected> = {}): NodeAssertion =>
    judgeArtifactResponse(soap, { ...expected, ...changes });
  /** How the judge calls what is wrong; undefined when it believes the answer. */
  const refusalOf = async (attack: Attack, changes: Partial<Expected> = {}): Promise<string | undefined> => {
    const soap = await answer(attack);
    try {
      judge(soap, changes);
      return undefined;
    } catch (error) {
      const code = refusalCode(error);
      if (code === undefined) throw error;
      return code;
    }
  };
  return { node, provider, facts, expected, answer, judge, refusalOf };
}
