/**
 * PAdES-B-B and B-T: a signature within a PDF, added as an incremental update, so that every byte before it stays.
 * ISO 32000-1 section 12.8, ETSI EN 319 142-1. Signs what we make ourselves (classic cross-reference tables).
 */
import { createHash } from 'node:crypto';
import { signCms, type VerifiedCms, verifyCms } from './cms.ts';
import { invalidSignature } from './invalid.ts';
import type { Signer, TimeStamper } from './model.ts';

/** Bytes kept for the CMS with certificates and stamp. */
const room = 16_384;
const pad = (value: number): string => String(value).padStart(10, '0');

export interface PadesOptions {
  readonly signer: Signer;
  readonly signedAt: Date;
  readonly stamper?: TimeStamper;
}

/** The PDF with an invisible signature field on its first page. @throws Refusal for a PDF that cannot take one. */
export async function signPdf(pdf: Uint8Array, { signer, signedAt, stamper }: PadesOptions): Promise<Buffer> {
  const draft = withPlaceholder(Buffer.from(pdf), signedAt);
  const contents = draft.indexOf('/Contents <', pdf.length) + '/Contents '.length;
  const after = contents + room * 2 + 2;
  const range = `/ByteRange [0 ${pad(contents)} ${pad(after)} ${pad(draft.length - after)}]`;
  draft.write(range, draft.indexOf('/ByteRange [', pdf.length), 'latin1');
  const covered = Buffer.concat([draft.subarray(0, contents), draft.subarray(after)]);
  const stamp = stamper && ((value: Buffer) => stamper.stamp(createHash('sha256').update(value).digest()));
  const cms = await signCms(covered, { signer, detached: true, ...(stamp && { stamp }) });
  if (cms.length > room)
    throw invalidSignature('too-large', `A signature of ${cms.length} bytes does not fit the PDF.`);
  draft.write(cms.toString('hex'), contents + 1, 'latin1');
  return draft;
}

function withPlaceholder(pdf: Buffer, signedAt: Date): Buffer {
  const file = readPdf(pdf);
  const [signature, widget] = [file.size, file.size + 1];
  const catalog = file.objectAt(file.root);
  if (/\/AcroForm\b/.test(catalog)) throw invalidSignature('format', 'The PDF has a form or a signature already.');
  const page = firstPage(file);
  const moment = signedAt.toISOString().replaceAll(/[-:T]|\.\d+Z/g, '');
  const objects: [number, string][] = [
    [
      signature,
      '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached ' +
        `/M (D:${moment}Z) /ByteRange [0 ${pad(0)} ${pad(0)} ${pad(0)}] /Contents <${'0'.repeat(room * 2)}> >>`,
    ],
    [
      widget,
      `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Podpis) /F 132 /Rect [0 0 0 0] /V ${signature} 0 R /P ${page} 0 R >>`,
    ],
    [file.root, withEntry(catalog, `/AcroForm << /Fields [${widget} 0 R] /SigFlags 3 >>`)],
    [page, withAnnotation(file.objectAt(page), `${widget} 0 R`)],
  ];
  return appended(pdf, file, objects);
}

const withEntry = (dictionary: string, entry: string): string => dictionary.replace(/>>\s*$/, ` ${entry} >>`);

function withAnnotation(page: string, reference: string): string {
  if (/\/Annots\s*\[/.test(page)) return page.replace(/\/Annots\s*\[/, `/Annots [${reference} `);
  if (/\/Annots\b/.test(page))
    throw invalidSignature('format', 'The annotations of the first page cannot be extended.');
  return withEntry(page, `/Annots [${reference}]`);
}

/** ISO 32000-1 7.5.6: new objects, a table of them, a trailer that leads to the former table. */
function appended(pdf: Buffer, file: PdfFile, objects: readonly [number, string][]): Buffer {
  let text = pdf.at(-1) === 0x0a ? '' : '\n';
  const entries = objects.map(([number, body]) => {
    const offset = pdf.length + Buffer.byteLength(text, 'latin1');
    text += `${number} 0 obj\n${body}\nendobj\n`;
    return `${number} 1\n${pad(offset)} 00000 n \n`;
  });
  const table = pdf.length + Buffer.byteLength(text, 'latin1');
  const id = file.id ? ` /ID ${file.id}` : '';
  text += `xref\n${entries.join('')}trailer\n<< /Size ${file.size + 2} /Root ${file.root} 0 R /Prev ${file.table}${id} >>\n`;
  text += `startxref\n${table}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(text, 'latin1')]);
}

interface PdfFile {
  readonly size: number;
  readonly root: number;
  readonly table: number;
  readonly id: string | undefined;
  objectAt(number: number): string;
}

const cannot = () =>
  invalidSignature('format', 'This PDF cannot be signed: only those with a plain table of objects can.');

function readPdf(pdf: Buffer): PdfFile {
  if (!pdf.subarray(0, 1024).includes('%PDF-')) throw invalidSignature('format', 'This is no PDF.');
  const tail = pdf.subarray(-2048).toString('latin1');
  const table = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1] ?? Number.NaN);
  const text = pdf.toString('latin1');
  if (!text.startsWith('xref', table)) throw cannot();
  const trailer = text.slice(text.indexOf('trailer', table), text.lastIndexOf('startxref'));
  const root = Number(/\/Root\s+(\d+)\s+0\s+R/.exec(trailer)?.[1] ?? Number.NaN);
  const size = Number(/\/Size\s+(\d+)/.exec(trailer)?.[1] ?? Number.NaN);
  if (!(root > 0 && size > 0)) throw cannot();
  const offsets = offsetsOf(text, table, new Map(), 0);
  return {
    size,
    root,
    table,
    id: /\/ID\s*(\[[^\]]*\])/.exec(trailer)?.[1],
    objectAt(number) {
      const start = offsets.get(number) ?? -1;
      const body = start >= 0 ? /^\d+\s+0\s+obj\s*([\s\S]*?)\s*endobj/.exec(text.slice(start, start + 65_536)) : null;
      if (!body?.[1]?.startsWith('<<')) throw cannot();
      return body[1];
    },
  };
}

/** Offsets of objects by the tables, the newest first. */
function offsetsOf(text: string, table: number, found: Map<number, number>, depth: number): Map<number, number> {
  if (depth > 50) throw cannot();
  const section = text.slice(table, text.indexOf('trailer', table));
  const lines = section.split(/\r\n|\r|\n/).slice(1);
  for (let at = 0; at < lines.length; ) {
    const [first, count] = (lines[at++] ?? '').trim().split(/\s+/).map(Number);
    if (first === undefined || count === undefined || !Number.isInteger(count)) break;
    for (let number = first; number < first + count; number++) {
      const [offset, , kind] = (lines[at++] ?? '').trim().split(/\s+/);
      if (kind === 'n' && !found.has(number)) found.set(number, Number(offset));
    }
  }
  const end = text.indexOf('startxref', table);
  const previous = /\/Prev\s+(\d+)/.exec(text.slice(text.indexOf('trailer', table), end))?.[1];
  return previous ? offsetsOf(text, Number(previous), found, depth + 1) : found;
}

function firstPage(file: PdfFile): number {
  let at = Number(/\/Pages\s+(\d+)\s+0\s+R/.exec(file.objectAt(file.root))?.[1] ?? Number.NaN);
  for (let depth = 0; depth < 20; depth++) {
    const node = file.objectAt(at);
    if (/\/Type\s*\/Page\b/.test(node)) return at;
    at = Number(/\/Kids\s*\[\s*(\d+)\s+0\s+R/.exec(node)?.[1] ?? Number.NaN);
  }
  throw cannot();
}

/** Verifies the one signature of a PDF, which must cover every byte of it. The path of the certificate is the caller's. */
export function verifyPdf(pdf: Uint8Array): VerifiedCms {
  const file = Buffer.from(pdf);
  const ranges = [...file.toString('latin1').matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  if (ranges.length !== 1) throw invalidSignature('format', 'Exactly one signature of the PDF is expected.');
  const [start, contents, after, rest] = (ranges[0] as RegExpExecArray).slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const isWhole = start === 0 && contents < after && after + rest === file.length;
  if (!isWhole || file[contents] !== 0x3c || file[after - 1] !== 0x3e) {
    throw invalidSignature('partial', 'The signature does not cover the whole PDF: something was added or left out.');
  }
  const hexadecimal = file.subarray(contents + 1, after - 1).toString('latin1');
  if (!/^[0-9a-fA-F]+$/.test(hexadecimal)) throw invalidSignature('format', 'The signature of the PDF cannot be read.');
  const cms = Buffer.from(hexadecimal, 'hex');
  const covered = Buffer.concat([file.subarray(0, contents), file.subarray(after)]);
  return verifyCms(cms.subarray(0, derLength(cms)), covered);
}

/** Length of a DER value with its head; what follows are the zeros that fill the room. */
function derLength(der: Buffer): number {
  const first = der[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw invalidSignature('format', 'The signature of the PDF cannot be read.');
  const length = 2 + count + der.readUIntBE(2, count);
  if (der.subarray(length).some((byte) => byte !== 0))
    throw invalidSignature('format', 'Something follows the signature.');
  return length;
}
