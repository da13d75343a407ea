/** Texts. http://hl7.org/fhirpath/N1/#string-manipulation Regular expressions run in time linear to the text (RE2). */
import { RE2JS } from 're2js';
import type { Call, FunctionTable } from '../call.ts';
import { oneText } from '../operators.ts';
import { cannot } from '../refused.ts';
import { boolean, type Item, number, string, toSystem } from '../values.ts';
import { textArgument, wholeArgument } from './arguments.ts';

/** A function of a text; nothing comes of nothing. */
function of(
  gives: string,
  most: number,
  work: (text: string, call: Call) => readonly Item[],
  least = most,
): FunctionTable[string] {
  return {
    arguments: [least, most],
    takes: 'text',
    gives,
    run: (call) => {
      const text = oneText(call.input);
      if (text === undefined) return [];
      call.evaluator.spend(text.length >> 6);
      return work(text, call);
    },
  };
}

/** A function of a text and a text; nothing where the second is nothing. */
const withText = (gives: string, work: (text: string, other: string, call: Call) => readonly Item[], most = 1) =>
  of(
    gives,
    most,
    (text, call) => {
      const other = textArgument(call, 0);
      return other === undefined ? [] : work(text, other, call);
    },
    1,
  );

/** Places and lengths count characters, not halves of them. http://hl7.org/fhirpath/#unicode-and-string-operations */
const hasPairs = (text: string): boolean => /[\ud800-\udbff][\udc00-\udfff]/.test(text);
const lengthOf = (text: string): number => (hasPairs(text) ? [...text].length : text.length);
const placeOf = (text: string, at: number): number => (at <= 0 ? at : lengthOf(text.slice(0, at)));

const longestPattern = 1000;
const compiled = new Map<string, RE2JS>();

/** Flags of the argument at `place`: `i` ignores case, `m` lets ^ and $ mean lines. http://hl7.org/fhirpath/#fn-matches */
function flagsOf(call: Call, place: number): number {
  const text = textArgument(call, place) ?? '';
  if (!/^[im]*$/.test(text)) throw cannot("Flags of a pattern are 'i' and 'm'.");
  return RE2JS.DOTALL | (text.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) | (text.includes('m') ? RE2JS.MULTILINE : 0);
}

function expression(pattern: string, text: string, call: Call, place = 1): RE2JS {
  const { evaluator } = call;
  if (pattern.length > longestPattern) throw cannot(`A pattern may have ${longestPattern} characters.`);
  evaluator.spend((text.length * pattern.length) >> 8);
  const flags = flagsOf(call, place);
  const key = `${flags} ${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  try {
    const made = RE2JS.compile(pattern, flags);
    if (compiled.size >= 100) compiled.clear();
    compiled.set(key, made);
    return made;
  } catch {
    throw cannot('The pattern is no regular expression that runs in linear time (RE2).');
  }
}

function substring(text: string, call: Call): readonly Item[] {
  const start = wholeArgument(call, 0);
  const characters = hasPairs(text) ? [...text] : text;
  if (start === undefined || start < 0 || start >= characters.length) return [];
  const length = wholeArgument(call, 1);
  const part = characters.slice(start, length === undefined ? undefined : start + Math.max(0, length));
  return [string(typeof part === 'string' ? part : part.join(''))];
}

function replace(text: string, call: Call): readonly Item[] {
  const [pattern, put] = [textArgument(call, 0), textArgument(call, 1)];
  if (pattern === undefined || put === undefined) return [];
  const count = pattern === '' ? text.length + 1 : text.split(pattern).length - 1;
  call.evaluator.spend((count * put.length) >> 6);
  if (pattern === '') return call.evaluator.text(text === '' ? put : `${put}${[...text].join(put)}${put}`);
  return call.evaluator.text(text.split(pattern).join(put));
}

function replaceMatches(text: string, call: Call): readonly Item[] {
  const [pattern, put] = [textArgument(call, 0), textArgument(call, 1)];
  if (pattern === undefined || put === undefined) return [];
  if (pattern === '') return [string(text)];
  const found = expression(pattern, text, call, 2).matcher(text);
  call.evaluator.spend((text.length * put.length) >> 6);
  try {
    return call.evaluator.text(found.replaceAll(put, true));
  } catch (error) {
    if ((error as Error).name === 'FhirPathRefused') throw error;
    throw cannot('The replacement names a group that the pattern has not.');
  }
}

function encode(text: string, form: string): string | undefined {
  const bytes = Buffer.from(text, 'utf8');
  if (form === 'ascii') return text.replace(/[^\0-\x7f]/gu, '?');
  if (form === 'hex') return bytes.toString('hex');
  if (form === 'base64') return bytes.toString('base64');
  return form === 'urlbase64' ? bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_') : undefined;
}

/** Nothing comes of what is not so encoded, or no UTF-8. http://hl7.org/fhirpath/#decodeformat--string--string */
function decode(text: string, form: string): string | undefined {
  const isHex = form === 'hex' && /^(?:[0-9a-fA-F]{2})*$/.test(text);
  if (isHex) return utf8(Buffer.from(text, 'hex'));
  if (form === 'base64' && /^[A-Za-z0-9+/]*={0,2}$/.test(text)) return utf8(Buffer.from(text, 'base64'));
  const isUrl = form === 'urlbase64' && /^[\w-]*={0,2}$/.test(text);
  return isUrl ? utf8(Buffer.from(text, 'base64url')) : undefined;
}

function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const html: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const fromHtml = new Map(Object.entries(html).map(([sign, entity]) => [entity, sign]));

function escape(text: string, form: string): string | undefined {
  if (form === 'html') return text.replace(/[&<>"']/g, (sign) => html[sign] as string);
  return form === 'json' ? JSON.stringify(text).slice(1, -1) : undefined;
}

function unescape(text: string, form: string): string | undefined {
  if (form === 'html') return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => fromHtml.get(entity) as string);
  return form === 'json' ? text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, fromJson) : undefined;
}

const shortForms: { readonly [letter: string]: string } = { n: '\n', r: '\r', t: '\t', f: '\f', b: '\b' };

const fromJson = (_: string, hex: string | undefined, letter: string): string =>
  hex === undefined ? (shortForms[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16));

const coded = (work: (text: string, form: string) => string | undefined) =>
  withText('String', (text, form, call) => {
    const result = work(text, form);
    return result === undefined ? [] : call.evaluator.text(result);
  });

function join(call: Call): readonly Item[] {
  const parts = call.input.map((item) => {
    const system = toSystem(item);
    if (system?.type !== 'System.String') throw cannot('join() is for texts.');
    return system.value as string;
  });
  const between = call.args.length === 0 ? '' : (textArgument(call, 0) ?? '');
  return parts.length === 0 ? [] : call.evaluator.text(parts.join(between));
}

export const texts: FunctionTable = {
  indexOf: withText('Integer', (text, part) => [number(placeOf(text, text.indexOf(part)))]),
  lastIndexOf: withText('Integer', (text, part) => [number(placeOf(text, text.lastIndexOf(part)))]),
  substring: of('String', 2, substring, 1),
  startsWith: withText('Boolean', (text, part) => [boolean(text.startsWith(part))]),
  endsWith: withText('Boolean', (text, part) => [boolean(text.endsWith(part))]),
  contains: withText('Boolean', (text, part) => [boolean(text.includes(part))]),
  upper: of('String', 0, (text, { evaluator }) => evaluator.text(text.toUpperCase())),
  lower: of('String', 0, (text, { evaluator }) => evaluator.text(text.toLowerCase())),
  replace: of('String', 2, replace),
  matches: withText(
    'Boolean',
    (text, pattern, call) => [boolean(expression(pattern, text, call).matcher(text).find())],
    2,
  ),
  matchesFull: withText(
    'Boolean',
    (text, pattern, call) => [boolean(expression(pattern, text, call).matcher(text).matches())],
    2,
  ),
  replaceMatches: of('String', 3, replaceMatches, 2),
  length: of('Integer', 0, (text) => [number(lengthOf(text))]),
  toChars: of('String', 0, (text, { evaluator }) => {
    if (text.length > evaluator.environment.limits.items) throw cannot('The text has too many characters.');
    return [...text].map(string);
  }),
  // Blanks as FHIRPath has them. http://hl7.org/fhirpath/N1/#whitespace
  trim: of('String', 0, (text) => [string(text.replace(/^[ \t\r\n]+/, '').replace(/(?<![ \t\r\n])[ \t\r\n]+$/, ''))]),
  split: withText('String', (text, by, { evaluator }) => {
    evaluator.spend(text.length >> 2);
    return text.split(by).map(string);
  }),
  join: { arguments: [0, 1], gives: 'String', run: join },
  encode: coded(encode),
  decode: coded(decode),
  escape: coded(escape),
  unescape: coded(unescape),
};
