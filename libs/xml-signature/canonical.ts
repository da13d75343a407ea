/** Exclusive canonical form of a whole document (xml-exc-c14n), as its enveloped signature covers it. */
import { XmlC14NMode } from 'libxml2-wasm';
import { strictText, withDocument } from './document.ts';

export const canonicalOf = (source: string | Uint8Array): Buffer =>
  withDocument(strictText(source), (document) =>
    Buffer.from(document.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 })),
  );
