/** Where the Fund answers and our certificate to it: a folder of the operator's, or the simulator's own. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { ownCertificate } from '#core/signatures/own-certificate.ts';
import type { Connection } from './client.ts';
import type { SimulatedTls } from './simulator/listener.ts';

/**
 * A folder with `zip.json` (`address`), `zip-tls.crt` as the Fund publishes it, and our `tls.crt` and `tls.key`.
 * @throws Refusal `bad-health-fund-folder` naming what is missing
 */
export function connectionFromFolder(folder: string): Connection {
  try {
    const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
    const { address } = JSON.parse(read('zip.json')) as { address?: unknown };
    const url = typeof address === 'string' ? URL.parse(address) : null;
    if (url?.protocol !== 'https:') throw new Error('address in zip.json is no https address');
    return {
      address: url.href.replace(/\/$/, ''),
      tls: { cert: read('tls.crt'), key: read('tls.key'), ca: read('zip-tls.crt') },
      rules: { hosts: [url.host], loopback: false },
    };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    throw new Refusal('invalid', 'bad-health-fund-folder', `The folder of the NFZ cannot be used: ${says}.`);
  }
}

/** What both sides of the simulator hold, made at first use. */
export async function simulatedTls(home: string, runtime: Runtime): Promise<SimulatedTls> {
  const folder = path.join(home, 'patient-information');
  const make = (name: string) => ownCertificate(folder, name, `SYMULATOR ${name}`, runtime);
  return { server: await make('zip-tls'), client: await make('tls') };
}
