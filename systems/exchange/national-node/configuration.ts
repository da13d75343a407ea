/** Where the node's addresses, certificates and our keys come from: a folder of the operator's, or the simulator's own. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { ownCertificate } from '#core/signatures/own-certificate.ts';
import type { SamlSigner } from '#libs/saml/messages.ts';
import type { NodeConfiguration } from './model.ts';

interface Pair {
  readonly cert: string;
  readonly key: string;
}

const asSigner = ({ cert, key }: Pair): SamlSigner => ({
  key: createPrivateKey(key),
  certificate: new X509Certificate(cert),
});

/**
 * A folder with `node.json` (entityId, issuer, singleSignOn, artifactResolution), `node-signing.crt` and `node-tls.crt`
 * as the node publishes them, and our `signing`, `encryption` and `tls`, each `.crt` and `.key`.
 * @throws Refusal `bad-node-folder` naming what is missing
 */
export function configurationFromFolder(folder: string, baseUrl: string): NodeConfiguration {
  try {
    const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
    const pair = (name: string): Pair => ({ cert: read(`${name}.crt`), key: read(`${name}.key`) });
    const said = JSON.parse(read('node.json')) as { [name: string]: unknown };
    const text = (name: string): string => {
      const value = said[name];
      if (typeof value !== 'string' || value === '') throw new Error(`node.json lacks ${name}`);
      return value;
    };
    const https = (name: string): string => {
      if (URL.parse(text(name))?.protocol !== 'https:') throw new Error(`${name} in node.json is no https address`);
      return text(name);
    };
    return {
      ...{ entityId: text('entityId'), issuer: text('issuer'), assertionConsumer: `${baseUrl}/sign-in/wezel` },
      ...{ singleSignOn: https('singleSignOn'), artifactResolution: https('artifactResolution') },
      nodeKey: new X509Certificate(read('node-signing.crt')).publicKey,
      ...{ signer: asSigner(pair('signing')), encryption: asSigner(pair('encryption')) },
      tls: { ...pair('tls'), ca: read('node-tls.crt') },
    };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    throw new Refusal('invalid', 'bad-node-folder', `The folder of the national node cannot be used: ${says}.`);
  }
}

/** What both sides of the simulator hold: one key each for every purpose, made at first use. */
export interface SimulatedPair {
  readonly node: { readonly signer: SamlSigner; readonly tls: Pair };
  readonly provider: { readonly signer: SamlSigner; readonly encryption: SamlSigner; readonly tls: Pair };
}

export async function simulatedPair(home: string, runtime: Runtime): Promise<SimulatedPair> {
  const folder = path.join(home, 'national-node');
  const make = (name: string) => ownCertificate(folder, name, `SYMULATOR ${name}`, runtime);
  return {
    node: { signer: asSigner(await make('node-signing')), tls: await make('node-tls') },
    provider: {
      ...{ signer: asSigner(await make('signing')), encryption: asSigner(await make('encryption')) },
      tls: await make('tls'),
    },
  };
}
