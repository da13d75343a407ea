/** The work that a place with many failed sign-ins is asked for: a second of counting, in pieces, so that the page lives. */

const together = 512;

/** Finds a number whose SHA-256 with the challenge begins with so many zero bits. */
export async function doWork({ challenge, bits }: { challenge: string; bits: number }) {
  const encoder = new TextEncoder();
  for (let start = 0; ; start += together) {
    const tries = Array.from({ length: together }, (_, place) => String(start + place));
    const hashes = await Promise.all(
      tries.map((nonce) => crypto.subtle.digest('SHA-256', encoder.encode(`${challenge}.${nonce}`))),
    );
    const found = hashes.findIndex((hash) => zeroBits(new Uint8Array(hash)) >= bits);
    if (found >= 0) return { challenge, nonce: String(start + found) };
  }
}

function zeroBits(bytes: Uint8Array): number {
  let bits = 0;
  for (const byte of bytes) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
