/** The payload behind `#shlink:/…` of this page's address. */

export interface LinkPayload {
  readonly url: string;
  readonly key: string;
  readonly flag?: string;
  readonly label?: string;
}

export function bytesOf(base64url: string): Uint8Array {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

/** Undefined for what is no link. */
export function payloadIn(hash: string): LinkPayload | undefined {
  const [, said = ''] = /shlink:\/([A-Za-z0-9_-]+)/.exec(hash) ?? [];
  try {
    const payload = JSON.parse(new TextDecoder().decode(bytesOf(said))) as LinkPayload;
    return typeof payload.url === 'string' && typeof payload.key === 'string' ? payload : undefined;
  } catch {
    return undefined;
  }
}
