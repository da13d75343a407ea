/**
 * What extensions of a question say of an answer's value: its length, form, size, unit and target.
 * https://hl7.org/fhir/R4/questionnaire-profiles.html#extensions
 */
import type { Definitions, QuestionnaireItem } from '../profiles/definitions.ts';
import { isNumber, numberText, type RawJson, toNumber } from '../json.ts';
import { linear } from '../profiles/instantiate.ts';
import { extensionsOf, extensionValues, type QuestionExtension } from '../profiles/questionnaire-extensions.ts';
import { limitProblem } from './profile-limits.ts';
import type { ProfileCheck } from './profile-check.ts';
import { membership } from './profile-bindings.ts';
import { typeOfTarget } from './profile-paths.ts';
import type { Json } from './profile-rules.ts';
import { lengthOf, listedSet, type Problem } from './questionnaire-answers.ts';

/** Who measures in megabytes may mean the larger ones. */
const megabyte = 1024 * 1024;

/** What is wrong with the value of an answer by the extensions of its question; undefined when nothing is. */
export function limitOf(
  question: QuestionnaireItem,
  value: unknown,
  check: ProfileCheck,
  definitions: Definitions,
  contained: readonly Json[],
): Problem | undefined {
  if (question.extension === undefined) return undefined;
  const item = question as unknown as Json;
  if (typeof value === 'string') return textProblem(item, value, check) ?? rangeProblem(item, value);
  if (isNumber(value)) return placesProblem(item, value) ?? rangeProblem(item, value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (question.type === 'attachment') return attachmentProblem(item, value as Json);
  if (question.type === 'reference') return targetProblem(item, value as Json, check);
  if (question.type !== 'quantity') return undefined;
  return unitProblem(item, value as Json, check, definitions, contained) ?? rangeProblem(item, value);
}

function textProblem(item: Json, value: string, check: ProfileCheck): Problem | undefined {
  const least = numberOf(item, 'minLength');
  const length = lengthOf(value);
  if (least !== undefined && length < least) {
    return { code: 'value', says: `The answer must have ${least} characters at least, it has ${length}.` };
  }
  const [pattern] = extensionValues(item, 'regex');
  if (typeof pattern !== 'string' || fits(pattern, value, check)) return undefined;
  return { code: 'value', says: `The answer has not the form that is asked for: ${pattern.slice(0, 200)}` };
}

/** A pattern that does not run in linear time refuses nothing. */
function fits(pattern: string, value: string, check: ProfileCheck): boolean {
  check.spend(1 + ((pattern.length * value.length) >> 3));
  return pattern.length > 1000 || linear(pattern)?.matcher(value).matches() !== false;
}

function placesProblem(item: Json, value: number | RawJson): Problem | undefined {
  const most = numberOf(item, 'maxDecimalPlaces');
  const [digits = '', exponent = '0'] = numberText(value).toLowerCase().split('e');
  const places = Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent));
  if (most === undefined || places <= most) return undefined;
  return { code: 'value', says: `The answer may have ${most} decimal places, it has ${places}.` };
}

const kinds = [
  ['minValue', 'least'],
  ['minQuantity', 'least'],
  ['maxValue', 'most'],
  ['maxQuantity', 'most'],
] as const;

function rangeProblem(item: Json, value: unknown): Problem | undefined {
  for (const [name, kind] of kinds) {
    for (const limit of extensionValues(item, name)) {
      const says = limitProblem(value, limit, kind);
      if (says) return { code: 'value', says: says.replace('The profile', 'The question') };
    }
  }
  return undefined;
}

function attachmentProblem(item: Json, { contentType, size, data }: Json): Problem | undefined {
  const types = extensionValues(item, 'mimeType').map((type) => String(type).toLowerCase());
  if (types.length > 0 && typeof contentType === 'string' && !types.some((type) => isOfType(contentType, type))) {
    return { code: 'value', says: `The question takes ${types.join(', ')}; this is ${contentType.slice(0, 100)}.` };
  }
  const most = numberOf(item, 'maxSize');
  const carried = typeof data === 'string' ? Math.floor((data.replace(/[\s=]+/g, '').length * 3) / 4) : 0;
  const bytes = Math.max(carried, isNumber(size) ? toNumber(size) : 0);
  if (most === undefined || bytes <= most * megabyte) return undefined;
  return { code: 'too-long', says: `The question takes ${most} MB, this has ${(bytes / megabyte).toFixed(2)} MB.` };
}

/** Parameters such as charset make no other type; `image/*` means all of that kind. */
function isOfType(contentType: string, wanted: string): boolean {
  const given = contentType.toLowerCase().replace(/\s*;.*$/, '');
  const plain = wanted.replace(/\s*;.*$/, '');
  return given === plain || (plain.endsWith('/*') && given.startsWith(plain.slice(0, -1)));
}

function targetProblem(item: Json, value: Json, check: ProfileCheck): Problem | undefined {
  const types = extensionValues(item, 'referenceResource').map(String);
  const found = check.resolve(value.reference);
  const type = found ? String(found.resourceType) : typeOfTarget(value.reference, value);
  if (types.length > 0 && type !== undefined && !types.includes(type) && !types.includes('Resource')) {
    return { code: 'value', says: `The question asks for ${types.join(', ')}; this points to ${type}.` };
  }
  const profiles = extensionValues(item, 'referenceProfile').map(String);
  const core = profiles.map((url) => check.world.coreType(url));
  const isKnown = profiles.every((url, at) => core[at] !== undefined || typeof check.world.profile(url) === 'function');
  if (profiles.length === 0 || !isKnown) return undefined;
  const targets = profiles.map((url, at) => {
    const of = core[at] ?? check.world.constrained(url);
    return { url, core: core[at] !== undefined, ...(of === undefined ? {} : { type: of }) };
  });
  if (check.passes(() => check.refersTo(value, targets))) return undefined;
  return { code: 'value', says: `What this points to does not fit ${profiles.join(', ').slice(0, 300)}.` };
}

/** Either options or a value set; in the absence of both any unit is valid. */
function unitProblem(
  item: Json,
  { system, code, unit }: Json,
  check: ProfileCheck,
  definitions: Definitions,
  contained: readonly Json[],
): Problem | undefined {
  const options = extensionValues(item, 'unitOption') as Json[];
  const [set] = extensionValues(item, 'unitValueSet');
  const isOpen = extensionValues(item, 'unitOpen').some((one) => one !== 'optionsOnly');
  if (isOpen || (code === undefined && unit === undefined)) return undefined;
  if (options.length === 0 && typeof set !== 'string') return undefined;
  const isOffered = options.some((option) =>
    code === undefined
      ? unit === option.display || unit === option.code
      : code === option.code && (system === undefined || option.system === undefined || system === option.system),
  );
  if (isOffered) return undefined;
  if (typeof set === 'string') {
    // By its words alone nobody can say whether a unit is in a set.
    if (code === undefined) return undefined;
    const known = membership({ system, code }, set, listedSet(set, contained, definitions), check.world.vocabulary);
    if (known !== 'no') return undefined;
  }
  const shown = String(code ?? unit).slice(0, 60);
  return { code: 'code-invalid', says: `The unit "${shown}" is none of those that the question offers.` };
}

function numberOf(item: Json, name: QuestionExtension): number | undefined {
  const [value] = extensionValues(item, name);
  return isNumber(value) ? toNumber(value) : undefined;
}

/** How many answers (or, of a group, occurrences) there may be. */
export function occurrenceProblem(question: QuestionnaireItem, count: number, isFinished: boolean): string | undefined {
  if (question.extension === undefined) return undefined;
  const item = question as unknown as Json;
  const [least = 0, most = Number.POSITIVE_INFINITY] = [numberOf(item, 'minOccurs'), numberOf(item, 'maxOccurs')];
  const shown = question.linkId.slice(0, 100);
  if (count > most) return `The item "${shown}" may be answered ${most} times, it is ${count} times.`;
  // What nobody has to answer may be left out altogether.
  if (!isFinished || count === 0 || count >= least) return undefined;
  return `The item "${shown}" has to be answered ${least} times, it is ${count} times.`;
}

/** Of several answers none may be an option that excludes the others. */
export function isExclusive(option: Json): boolean {
  return extensionsOf(option, 'optionExclusive').some(({ valueBoolean }) => valueBoolean === true);
}
