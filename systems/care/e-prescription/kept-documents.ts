/**
 * How the signed documents of a package lie in the ledger: deflated together, with a dictionary of what such documents
 * always say, which halves bytes and time. The dictionary is one document as libs/cda once wrote it; it never changes,
 * because what is kept is read with it for decades. Another one would have another number: the first byte kept.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { readFileSync } from 'node:fs';

const number = 1;
const dictionary = readFileSync(new URL('./document-dictionary-1.xml', import.meta.url));
/** No XML document holds it. */
const between = '\0';

/** @param documents each as it was signed, byte for byte. */
export function packed(documents: readonly string[]): Buffer {
  const content = Buffer.from(documents.join(between));
  return Buffer.concat([Buffer.of(number), deflateRawSync(content, { dictionary, level: 5 })]);
}

/** @throws Error when what is kept was not made by `packed`. */
export function unpacked(kept: Uint8Array): string[] {
  if (kept[0] !== number) throw new Error(`documents packed with dictionary ${kept[0]}, which is not known here`);
  return inflateRawSync(kept.subarray(1), { dictionary }).toString().split(between);
}
