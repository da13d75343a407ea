/**
 * Which signature counts for which document. Data, from the security requirements 2.7 and K7 (ZUS: accepted until a
 * date, never for narcotic and psychotropic drugs); sources of the duties are named in docs/decisions/0030.
 */
import { invalidSignature } from './invalid.ts';
import type { Format, Level, SignerKind } from './model.ts';

export interface DocumentPolicy {
  readonly formats: readonly Format[];
  readonly kinds: readonly SignerKind[];
  /** T where the document outlives its signer's certificate. */
  readonly level: Level;
}

/** Of a person with a profession: qualified certificate, trusted profile, e-ID; ZUS for as long as it is accepted. */
const personal: readonly SignerKind[] = ['qualified', 'trusted-profile', 'e-id', 'zus'];

export const documentKinds = {
  prescription: { formats: ['XAdES', 'JAdES'], kinds: personal, level: 'B' },
  'prescription-narcotic': { formats: ['XAdES', 'JAdES'], kinds: ['qualified', 'trusted-profile', 'e-id'], level: 'B' },
  referral: { formats: ['XAdES', 'JAdES'], kinds: personal, level: 'B' },
  'medical-document': { formats: ['XAdES', 'JAdES', 'PAdES'], kinds: personal, level: 'B' },
  histopathology: { formats: ['XAdES', 'PAdES'], kinds: ['qualified', 'trusted-profile', 'e-id'], level: 'T' },
  'medical-event': { formats: ['XAdES', 'JAdES'], kinds: ['system', 'qualified'], level: 'B' },
  'summary-of-patient': { formats: ['JAdES', 'PAdES'], kinds: ['system', 'qualified', 'trusted-profile'], level: 'B' },
} as const satisfies Record<string, DocumentPolicy>;

export type DocumentKind = keyof typeof documentKinds;

export interface SignaturePolicy {
  /** The last day on which a signature by a ZUS certificate counts. */
  readonly zusLastDate: Date;
}

/** @throws Refusal when this signature does not count for this kind of document. */
export function checkPolicy(
  document: DocumentKind,
  signature: { format: Format; level: Level; kind: SignerKind; at: Date },
  { zusLastDate }: SignaturePolicy,
): void {
  const { formats, kinds, level }: DocumentPolicy = documentKinds[document];
  if (!formats.includes(signature.format)) {
    throw invalidSignature('policy', `A ${document} is signed as ${formats.join(' or ')}, not as ${signature.format}.`);
  }
  if (!kinds.includes(signature.kind)) {
    throw invalidSignature('policy', `A ${document} is signed by ${kinds.join(', ')}; this is ${signature.kind}.`);
  }
  if (signature.kind === 'zus' && signature.at > zusLastDate) {
    throw invalidSignature(
      'policy',
      `Signatures by ZUS certificates counted until ${zusLastDate.toISOString().slice(0, 10)}.`,
    );
  }
  if (level === 'T' && signature.level === 'B') {
    throw invalidSignature('policy', `A ${document} needs a time stamp; sign it at level T.`);
  }
}
