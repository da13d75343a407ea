/** Reads values out of FHIR resources, leniently: what a sender left out or wrote oddly is undefined, never a fault. */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';

export type Fhir = { readonly [element: string]: unknown };

export const asObject = (value: unknown): Fhir =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fhir) : {};
export const asList = (value: unknown): Fhir[] => (Array.isArray(value) ? value.map(asObject) : []);
export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A number as JSON has it, or as the record keeps one whose digits matter (JSON.rawJSON); never NaN or endless. */
export function asNumber(value: unknown): number | undefined {
  const raw = typeof value === 'object' && value !== null ? (value as { rawJSON?: unknown }).rawJSON : value;
  const number = typeof raw === 'number' ? raw : typeof raw === 'string' && raw !== '' ? Number(raw) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

const partial = /^\d{4}(?:-\d\d(?:-\d\d(?:T.*)?)?)?$/;

/** The instant of a FHIR date in ms; of a partial one its first instant. Undefined for what is no date. */
export function momentOf(value: unknown): number | undefined {
  const text = asText(value);
  if (text === undefined || !partial.test(text)) return undefined;
  const at = Date.parse(text.length === 4 ? `${text}-01-01` : text.length === 7 ? `${text}-01` : text);
  return Number.isNaN(at) ? undefined : at;
}

export interface Coding {
  readonly system: string;
  readonly code: string;
}

export const codingsOf = (concept: unknown): Coding[] =>
  asList(asObject(concept).coding).flatMap(({ system, code }) => {
    const text = asText(code);
    return text === undefined ? [] : [{ system: asText(system) ?? '', code: text }];
  });

export const hasCode = (concept: unknown, ...codes: string[]): boolean =>
  codingsOf(concept).some(({ code }) => codes.includes(code));

/** A concept in words: its text, else a display, else a code. */
export function wordsOf(concept: unknown): string {
  const { text, coding } = asObject(concept);
  const codings = asList(coding);
  return (
    asText(text) ??
    codings.map(({ display }) => asText(display)).find((one) => one !== undefined) ??
    codings.map(({ code }) => asText(code)).find((one) => one !== undefined) ??
    'bez nazwy'
  );
}

const systems = {
  icd10: [codeSystems.icd10, 'http://hl7.org/fhir/sid/icd-10', 'http://hl7.org/fhir/sid/icd-10-cm'],
  atc: [codeSystems.atc, 'http://www.whocc.no/atc'],
  icd9: [codeSystems.icd9pl, 'http://hl7.org/fhir/sid/icd-9-cm'],
  loinc: [codeSystems.loinc],
} as const;

/** Codes of a concept in one of the systems that rules speak. */
export const codesIn = (concept: unknown, system: keyof typeof systems): string[] =>
  codingsOf(concept).flatMap((one) => ((systems[system] as readonly string[]).includes(one.system) ? [one.code] : []));

export const referenceOf = (resource: Fhir): string =>
  `${asText(resource.resourceType) ?? 'Resource'}/${asText(resource.id) ?? ''}`;

/** The id that a reference leads to, when it leads to one of that type. */
export function idIn(reference: unknown, type: string): string | undefined {
  const text = asText(asObject(reference).reference);
  const [, id] = text?.match(new RegExp(`(?:^|/)${type}/([A-Za-z0-9.-]{1,64})(?:/|$)`)) ?? [];
  return id;
}
