/** What the client can read and what it sends: JSON or XML. https://hl7.org/fhir/R4/http.html#mime-type */
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../refusal/refusal.ts';

export type Format = 'json' | 'xml';

export const fhirJson = 'application/fhir+json; charset=utf-8';
export const fhirXml = 'application/fhir+xml; charset=utf-8';

/** Names of the formats in Accept, Content-Type and _format; those of earlier versions and of plain tools too. */
const formats: ReadonlyMap<string, Format> = new Map([
  ...['application/fhir+json', 'application/json', 'application/json+fhir', 'text/json'].map(
    (name): [string, Format] => [name, 'json'],
  ),
  ...['application/fhir+xml', 'application/xml', 'application/xml+fhir', 'text/xml'].map((name): [string, Format] => [
    name,
    'xml',
  ]),
]);
const shortNames: ReadonlyMap<string, Format> = new Map([...formats, ['json', 'json'], ['xml', 'xml']]);
const anything = new Set(['*/*', 'application/*']);

/** `application/fhir+json; fhirVersion=4.0; q=0.5` → its name and weight, 0 when it asks for another version of FHIR. */
function rangeOf(media: string): { name: string; weight: number } {
  const [name = '', ...parameters] = media.split(';').map((part) => part.trim().toLowerCase());
  let weight = 1;
  for (const parameter of parameters) {
    if (parameter.startsWith('q=')) weight = Number(parameter.slice(2)) || 0;
    else if (parameter.startsWith('fhirversion=') && !/^fhirversion="?4\.0/.test(parameter)) return { name, weight: 0 };
  }
  return { name, weight };
}

/** What a form or an address asked for, where that is known later than the headers are. */
const chosen = new WeakMap<FastifyRequest, Format>();

/** The format that the answer has; JSON where the client asks for none that is written here. */
export function formatOf(request: FastifyRequest): Format {
  const { accept } = request.headers;
  if (!request.raw.url?.includes('_format=') && !chosen.has(request)) {
    if (accept === 'application/fhir+json' || (accept === undefined && request.method === 'GET')) return 'json';
  }
  const known = chosen.get(request);
  if (known) return known;
  const query = request.raw.url?.split('?')[1];
  const format = query === undefined ? null : new URLSearchParams(query).get('_format');
  return (format === null ? accepted(request) : named(format)) ?? 'json';
}

function named(format: string): Format | undefined {
  const { name, weight } = rangeOf(format.replaceAll(' ', '+'));
  return weight > 0 ? shortNames.get(name) : undefined;
}

/** By the weights of Accept; of two that are equal the first. Whoever takes anything gets what he sends. */
function accepted(request: FastifyRequest): Format | undefined {
  const { accept = '*/*', 'content-type': sent = '' } = request.headers;
  const usual = formats.get(rangeOf(sent).name) ?? 'json';
  let best: { format: Format; weight: number } | undefined;
  const refused = new Set<Format>();
  for (const { name, weight } of accept.split(',').map(rangeOf)) {
    const format = formats.get(name) ?? (anything.has(name) ? usual : undefined);
    if (format && weight === 0) refused.add(format);
    if (format && weight > (best?.weight ?? 0)) best = { format, weight };
  }
  if (!best || !refused.has(best.format)) return best?.format;
  const other = best.format === 'json' ? 'xml' : 'json';
  return /\*\/\*|application\/\*/.test(accept) && !refused.has(other) ? other : undefined;
}

/** @throws Refusal `not-acceptable` when the client reads neither. `_format` goes before Accept. */
export function demandReadable(request: FastifyRequest, query: URLSearchParams | undefined): void {
  if (query === undefined && (request.headers.accept ?? 'application/fhir+json') === 'application/fhir+json') return;
  const asked = query?.get('_format') ?? undefined;
  const format = asked === undefined ? (chosen.get(request) ?? accepted(request)) : named(asked);
  if (format) {
    if (asked !== undefined) chosen.set(request, format);
    return;
  }
  throw new Refusal(
    'not-acceptable',
    'unsupported-format',
    asked === undefined
      ? 'This server writes JSON and XML. Send Accept: application/fhir+json or application/fhir+xml.'
      : 'This server writes JSON and XML: say _format=json or _format=xml, or leave _format out.',
  );
}

/** @throws Refusal `unsupported-media` for a body that is neither JSON nor XML of FHIR, nor of a type in `also`. */
export function demandFhir({ headers }: FastifyRequest, ...also: string[]): void {
  const sent = headers['content-type'];
  if (sent === undefined || sent === '') {
    throw new Refusal(
      'unsupported-media',
      'no-content-type',
      'Say what the body is: Content-Type: application/fhir+json or application/fhir+xml.',
    );
  }
  const { name, weight } = rangeOf(sent);
  if (weight === 0 || (!formats.has(name) && !also.includes(name))) {
    const known = [...also, 'application/fhir+json', 'application/fhir+xml'].join(' or ');
    throw new Refusal('unsupported-media', 'unsupported-media', `Send ${known}. Other formats are not read here.`);
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
