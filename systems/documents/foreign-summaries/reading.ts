/** Reads foreign resources leniently: what a sender got wrong is undefined, never a fault of ours. */
import { createHash } from 'node:crypto';
import { isNumber, numberText } from '#libs/fhir/json.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { Code } from './model.ts';
import { inLine } from './narrative.ts';

export type Json = { readonly [element: string]: unknown };

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumber(value);
/** The objects of an element, also where somebody wrote one instead of a list. */
export const objects = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;
export const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) => text(one) ?? []);

/** One name for each code system that has several. */
const aliases: Readonly<Record<string, string>> = {
  'http://hl7.org/fhir/sid/icd-10': codeSystems.icd10,
  'http://hl7.org/fhir/sid/icd-10-pl': codeSystems.icd10,
  'urn:oid:2.16.840.1.113883.6.3.1': codeSystems.icd10,
  'http://www.whocc.no/atc': codeSystems.atc,
  'urn:oid:2.16.840.1.113883.6.96': codeSystems.snomed,
  'urn:oid:2.16.840.1.113883.6.1': codeSystems.loinc,
};
export const systemName = (system: string): string => aliases[system] ?? system;

const otherKnown: ReadonlySet<string> = new Set([
  ...Object.values(codeSystems),
  'http://hl7.org/fhir/sid/icd-9-cm',
  'http://hl7.org/fhir/sid/icd-11',
  'http://id.who.int/icd/release/11/mms',
  'http://www.nlm.nih.gov/research/umls/rxnorm',
  'http://hl7.org/fhir/sid/cvx',
  'http://standardterms.edqm.eu',
  'https://spor.ema.europa.eu/v1/SubstanceDefinition',
  'urn:iso:std:iso:3166',
  'urn:iso:std:iso:11073:10101',
  'urn:ietf:bcp:47',
]);
/** HL7's own systems are known, and those by which care is coded in Europe; anything else is named to the reader. */
export const isKnownSystem = (system: string): boolean =>
  otherKnown.has(systemName(system)) ||
  system.startsWith('http://terminology.hl7.org/') ||
  system.startsWith('http://hl7.org/fhir/');

export const codesOf = (concept: unknown): Code[] =>
  objects(objects(concept)[0]?.coding).map(({ system, code, display }) => {
    const [name, value, words] = [text(system), text(code), inLine(display)];
    return {
      ...(name ? { system: inLine(name, 200) } : {}),
      ...(value ? { code: inLine(value, 100) } : {}),
      ...(words ? { display: words } : {}),
      known: name !== undefined && isKnownSystem(name),
    };
  });

/** The words of a concept: its text, the display of a coding, the bare code. */
export function wordsOf(concept: unknown): string | undefined {
  const [one] = objects(concept);
  const codes = codesOf(concept);
  const words = inLine(one?.text) || codes.find(({ display }) => display)?.display;
  return words ?? codes.find(({ code }) => code)?.code;
}

/** `system|code` under the one name of each system. */
export const tokenOf = ({ system, code }: Code): string | undefined =>
  system && code ? `${systemName(system)}|${code}` : undefined;

/** A FHIR date or instant of any precision; undefined for what is none. */
export function dateIn(value: unknown): string | undefined {
  const [said] = texts(value);
  return said !== undefined && /^\d{4}(-\d\d(-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?)?)?$/.test(said) ? said : undefined;
}

/** A quantity in words: `113 mm[Hg]`. */
export function quantityWords(value: unknown): string | undefined {
  const [one] = objects(value);
  const amount = one?.value;
  if (!isNumber(amount)) return undefined;
  const unit = inLine(one?.unit, 40) || inLine(one?.code, 40);
  return [inLine(one?.comparator, 2), numberText(amount), unit].filter(Boolean).join(' ');
}

/** Folded for comparing: no case, no accents, no signs. */
export const folded = (words: string): string =>
  words
    .replace(/[łŁ]/g, 'l')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
