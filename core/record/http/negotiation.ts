/** What the client can read and what it sends: JSON for now. https://hl7.org/fhir/R4/http.html#mime-type */
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../refusal/refusal.ts';

export const fhirJson = 'application/fhir+json; charset=utf-8';

const jsonTypes = new Set(['application/fhir+json', 'application/json', 'application/json+fhir', 'text/json']);
const readable = new Set([...jsonTypes, '*/*', 'application/*']);
const formats = new Set(['json', ...jsonTypes]);

/** `application/fhir+json; fhirVersion=4.0` → its name, unless it asks for another version or is refused by `q=0`. */
function nameOf(media: string): string {
  const [name = '', ...parameters] = media.split(';').map((part) => part.trim().toLowerCase());
  const unwanted = parameters.some(
    (parameter) =>
      /^q=0(\.0*)?$/.test(parameter) ||
      (parameter.startsWith('fhirversion=') && !/^fhirversion="?4\.0/.test(parameter)),
  );
  return unwanted ? '' : name;
}

/** @throws Refusal `not-acceptable` when the client reads no JSON. `_format` goes before Accept. */
export function demandReadable({ headers: { accept } }: FastifyRequest, query: URLSearchParams | undefined): void {
  const format = query?.get('_format')?.replaceAll(' ', '+');
  if (format !== undefined) {
    if (formats.has(nameOf(format))) return;
    throw new Refusal(
      'not-acceptable',
      'unsupported-format',
      'This server writes JSON: leave _format out or say _format=json.',
    );
  }
  if (accept === undefined || accept === 'application/fhir+json') return;
  if (!accept.split(',').some((media) => readable.has(nameOf(media)))) {
    throw new Refusal(
      'not-acceptable',
      'unsupported-format',
      'This server writes JSON. Send Accept: application/fhir+json.',
    );
  }
}

/** @throws Refusal `unsupported-media` for a body that is no JSON. */
export function demandJson({ headers }: FastifyRequest, also?: string): void {
  const sent = headers['content-type'];
  if (sent === undefined || sent === '') {
    throw new Refusal(
      'unsupported-media',
      'no-content-type',
      'Say what the body is: Content-Type: application/fhir+json.',
    );
  }
  const name = nameOf(sent);
  if (!jsonTypes.has(name) && name !== also) {
    throw new Refusal(
      'unsupported-media',
      'unsupported-media',
      `Send ${also ?? 'application/fhir+json'}. Other formats are not read here.`,
    );
  }
  const charset = /charset="?([^";]+)/i.exec(sent)?.[1]?.trim().toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new Refusal('unsupported-media', 'unsupported-charset', 'Send the body in UTF-8.');
  }
}

export interface Preferences {
  readonly answer: 'minimal' | 'representation' | 'OperationOutcome' | undefined;
  readonly strict: boolean;
}

/** Prefer. https://www.rfc-editor.org/rfc/rfc7240 Words that are not known are left out, as it says. */
export function preferencesOf({ headers: { prefer } }: FastifyRequest): Preferences {
  const said = Array.isArray(prefer) ? prefer.join(',') : (prefer ?? '');
  if (said === '') return { answer: undefined, strict: false };
  const answer = /\breturn\s*=\s*"?(minimal|representation|OperationOutcome)\b/i.exec(said)?.[1]?.toLowerCase();
  return {
    answer: answer === 'operationoutcome' ? 'OperationOutcome' : (answer as 'minimal' | 'representation' | undefined),
    strict: /\bhandling\s*=\s*"?strict\b/i.test(said),
  };
}
