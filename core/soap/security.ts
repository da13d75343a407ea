/**
 * WS-Security: an X.509 certificate in the header, by which body, time stamp and context are signed. Only what was
 * signed is read. OASIS Web Services Security 1.1: SOAP Message Security, X.509 Certificate Token Profile.
 */
import { hash, X509Certificate } from 'node:crypto';
import type { XmlElement } from 'libxml2-wasm';
import { attributeOf, base64Of, childrenOf, elementsOf, SignatureRefusal } from '#libs/xml-signature/document.ts';
import { verifyXml } from '#libs/xml-signature/verify.ts';
import type { Envelope } from './envelope.ts';
import { SoapFault } from './fault.ts';
import { ns } from './names.ts';

/** How far a clock may be wrong, and how long a message counts at most. */
const skew = 60_000;
const longest = 15 * 60_000;

export interface SignedMessage {
  readonly thumbprint: string;
  /** Canonical octets of the elements that were signed, by what they are. */
  readonly body: Buffer;
  readonly context: Buffer | undefined;
  /** Until when the message counts, and by what it is known if it comes again. */
  readonly until: number;
  readonly mark: string;
}

const invalid = (says: string, minor?: string): SoapFault => new SoapFault('bladPodpisuKomunikatuWSS', says, minor);

/**
 * Verifies the signature of the header over the body, the time stamp and the context. The certificate's path is not
 * judged: it must be one that a machine client is registered with (README.md).
 * @throws SoapFault
 */
export function verifyMessage(text: string, { security, body, context }: Envelope, now: Date): SignedMessage {
  if (!security) {
    const says =
      'Brakuje nagłówka Security: podpisz treść i znacznik czasu certyfikatem WSS albo pokaż certyfikat TLS.';
    throw new SoapFault('bladUwierzytelnieniaWSS', says, 'brakCertyfikatu');
  }
  const certificate = certificateOf(security);
  if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo)) {
    throw invalid('Certyfikat WSS nie jest teraz ważny.', 'certyfikatNiewazny');
  }
  const [stamp, second] = childrenOf(security, 'Timestamp', ns.wsu);
  if (!stamp || second) throw invalid('Nagłówek Security ma mieć jeden znacznik czasu (Timestamp).');
  try {
    const { references, value } = verifyXml(text, { key: () => certificate.publicKey });
    const signed = (element: XmlElement): Buffer | undefined =>
      references.find(({ uri }) => uri !== '' && uri === `#${idOf(element)}`)?.octets;
    const octets = signed(body);
    if (!octets) throw invalid('Podpis nie obejmuje treści (Body).');
    if (!signed(stamp)) throw invalid('Podpis nie obejmuje znacznika czasu (Timestamp).');
    const about = context && signed(context);
    if (context && !about)
      throw invalid('Podpis nie obejmuje kontekstu wywołania (kontekstWywolania).', 'bladKontekstu');
    return {
      thumbprint: hash('sha256', certificate.raw, 'base64url'),
      ...{ body: octets, context: about, until: lastMoment(stamp, now), mark: value.toString('base64') },
    };
  } catch (error) {
    if (error instanceof SignatureRefusal) throw invalid(`Podpis WS-Security nie zgadza się: ${error.message}`);
    throw error;
  }
}

const idOf = (element: XmlElement): string | undefined =>
  element.attrs.find(({ name }) => name === 'Id' || name === 'ID' || name === 'id')?.content;

/** The one binary token, and the signature's reference to it. */
function certificateOf(security: XmlElement): X509Certificate {
  const [token, more] = childrenOf(security, 'BinarySecurityToken', ns.wsse);
  const [signature, another] = childrenOf(security, 'Signature');
  if (!token || more) throw new SoapFault('bladUwierzytelnieniaWSS', 'Brakuje certyfikatu WSS.', 'brakCertyfikatu');
  if (!signature || another) throw invalid('Nagłówek Security ma mieć jeden podpis.');
  const [info] = childrenOf(signature, 'KeyInfo');
  const [reference] = info
    ? childrenOf(info, 'SecurityTokenReference', ns.wsse).flatMap((one) => childrenOf(one, 'Reference', ns.wsse))
    : [];
  if (!reference || attributeOf(reference, 'URI') !== `#${idOf(token)}`) {
    throw invalid('Podpis nie wskazuje certyfikatu z nagłówka.');
  }
  try {
    return new X509Certificate(base64Of(token));
  } catch {
    throw invalid('Certyfikatu WSS nie da się przeczytać.', 'certyfikatNiewazny');
  }
}

/** Until when the message counts. @throws SoapFault when that is over, or it comes from the future. */
function lastMoment(stamp: XmlElement, now: Date): number {
  const time = (name: string): number => {
    const said = elementsOf(stamp)
      .find((one) => one.name === name && one.namespaceUri === ns.wsu)
      ?.content.trim();
    return Date.parse(said ?? '');
  };
  const [created, expires] = [time('Created'), time('Expires')];
  if (Number.isNaN(created) || Number.isNaN(expires)) throw invalid('Znacznik czasu ma mieć Created i Expires.');
  const until = Math.min(expires, created + longest);
  if (created > now.getTime() + skew || until + skew < now.getTime()) {
    throw new SoapFault(
      'bladUwierzytelnieniaWSS',
      'Znacznik czasu komunikatu minął albo jest z przyszłości. Sprawdź zegar.',
    );
  }
  return until + skew;
}

/** Messages that were taken, so that none is taken twice while it counts. For one process. */
export class Taken {
  private readonly marks = new Map<string, number>();
  private readonly most: number;

  constructor(most = 50_000) {
    this.most = most;
  }

  /** @throws SoapFault when it was taken before, or too many are remembered to know. */
  take({ mark, until }: Pick<SignedMessage, 'mark' | 'until'>, now: Date): void {
    if (this.marks.size >= this.most) this.forget(now.getTime());
    if (this.marks.has(mark)) {
      throw new SoapFault('bladUwierzytelnieniaWSS', 'Ten sam komunikat już przyszedł. Podpisz go na nowo.');
    }
    if (this.marks.size >= this.most)
      throw new SoapFault('przekroczonyCzas', 'Zbyt wiele komunikatów naraz. Spróbuj za minutę.');
    this.marks.set(mark, until);
  }

  private forget(now: number): void {
    for (const [mark, until] of this.marks) if (until < now) this.marks.delete(mark);
  }
}
