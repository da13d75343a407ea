/**
 * A SIMULATOR of Profil Zaufany's signing for tests and demonstration: the same messages as the service, no person
 * behind it. Its signatures come from an authority of its own and count nowhere else. Documents lie in memory: at most
 * a hundred, for a quarter of an hour, each handed out once.
 */
import { childrenOf, strictText, withDocument } from '#libs/xml-signature/document.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Signer } from '../model.ts';
import { signEnveloped } from '../xades.ts';
import { escaped, tpSigning } from './trusted-profile.ts';

export interface Simulator {
  /** Answers a SOAP envelope. */
  soap(envelope: string): string;
  /** What a person at the page sees, and where they go back to; undefined for an unknown or old address. */
  shown(id: string): { readonly text: string; readonly says: string } | undefined;
  /** The person signs (by their PESEL) or declines. Returns where they are sent. */
  decide(id: string, decision: { readonly pesel: string } | 'decline'): Promise<string | undefined>;
}

interface Waiting {
  readonly document: Buffer;
  readonly success: string;
  readonly failure: string;
  readonly says: string;
  readonly until: number;
  signed?: string;
}

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const atMost = 100;
const life = 15 * 60_000;

/** @param signerOf the certificate that the service makes for a person who has proven themselves. */
export function trustedProfileSimulator(
  runtime: Runtime,
  pages: string,
  signerOf: (pesel: string) => Promise<Signer>,
): Simulator {
  const waiting = new Map<string, Waiting>();
  const find = (id: string): Waiting | undefined => {
    const found = waiting.get(id);
    return found && found.until > runtime.now().getTime() ? found : undefined;
  };
  const add = (given: ReadonlyMap<string, string>): string => {
    if (waiting.size >= atMost) waiting.delete(waiting.keys().next().value as string);
    const id = runtime.randomBytes(16).toString('hex');
    waiting.set(id, {
      document: Buffer.from(given.get('doc') ?? '', 'base64'),
      ...{ success: given.get('successURL') ?? '', failure: given.get('failureURL') ?? '' },
      ...{ says: given.get('additionalInfo') ?? '', until: runtime.now().getTime() + life },
    });
    return answer('addDocumentToSigning', `${pages}?id=${id}`);
  };
  const give = (id: string): string => {
    const found = find(id);
    if (!found) return fault('there is no such document');
    if (found.signed === undefined) return fault('the document is not signed');
    waiting.delete(id);
    return answer('getSignedDocument', Buffer.from(found.signed).toString('base64'));
  };
  return {
    soap(envelope) {
      try {
        const { operation, given } = read(envelope);
        if (operation === 'addDocumentToSigning') return add(given);
        if (operation === 'getSignedDocument') return give(given.get('id') ?? '');
        return fault('there is no such operation');
      } catch {
        return fault('the message cannot be read');
      }
    },
    shown(id) {
      const found = find(id);
      return found && { text: found.document.toString(), says: found.says };
    },
    async decide(id, decision) {
      const found = find(id);
      if (!found || found.signed !== undefined) return undefined;
      if (decision === 'decline') {
        waiting.delete(id);
        return found.failure;
      }
      const options = { signer: await signerOf(decision.pesel), signedAt: runtime.now(), id: `podpis-${id}` };
      found.signed = await signEnveloped(found.document, options);
      return found.success;
    },
  };
}

function read(envelope: string): { operation: string; given: ReadonlyMap<string, string> } {
  return withDocument(strictText(envelope), ({ root }) => {
    const [body] = childrenOf(root, 'Body', soap);
    const known = ['addDocumentToSigning', 'getSignedDocument'];
    const operation = known.find((name) => body && childrenOf(body, name, tpSigning).length === 1) ?? '';
    const [asked] = body ? childrenOf(body, operation, tpSigning) : [];
    const names = ['doc', 'successURL', 'failureURL', 'additionalInfo', 'id'];
    const values = names.map((name) => [name, (asked && childrenOf(asked, name, '')[0]?.content) ?? ''] as const);
    return { operation, given: new Map(values) };
  });
}

const enveloped = (inside: string): string =>
  `<soapenv:Envelope xmlns:soapenv="${soap}"><soapenv:Body>${inside}</soapenv:Body></soapenv:Envelope>`;
const answer = (operation: string, value: string): string =>
  enveloped(
    `<sig:${operation}Response xmlns:sig="${tpSigning}"><${operation}Return>${escaped(value)}</${operation}Return></sig:${operation}Response>`,
  );
const fault = (says: string): string =>
  enveloped(
    `<soapenv:Fault><faultcode>soapenv:Server</faultcode><faultstring>${escaped(says)}</faultstring></soapenv:Fault>`,
  );
