/** Certificates by which clinicians sign documents. See README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { System } from '#core/http/operation.ts';
import type { RevocationData, SignerKind, TrustList } from '#core/signatures/index.ts';
import { demonstrationAuthority, type Needs } from './authority.ts';
import { operations } from './operations.ts';
import { chainOf, type Signing, signing, type SigningNeeds } from './signing.ts';

export { sealedColumns as signingSealedColumns } from './purposes.ts';

export interface SigningCertificatesNeed extends Needs, Pick<SigningNeeds, 'npwzOf'> {
  /** True in the demonstration: an authority of its own. */
  readonly demonstration: boolean;
  /** `<home>/trust`: who else is believed (README.md). */
  readonly trustFolder: string;
}

export interface SigningCertificates extends System, Pick<Signing, 'signDocument' | 'signJson'> {
  /** Whom signatures of documents are believed by, and what is known to be revoked. */
  trust(): Promise<TrustList>;
  revocation(): Promise<RevocationData>;
}

export function signingCertificates(need: SigningCertificatesNeed): SigningCertificates {
  const { demonstration, trustFolder } = need;
  const authority = demonstration ? demonstrationAuthority(need) : undefined;
  const needs: SigningNeeds = { ...need, authority };
  const face = signing(needs);
  return {
    name: 'signing-certificates',
    operations: operations(needs, face),
    signDocument: face.signDocument,
    signJson: face.signJson,
    async trust() {
      const own = authority && { certificate: await authority.certificate(), kind: 'qualified' as const };
      return { anchors: [...(own ? [own] : []), ...anchorsIn(trustFolder)], timeAnchors: [] };
    },
    async revocation() {
      const own = authority && (await authority.revocationList());
      return { crls: [...(own ? [own] : []), ...filesIn(path.join(trustFolder, 'crl'))] };
    },
  };
}

const kinds: readonly SignerKind[] = ['qualified', 'trusted-profile', 'e-id', 'zus', 'system'];

/** Files of a folder; nothing where there is none. */
function filesIn(folder: string): Buffer[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => readFileSync(path.join(folder, name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Roots that the operator believes: `<home>/trust/<kind>/*.pem`. */
const anchorsIn = (folder: string): { certificate: Buffer; kind: SignerKind }[] =>
  kinds.flatMap((kind) =>
    filesIn(path.join(folder, kind))
      .flatMap((file) => chainOf(file.toString('latin1')))
      .map((certificate) => ({ certificate, kind })),
  );
