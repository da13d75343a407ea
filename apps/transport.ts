/**
 * Nothing leaves this machine in clear (security/requirements.md C-40): what of the settings would let it, in words
 * that say how to mend it.
 */
import { isIP } from 'node:net';

const loopback = /^(127(\.\d{1,3}){3}|localhost|::1|\[::1\])$/;

export const isLoopbackHost = (host: string): boolean => loopback.test(host);

export interface Ways {
  readonly host: string;
  readonly baseUrl: string;
  readonly hasTls: boolean;
  /** Names of settings and the addresses of databases in them. */
  readonly databases: readonly (readonly [name: string, url: string])[];
}

export function clearWays({ host, baseUrl, hasTls, databases }: Ways): string[] {
  const wrong: string[] = [];
  if (!isLoopbackHost(host) && !hasTls) {
    wrong.push(`HOST is "${host}": other machines are served by TLS only. Set EZDROWIE_TLS_PORT and its certificate.`);
  }
  if (URL.canParse(baseUrl) && baseUrl.startsWith('http:') && !isLoopbackHost(new URL(baseUrl).hostname)) {
    wrong.push(`EZDROWIE_BASE_URL is "${baseUrl}": people and clients of other machines come by https.`);
  }
  for (const [name, url] of databases) {
    const says = clearDatabase(url);
    if (says) wrong.push(`${name} leads to another machine: ${says} (its value may hold a password and is not shown).`);
  }
  return wrong;
}

/** The driver checks chain and name only with `verify-full`, and a name only when there is one. */
function clearDatabase(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined; // told elsewhere
  const { hostname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  // A folder is a socket of this machine.
  if (host === '' || host.startsWith('/') || isLoopbackHost(host)) return undefined;
  const modes = searchParams.getAll('sslmode');
  if (modes.length !== 1 || modes[0] !== 'verify-full' || searchParams.has('ssl')) {
    return 'add sslmode=verify-full, and sslrootcert=<file> for an authority of your own';
  }
  return isIP(host.replace(/^\[|\]$/g, ''))
    ? 'name the server, not its address: its certificate is checked by it'
    : undefined;
}
