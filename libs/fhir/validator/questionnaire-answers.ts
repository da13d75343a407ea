/** Is an answer one that its question allows? https://hl7.org/fhir/R4/questionnaire.html */
import { ValueSets } from '../compiler/value-sets.ts';
import type { CodeSystem, ValueSet } from '../compiler/definitions.ts';
import { isNumber, numberText, toNumber } from '../json.ts';
import type { Definitions, QuestionnaireItem } from '../profiles/definitions.ts';
import { membership } from './profile-bindings.ts';
import type { Json } from './profile-rules.ts';
import { sameAnswer, valueOf } from './questionnaire-enabled.ts';
import { listOf } from './scope.ts';
import type { BoundSet, Vocabulary } from './terminology.ts';

/** Elements of an answer by the type of the item; choices may offer other types too. */
const forms: { readonly [type: string]: readonly string[] } = {
  boolean: ['valueBoolean'],
  decimal: ['valueDecimal'],
  integer: ['valueInteger'],
  date: ['valueDate'],
  dateTime: ['valueDateTime'],
  time: ['valueTime'],
  string: ['valueString'],
  text: ['valueString'],
  url: ['valueUri'],
  choice: ['valueCoding'],
  'open-choice': ['valueCoding', 'valueString'],
  attachment: ['valueAttachment'],
  reference: ['valueReference'],
  quantity: ['valueQuantity'],
};

/** What is wrong, in words. */
export interface Problem {
  readonly code: string;
  readonly says: string;
}

/** Characters, not the halves of which some are made. */
export const lengthOf = (text: string): number => (/[\ud800-\udfff]/.test(text) ? [...text].length : text.length);

/** Elements that may hold an answer to the question: `valueCoding`. */
export function formsOf({ type, answerOption }: QuestionnaireItem): string[] {
  const own = Object.hasOwn(forms, type) ? (forms[type] as readonly string[]) : [];
  const offered = listOf(answerOption).flatMap((option) =>
    Object.keys(option).filter((key) => /^value[A-Z]/.test(key)),
  );
  return [...new Set([...own, ...offered])];
}

/** What is wrong with an answer by R4's own rules; undefined when nothing is. */
export function answerProblem(
  question: QuestionnaireItem,
  answer: Json,
  definitions: Definitions,
  contained: readonly Json[],
  vocabulary: Vocabulary,
): Problem | undefined {
  const form = Object.keys(answer).find((key) => /^value[A-Z]/.test(key));
  if (form === undefined) return undefined;
  const { type, maxLength, answerValueSet } = question;
  const value = valueOf(answer, 'value');
  const options = listOf(question.answerOption);
  const allowed = formsOf(question);
  if (!allowed.includes(form)) {
    return { code: 'value', says: `A question of type ${type} is answered by ${allowed.join(' or ')}.` };
  }
  const length = typeof value === 'string' ? lengthOf(value) : isNumber(value) ? numberText(value).length : 0;
  if (isNumber(maxLength) && length > toNumber(maxLength)) {
    return { code: 'too-long', says: `The answer may have ${numberText(maxLength)} characters, it has ${length}.` };
  }
  // An open choice may be answered by a text of one's own; else what is offered are the permitted answers.
  if (type === 'open-choice' && form === 'valueString') return undefined;
  if (options.length > 0 && !options.some((option) => sameAnswer(value, valueOf(option, 'value')))) {
    return { code: 'code-invalid', says: 'The answer is none of those that the question offers.' };
  }
  if (typeof answerValueSet !== 'string' || form !== 'valueCoding') return undefined;
  const set = listedSet(answerValueSet, contained, definitions);
  // A set that is contained is nobody's outside.
  const isHere = set !== undefined || !answerValueSet.startsWith('#');
  if (!isHere || membership(value, answerValueSet, set, vocabulary) !== 'no') return undefined;
  return { code: 'code-invalid', says: `The answer is not in ${answerValueSet.slice(0, 200)}.` };
}

/** The codes of a value set, known or contained; undefined when they cannot be listed. */
export function listedSet(url: string, contained: readonly Json[], definitions: Definitions): BoundSet | undefined {
  return url.startsWith('#') ? containedSet(url.slice(1), contained, definitions) : definitions.codesOf(url);
}

function containedSet(id: string, contained: readonly Json[], definitions: Definitions): BoundSet | undefined {
  const set = contained.find((one) => one.resourceType === 'ValueSet' && one.id === id) as unknown as ValueSet;
  if (!set) return undefined;
  const own = `#${id}`;
  const system = (url: string) =>
    (contained.find((one) => one.resourceType === 'CodeSystem' && one.url === url) as unknown as CodeSystem) ??
    definitions.codeSystem(url);
  const expansion = new ValueSets({ set: (url) => (url === own ? set : definitions.valueSet(url)), system }).expand(
    own,
  );
  if (!expansion) return undefined;
  const systems = [...expansion];
  return {
    valueSet: own,
    codes: new Set(systems.flatMap(([, codes]) => [...codes])),
    concepts: new Set(systems.flatMap(([url, codes]) => [...codes].map((code) => `${url}|${code}`))),
  };
}
