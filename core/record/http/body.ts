/** Bodies: read with a limit, unpacked with the same limit, parsed strictly. security/requirements.md 7.3 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { IncomingMessage } from 'node:http';
import { JsonRefused, parseJson } from '#libs/fhir/json.ts';
import { parseXml, XmlRefused } from '#libs/fhir/xml.ts';
import { Refusal } from '../../refusal/refusal.ts';

export const bodyLimits = { resource: 2 * 1024 * 1024, bundle: 32 * 1024 * 1024 } as const;

const unzip = promisify(gunzip);

const tooLarge = (limit: number): Refusal =>
  new Refusal(
    'too-large',
    'too-large',
    `The body may have at most ${limit / 1024 / 1024} MiB, unpacked. Send it in parts.`,
  );

/**
 * The bytes of a body.
 * @throws Refusal `too-large`; `unsupported-media` for another Content-Encoding than gzip; `invalid` for damaged gzip.
 */
export async function readBody(payload: IncomingMessage, encoding: string | undefined, limit: number): Promise<Buffer> {
  // x-gzip is an old name of the same. https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.3
  const coding = (encoding ?? 'identity')
    .trim()
    .toLowerCase()
    .replace(/^x-gzip$/, 'gzip');
  if (coding !== 'identity' && coding !== 'gzip') {
    throw new Refusal(
      'unsupported-media',
      'unsupported-encoding',
      'Send the body as it is, or with Content-Encoding: gzip.',
    );
  }
  const bytes = await collect(payload, limit);
  if (coding === 'identity') return bytes;
  try {
    return await unzip(bytes, { maxOutputLength: limit });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new Refusal('invalid', 'bad-gzip', 'The body is said to be gzip, but it cannot be unpacked.');
  }
}

function collect(payload: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    payload.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      // The rest is let go by unread: the answer is on its way, and the connection ends with it.
      payload.removeAllListeners('data');
      payload.resume();
      reject(tooLarge(limit));
    });
    let ended = false;
    payload.on('end', () => {
      ended = true;
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    const cut = () => {
      if (!ended) reject(new Refusal('invalid', 'body-cut', 'The body ended before it was complete.'));
    };
    payload.on('error', cut);
    payload.on('close', cut);
  });
}

/**
 * The value of a body, in JSON or XML: its first character tells.
 * @throws Refusal `invalid` saying where it is neither, or not what FHIR allows.
 */
export function parseBody(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new Refusal('invalid', 'no-body', 'Send the resource as the body of the request.');
  }
  try {
    return looksLikeXml(body) ? parseXml(body) : parseJson(body);
  } catch (error) {
    if (!(error instanceof JsonRefused || error instanceof XmlRefused)) throw error;
    const where =
      error.line === undefined || error.message.endsWith(`(line ${error.line})`) ? '' : ` (line ${error.line})`;
    throw new Refusal('invalid', error.code, {
      issues: [{ severity: 'fatal', code: 'structure', diagnostics: `${error.message}${where}` }],
    });
  }
}

/** No JSON begins with `<`, and XML with nothing else (but white space, and the byte order mark that it may have). */
function looksLikeXml(bytes: Buffer): boolean {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d) at++;
  return bytes[at] === 0x3c;
}
