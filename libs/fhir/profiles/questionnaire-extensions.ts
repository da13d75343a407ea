/**
 * Extensions of questions that say what answers there may be: those of R4's core, and of Structured Data Capture.
 * https://hl7.org/fhir/R4/questionnaire-profiles.html#extensions http://hl7.org/fhir/uv/sdc/
 */
type Json = { [name: string]: unknown };

const core = 'http://hl7.org/fhir/StructureDefinition/';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/';

/** Extensions by the name under which they are asked for here. */
const urls = {
  minLength: `${core}minLength`,
  regex: `${core}regex`,
  minValue: `${core}minValue`,
  maxValue: `${core}maxValue`,
  minQuantity: `${sdc}sdc-questionnaire-minQuantity`,
  maxQuantity: `${sdc}sdc-questionnaire-maxQuantity`,
  maxDecimalPlaces: `${core}maxDecimalPlaces`,
  maxSize: `${core}maxSize`,
  mimeType: `${core}mimeType`,
  minOccurs: `${core}questionnaire-minOccurs`,
  maxOccurs: `${core}questionnaire-maxOccurs`,
  unitOption: `${core}questionnaire-unitOption`,
  unitValueSet: `${core}questionnaire-unitValueSet`,
  unitOpen: `${sdc}sdc-questionnaire-unitOpen`,
  referenceResource: `${core}questionnaire-referenceResource`,
  referenceProfile: `${core}questionnaire-referenceProfile`,
  optionExclusive: `${core}questionnaire-optionExclusive`,
  constraint: `${core}questionnaire-constraint`,
  targetConstraint: `${core}targetConstraint`,
  variable: `${core}variable`,
  enableWhenExpression: `${sdc}sdc-questionnaire-enableWhenExpression`,
  // The forerunner of that, of Finland's personal health record: a text in FHIRPath about the response.
  enableWhenText: 'http://phr.kanta.fi/StructureDefinition/fiphr-ext-questionnaire-enablewhen',
} as const;

export type QuestionExtension = keyof typeof urls;

const heeded: ReadonlySet<unknown> = new Set(Object.values(urls));
/** Is it one of these extensions? */
export const isHeeded = (url: string): boolean => heeded.has(url);

const isObject = (one: unknown): one is Json => typeof one === 'object' && one !== null;

/** What is read of the extensions of a questionnaire, a question or an option; undefined when that is nothing. */
export function heededExtensions({ extension }: Json): Json[] | undefined {
  const kept = extensionsIn(extension).filter(({ url }) => heeded.has(url));
  return kept.length > 0 ? kept : undefined;
}

/** The extensions of that name. */
export function extensionsOf({ extension }: Json, name: QuestionExtension): Json[] {
  if (extension === undefined) return [];
  return extensionsIn(extension).filter(({ url }) => url === urls[name]);
}

const extensionsIn = (list: unknown): Json[] => (Array.isArray(list) ? list.filter(isObject) : []);

/** Values of the extensions of that name; those that are only calculated are not there. */
export function extensionValues(holder: Json, name: QuestionExtension): unknown[] {
  return extensionsOf(holder, name).flatMap((one) => {
    const key = Object.keys(one).find((key) => /^value[A-Z]/.test(key));
    return key === undefined ? [] : [one[key]];
  });
}

/** Part of an extension that has several: `key` of a constraint. */
export function partOf(extension: Json, name: string): unknown {
  const part = extensionsIn(extension.extension).find(({ url }) => url === name);
  const key = part && Object.keys(part).find((one) => /^value[A-Z]/.test(one));
  return part && key ? part[key] : undefined;
}
