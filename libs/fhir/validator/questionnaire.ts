/**
 * Does a Questionnaire make sense: conditions that can come true, initial values of their question's type, expressions
 * that can be read. https://hl7.org/fhir/R4/questionnaire-definitions.html
 */
import type { QuestionnaireItem } from '../profiles/definitions.ts';
import { FhirPathRefused, readFhirPath } from '../fhirpath/index.ts';
import { expressionsOf } from './questionnaire-rules.ts';
import type { ProfileCheck } from './profile-check.ts';
import { formsOf } from './questionnaire-answers.ts';
import type { Json } from './profile-rules.ts';
import { listOf } from './scope.ts';

interface PlacedItem {
  readonly item: Json;
  readonly path: string;
}

export function checkQuestionnaire(check: ProfileCheck, questionnaire: Json): void {
  const items = new Map<unknown, PlacedItem>();
  const places: PlacedItem[] = [];
  const collect = (holder: Json, at: string): void => {
    listOf(holder.item).forEach((item, index) => {
      check.spend(1);
      const placed = { item, path: `${at}item[${index}]` };
      if (!items.has(item.linkId)) items.set(item.linkId, placed);
      places.push(placed);
      collect(item, `${placed.path}.`);
    });
  };
  collect(questionnaire, '');
  expressions(check, questionnaire, '');
  for (const place of places) {
    listOf(place.item.enableWhen).forEach((condition, index) => {
      conditionOf(check, condition, place, items.get(condition.question), `${place.path}.enableWhen[${index}]`);
    });
    initials(check, place);
    expressions(check, place.item, place.path);
  }
}

/**
 * A condition names a question that comes by way of its ancestors, before or after: none that is inside of what
 * depends on it. https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen
 */
function conditionOf(
  check: ProfileCheck,
  condition: Json,
  { path }: PlacedItem,
  target: PlacedItem | undefined,
  at: string,
): void {
  const shown = String(condition.question).slice(0, 100);
  if (!target) {
    const says = `The questionnaire has no item "${shown}" to depend on.`;
    return check.add('business-rule', says, `${at}.question`);
  }
  if (target.path === path || target.path.startsWith(`${path}.`)) {
    const says = `An item cannot depend on itself, or on what is asked below it ("${shown}").`;
    return check.add('business-rule', says, `${at}.question`);
  }
  const { type } = target.item;
  if (type === 'group' || type === 'display') {
    return check.warn('business-rule', `"${shown}" is a ${type}, which is never answered.`, `${at}.question`);
  }
  const given = Object.keys(condition).find((key) => /^answer[A-Z]/.test(key));
  if (condition.operator === 'exists' || given === undefined) return;
  const wanted = formsOf(target.item as unknown as QuestionnaireItem).map((form) => form.replace(/^value/, 'answer'));
  if (wanted.length === 0 || wanted.map(kindOf).includes(kindOf(given))) return;
  const says = `"${shown}" is answered by ${wanted.join(' or ')}: the condition with ${given} cannot come true.`;
  check.warn('business-rule', says, at);
}

/** What can be compared with one another. */
const kinds: { readonly [form: string]: string } = {
  answerInteger: 'answerDecimal',
  answerDate: 'answerDateTime',
  answerUri: 'answerString',
};
const kindOf = (form: string): string => kinds[form] ?? form;

/**
 * "Must be consistent with the type of the item."
 * https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.initial.value_x_
 */
function initials(check: ProfileCheck, { item, path }: PlacedItem): void {
  const allowed = formsOf(item as unknown as QuestionnaireItem);
  listOf(item.initial).forEach((initial, index) => {
    const form = Object.keys(initial).find((key) => /^value[A-Z]/.test(key));
    if (form === undefined || allowed.length === 0 || allowed.includes(form)) return;
    const says = `The initial value of a ${String(item.type)} is ${allowed.join(' or ')}, not ${form}.`;
    check.add('value', says, `${path}.initial[${index}].value`);
  });
}

function expressions(check: ProfileCheck, holder: Json, path: string): void {
  for (const text of expressionsOf(holder)) {
    try {
      readFhirPath(text);
    } catch (error) {
      if (!(error instanceof FhirPathRefused)) throw error;
      const says = `"${text.slice(0, 200)}" is no FHIRPath: ${error.message}`;
      check.add('value', says, path === '' ? 'extension' : `${path}.extension`);
    }
  }
}
