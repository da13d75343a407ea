/**
 * A StructureDefinition that constrains a type, as far as it is read here.
 * https://hl7.org/fhir/R4/structuredefinition.html https://hl7.org/fhir/R4/elementdefinition.html
 */

export interface ProfileDefinition {
  resourceType: 'StructureDefinition';
  url: string;
  version?: string;
  name?: string;
  status?: string;
  type: string;
  kind: string;
  derivation?: string;
  baseDefinition?: string;
  context?: { type: string; expression: string }[];
  /** FHIRPath about the element that has the extension, which is %extension. */
  contextInvariant?: string[];
  extension?: { url: string; valueCanonical?: string }[];
  differential?: { element: ProfileElement[] };
  snapshot?: { element: ProfileElement[] };
  /** Value sets that bindings name by `#id`. */
  contained?: unknown[];
}

/** `fixed[x]`, `pattern[x]`, `minValue[x]`, `maxValue[x]` stand under names such as `fixedUri`. */
export interface ProfileElement {
  id?: string;
  path: string;
  sliceName?: string;
  min?: number;
  max?: string;
  slicing?: Slicing;
  type?: ElementType[];
  binding?: Binding;
  constraint?: Constraint[];
  maxLength?: number;
  isModifier?: boolean;
  contentReference?: string;
  extension?: { url: string; valueCode?: string; valueBoolean?: boolean; valueCanonical?: string }[];
  [other: string]: unknown;
}

export interface Slicing {
  discriminator?: Discriminator[];
  rules?: 'open' | 'closed' | 'openAtEnd';
  ordered?: boolean;
}

export interface Discriminator {
  type: 'value' | 'pattern' | 'exists' | 'type' | 'profile';
  path: string;
}

export interface ElementType {
  code: string;
  profile?: string[];
  _profile?: ({ extension?: { url: string; valueString?: string }[] } | null)[];
  targetProfile?: string[];
  aggregation?: string[];
  versioning?: string;
  extension?: { url: string; valueUrl?: string; valueUri?: string }[];
}

export interface Binding {
  strength: string;
  valueSet?: string;
  extension?: { url: string; valueCanonical?: string; extension?: { url: string; [value: string]: unknown }[] }[];
}

export interface Constraint {
  key: string;
  severity: 'error' | 'warning';
  human: string;
  expression?: string;
  source?: string;
}

/** https://hl7.org/fhir/extensions/StructureDefinition-narrative-language-control.html */
export const languageControl = 'http://hl7.org/fhir/StructureDefinition/narrative-language-control';

/** What an element says of the languages of its narrative; published definitions may hold anything. */
export function languageControls({ extension }: ProfileElement): string[] {
  const all = Array.isArray(extension) ? extension : [];
  return all.flatMap((one) => (one?.url === languageControl && typeof one.valueCode === 'string' ? one.valueCode : []));
}

const ofR5 = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.';
const valueControls = new Set([`${ofR5}mustHaveValue`, `${ofR5}valueAlternatives`]);

/** Extensions of an element that are read here; published definitions may hold anything. */
export function readExtensions({ extension }: ProfileElement): NonNullable<ProfileElement['extension']> {
  const all = Array.isArray(extension) ? extension : [];
  return all.filter((one) => one?.url === languageControl || valueControls.has(one?.url));
}

/**
 * What may stand in place of a primitive value: nothing (an empty list), or an extension of these; undefined when the
 * element says nothing. R5 brought it, and R4 carries it as extensions.
 * https://hl7.org/fhir/R5/elementdefinition-definitions.html#ElementDefinition.mustHaveValue
 */
export function valueAlternatives(element: ProfileElement): string[] | undefined {
  const alternatives = readExtensions(element).flatMap(({ url, valueCanonical }) =>
    url === `${ofR5}valueAlternatives` && typeof valueCanonical === 'string' ? withoutVersion(valueCanonical) : [],
  );
  if (alternatives.length > 0) return alternatives;
  const isDemanded = readExtensions(element).some(({ url, valueBoolean }) => {
    return url === `${ofR5}mustHaveValue` && valueBoolean === true;
  });
  return isDemanded ? [] : undefined;
}

/** https://hl7.org/fhir/extensions/StructureDefinition-structuredefinition-imposeProfile.html */
export const imposeProfile = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile';

/** The extensions that say which other profiles must be fitted too; published definitions may hold anything. */
export function imposingExtensions({ extension }: ProfileDefinition): { url: string; valueCanonical: string }[] {
  const all = Array.isArray(extension) ? extension : [];
  return all.flatMap((one) => {
    const isImposing = one?.url === imposeProfile && typeof one.valueCanonical === 'string';
    return isImposing ? [{ url: one.url, valueCanonical: one.valueCanonical as string }] : [];
  });
}

/** The address without the version that may follow it. */
export function withoutVersion(canonical: string): string {
  const bar = canonical.indexOf('|');
  return bar < 0 ? canonical : canonical.slice(0, bar);
}
