/**
 * Signing by Profil Zaufany, which signs on its own side: TpSigning of its integrators' manual (SOAP 1.1; operations
 * addDocumentToSigning and getSignedDocument). The document goes there, the person follows an address, reads, proves
 * who they are and signs, and comes back; then the signed document is fetched. Signing with an e-ID at a service that
 * speaks the same is the same. What comes back is believed only when it is the document that went, signed by the
 * person who asked, with a signature that the policy takes.
 */
import { canonicalOf } from '#libs/xml-signature/canonical.ts';
import { childrenOf, SignatureRefusal, strictText, withDocument } from '#libs/xml-signature/document.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { invalidSignature, judged } from '../invalid.ts';
import type { SignerKind, Verified } from '../model.ts';
import type { DocumentKind } from '../policy.ts';
import type { SigningService } from '../signing-service.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
/** Namespace of TpSigning. */
export const tpSigning = 'http://signing.ws.comarch.gov';

export interface RemoteSigning {
  /** What goes to the service, and what it answered: a SOAP envelope each. The transport is the deployer's. */
  readonly call: (action: string, envelope: string) => Promise<string>;
  readonly service: SigningService;
  /** Addresses of the service's pages begin so: a person is sent nowhere else. */
  readonly pages: string;
  /** How a person signs there. */
  readonly kind: Extract<SignerKind, 'trusted-profile' | 'e-id'>;
}

export interface Asked {
  /** The document as it is to be signed, XML. */
  readonly document: Uint8Array;
  readonly as: DocumentKind;
  /** Who asked: only their signature is taken. */
  readonly pesel: string;
}

export interface Begun {
  /** By this the signed document is fetched; once. */
  readonly id: string;
  /** Where the person signs. */
  readonly address: string;
}

/** @throws Refusal `signing-service` when it does not answer as it should. */
export async function beginRemote(
  { call, pages }: RemoteSigning,
  document: Uint8Array,
  back: { readonly success: string; readonly failure: string; readonly says: string },
): Promise<Begun> {
  await judged(async () => withDocument(strictText(document), () => undefined));
  const answer = await ask(call, 'addDocumentToSigning', [
    ['doc', Buffer.from(document).toString('base64')],
    ['successURL', back.success],
    ['failureURL', back.failure],
    ['additionalInfo', back.says],
  ]);
  const id = URL.canParse(answer) ? new URL(answer).searchParams.get('id') : null;
  if (!answer.startsWith(pages) || !id) throw away('it names no page of its own to sign on');
  return { id, address: answer };
}

/**
 * The signed document, and who signed it.
 * @throws Refusal `not-signed-yet`; `signature-…` when what came is not what went, or not by whom it must be.
 */
export async function collectRemote(
  { call, service, kind }: RemoteSigning,
  id: string,
  { document, as, pesel }: Asked,
): Promise<{ signed: Buffer; verified: Verified }> {
  const answer = await ask(call, 'getSignedDocument', [['id', id]]);
  const signed = Buffer.from(answer, 'base64');
  const verified = await service.verify(signed, { format: 'XAdES', document: as });
  if (verified.kind !== kind)
    throw invalidSignature('kind', `A signature by ${kind} is expected, not by ${verified.kind}.`);
  const sent = await judged(async () => canonicalOf(document));
  if (!verified.content.equals(sent)) throw invalidSignature('other-document', 'Another document was signed.');
  // ETSI EN 319 412-1 5.1.3: the identity number in the subject's serialNumber.
  if (!new RegExp(`(^|,)(serialNumber|2\\.5\\.4\\.5)=PNOPL-${pesel}(,|$)`).test(verified.signer.subject))
    throw invalidSignature('other-person', 'Somebody else than the person who asked has signed.');
  return { signed, verified };
}

const away = (why: string): Refusal =>
  new Refusal('unavailable', 'signing-service', {
    message: `The signing service cannot be used: ${why}.`,
    retryAfter: 30,
  });

/** Calls an operation. Faults of the service are told by their code only: their words are a stranger's. */
async function ask(
  call: RemoteSigning['call'],
  operation: string,
  given: readonly (readonly [name: string, value: string])[],
): Promise<string> {
  const parts = given.map(([name, value]) => `<${name}>${escaped(value)}</${name}>`).join('');
  const body = `<sig:${operation} xmlns:sig="${tpSigning}">${parts}</sig:${operation}>`;
  const envelope = `<soapenv:Envelope xmlns:soapenv="${soap}"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
  const answer = await call(operation, envelope).catch(() => {
    throw away('it does not answer');
  });
  try {
    return withDocument(strictText(answer), ({ root }) => {
      const [inside] = root.name === 'Envelope' && root.namespaceUri === soap ? childrenOf(root, 'Body', soap) : [];
      const [fault] = inside ? childrenOf(inside, 'Fault', soap) : [];
      if (fault?.content.includes('not signed')) throw notYet();
      const [answered] = inside ? childrenOf(inside, `${operation}Response`, tpSigning) : [];
      const [value, second] = answered ? childrenOf(answered, `${operation}Return`, '') : [];
      if (!value || second) throw away(fault ? 'it answers with a fault' : 'its answer has another form');
      return value.content;
    });
  } catch (error) {
    if (error instanceof SignatureRefusal) throw away('its answer is not XML as it should be');
    throw error;
  }
}

const notYet = (): Refusal =>
  new Refusal('conflict', 'not-signed-yet', 'The document is not signed yet: sign it at the service, then ask again.');

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
