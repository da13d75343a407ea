/**
 * The payload of a link and its encryption, as the specification has it: `shlink:/` and base64url of JSON; files are
 * JWE (compact, `dir`, A256GCM). https://docs.smarthealthit.org/smart-health-links/spec/#construct-a-shlink-payload
 */
import { CompactEncrypt } from 'jose';

export interface Payload {
  /** Address of the manifest, at most 128 characters. */
  readonly url: string;
  /** 32 bytes, base64url. */
  readonly key: string;
  /** End, in seconds since 1970. */
  readonly exp?: number;
  /** Some of `L`, `P`, in alphabetical order. */
  readonly flag?: string;
  /** At most 80 characters. */
  readonly label?: string;
  readonly v?: 1;
}

export const shlinkOf = (payload: Payload): string =>
  `shlink:/${Buffer.from(JSON.stringify(payload), 'utf8').toString('base64url')}`;

/** Undefined for what is no link. */
export function payloadOf(shlink: string): Pick<Payload, 'url'> | undefined {
  const [, said = ''] = /^shlink:\/([A-Za-z0-9_-]+)$/.exec(shlink) ?? [];
  try {
    const payload = JSON.parse(Buffer.from(said, 'base64url').toString('utf8')) as Partial<Payload> | null;
    return typeof payload?.url === 'string' ? { url: payload.url } : undefined;
  } catch {
    return undefined;
  }
}

/** The document as a JWE that whoever has the key can open. */
export const sealed = (document: object, key: Uint8Array): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(document)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'application/fhir+json' })
    .encrypt(key);
