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
/** How much a range says that means all formats. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1 */
const anything: ReadonlyMap<string, number> = new Map([
  ['*/*', 0],
  ['application/*', 1],
]);
const exactly = 2;

interface Range {
  readonly name: string;
  readonly weight: number;
  /** For another version of FHIR: nothing that is read or written here. */
  readonly foreign: boolean;
}

/** `application/fhir+json; fhirVersion=4.0; q=0.5` → its name and weight. */
function rangeOf(media: string): Range {
  const [name = '', ...parameters] = media.split(';').map((part) => part.trim().toLowerCase());
  let weight = 1;
  let foreign = false;
  for (const parameter of parameters) {
    if (parameter.startsWith('q=')) weight = Number(parameter.slice(2)) || 0;
    else if (parameter.startsWith('fhirversion=') && !/^fhirversion="?4\.0/.test(parameter)) foreign = true;
  }
  return { name, weight, foreign };
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
  return (format ? named(format) : accepted(request)) ?? 'json';
}

function named(format: string): Format | undefined {
  const { name, weight, foreign } = rangeOf(format.replaceAll(' ', '+'));
  return weight > 0 && !foreign ? shortNames.get(name) : undefined;
}

/**
 * By the weights of Accept, of which the most specific that names a format counts; of two that are equal the first.
 * Whoever takes anything gets what he sends.
 */
function accepted(request: FastifyRequest): Format | undefined {
  const { accept, 'content-type': sent = '' } = request.headers;
  const ranges = (accept || '*/*')
    .split(',')
    .map(rangeOf)
    .filter(({ foreign }) => !foreign);
  const usual = formats.get(rangeOf(sent).name) ?? 'json';
  const other = usual === 'json' ? 'xml' : 'json';
  const [one, two] = [wishFor(usual, ranges), wishFor(other, ranges)];
  if (one.weight === 0 && two.weight === 0) return undefined;
  if (one.weight !== two.weight) return one.weight > two.weight ? usual : other;
  return two.place < one.place ? other : usual;
}

/** How much a format is wanted, and where that is said. */
function wishFor(format: Format, ranges: readonly Range[]): { weight: number; place: number } {
  let best = { weight: 0, place: ranges.length, says: -1 };
  ranges.forEach(({ name, weight }, place) => {
    const says = formats.get(name) === format ? exactly : (anything.get(name) ?? -1);
    if (says > best.says || (says === best.says && says >= 0 && weight > best.weight)) best = { weight, place, says };
  });
  return best;
}

/** @throws Refusal `not-acceptable` when the client reads neither. `_format` goes before Accept. */
export function demandReadable(request: FastifyRequest, query: URLSearchParams | undefined): void {
  if (query === undefined && (request.headers.accept ?? 'application/fhir+json') === 'application/fhir+json') return;
  // A parameter without a value is as good as none.
  const asked = query?.get('_format') || undefined;
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
  const { name, foreign } = rangeOf(sent);
  if (foreign || (!formats.has(name) && !also.includes(name))) {
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
  const answer = /(?:^|[,;\s])return\s*=\s*"?(minimal|representation|OperationOutcome)\b/i
    .exec(said)?.[1]
    ?.toLowerCase();
  return {
    answer: answer === 'operationoutcome' ? 'OperationOutcome' : (answer as 'minimal' | 'representation' | undefined),
    strict: /(?:^|[,;\s])handling\s*=\s*"?strict\b/i.test(said),
  };
}
