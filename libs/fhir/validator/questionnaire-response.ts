/**
 * Does a QuestionnaireResponse answer its Questionnaire: items that there are, in their places and order, answers of
 * their types, as many as wanted, only where they are asked for. https://hl7.org/fhir/R4/questionnaireresponse.html
 */
import type { Definitions, QuestionnaireItem } from '../profiles/definitions.ts';
import { answerProblem } from './questionnaire-answers.ts';
import { Enabled } from './questionnaire-enabled.ts';
import type { ProfileCheck } from './profile-check.ts';
import type { Json } from './profile-rules.ts';
import { listOf } from './scope.ts';

export function checkQuestionnaireResponse(check: ProfileCheck, response: Json, definitions: Definitions): void {
  const { questionnaire } = response;
  if (typeof questionnaire !== 'string') return;
  const contained = listOf(response.contained);
  const definition = questionnaire.startsWith('#')
    ? contained.find(({ id, resourceType }) => resourceType === 'Questionnaire' && `#${String(id)}` === questionnaire)
    : definitions.questionnaire(questionnaire);
  if (!definition) {
    const says = `The questionnaire ${questionnaire.slice(0, 200)} is not known here: the answers were not checked.`;
    check.warn('not-found', says, 'questionnaire');
    return;
  }
  const asked = questionsOf(definition as Json);
  new Answers(check, response, asked, definitions, [...listOf(definition.contained), ...contained]).level(
    asked,
    response,
    [response],
    '',
  );
}

/** Published questionnaires may lack what every item has: it counts as nothing then. */
const questionsOf = ({ item }: { item?: unknown }): QuestionnaireItem[] =>
  listOf(item).map((one) => ({ ...one, linkId: String(one.linkId ?? ''), type: String(one.type ?? '') }));

const noAnswers = new Set(['group', 'display']);

class Answers {
  private readonly check: ProfileCheck;
  private readonly definitions: Definitions;
  private readonly contained: readonly Json[];
  private readonly isFinished: boolean;
  private readonly enabled: Enabled;
  /** All linkIds that the questionnaire has. */
  private readonly known = new Set<string>();

  constructor(
    check: ProfileCheck,
    response: Json,
    asked: readonly QuestionnaireItem[],
    definitions: Definitions,
    contained: readonly Json[],
  ) {
    this.check = check;
    this.definitions = definitions;
    this.contained = contained;
    // What is still being filled in, or was stopped, may lack answers.
    this.isFinished = response.status === 'completed' || response.status === 'amended';
    this.enabled = new Enabled(response, (steps) => check.spend(steps));
    const open = [...asked];
    for (let item = open.pop(); item; item = open.pop()) {
      check.spend(1);
      this.known.add(item.linkId);
      // Not push(...): a level may have more items than a call may have arguments.
      for (const inner of questionsOf(item)) open.push(inner);
    }
  }

  /** The items below one holder: the response, a group, or an answer. `chain`: the holders around, outermost first. */
  level(asked: readonly QuestionnaireItem[], holder: Json, chain: readonly Json[], at: string): void {
    const given = listOf(holder.item);
    this.check.spend(1 + asked.length + given.length);
    const places = new Map(asked.map(({ linkId }, place) => [linkId, place]));
    const found = new Map<number, { item: Json; path: string }[]>();
    let last = -1;
    given.forEach((item, index) => {
      const path = `${at}item[${index}]`;
      const place = places.get(String(item.linkId));
      if (place === undefined) return this.stranger(String(item.linkId), path);
      if (place < last)
        this.check.add('structure', 'The item stands before one that the questionnaire has later.', path);
      last = Math.max(last, place);
      const same = found.get(place) ?? [];
      found.set(place, [...same, { item, path }]);
      this.check.spend(same.length);
    });
    asked.forEach((question, place) => this.question(question, found.get(place) ?? [], chain, at));
  }

  private stranger(linkId: string, path: string): void {
    const shown = linkId.slice(0, 100);
    const says = this.known.has(linkId)
      ? `The questionnaire has the item "${shown}" in another place.`
      : `The questionnaire has no item "${shown}".`;
    this.check.add('structure', says, path);
  }

  private question(
    question: QuestionnaireItem,
    given: readonly { item: Json; path: string }[],
    chain: readonly Json[],
    at: string,
  ): void {
    const isAsked = this.enabled.isAsked(question, chain);
    const answers = given.flatMap(({ item }) => listOf(item.answer));
    const shown = question.linkId.slice(0, 100);
    if (!isAsked) {
      for (const { item, path } of given) {
        if (!hasAnswer(item)) continue;
        this.check.add('structure', `The item "${shown}" is answered, although it is not enabled.`, path);
      }
    } else if (question.required === true && this.isFinished && !given.some(({ item }) => hasAnswer(item))) {
      const path = given[0]?.path ?? at.replace(/\.$/, '');
      if (question.type !== 'display') this.check.add('required', `The item "${shown}" has to be answered.`, path);
    }
    if (question.repeats !== true && (given.length > 1 || (answers.length > 1 && question.type !== 'group'))) {
      this.check.add('structure', `The item "${shown}" may be answered once.`, given.at(-1)?.path ?? '');
    }
    for (const one of given) this.item(question, one.item, chain, one.path);
  }

  private item(question: QuestionnaireItem, item: Json, chain: readonly Json[], path: string): void {
    const { type, text } = question;
    if (typeof item.text === 'string' && typeof text === 'string' && item.text.trim() !== text.trim()) {
      this.check.add('value', `The text is not that of the questionnaire: "${text.slice(0, 100)}".`, `${path}.text`);
    }
    const below = questionsOf(question);
    const answers = listOf(item.answer);
    if (noAnswers.has(type) && answers.length > 0) {
      this.check.add('structure', `An item of type ${type} has no answers.`, `${path}.answer`);
      return;
    }
    if (type === 'group') {
      this.level(below, item, [...chain, item], `${path}.`);
      return;
    }
    if (listOf(item.item).length > 0) {
      this.check.add('structure', `Items below a question stand in its answers; this is a ${type}.`, `${path}.item`);
    }
    answers.forEach((answer, index) => {
      const here = `${path}.answer[${index}]`;
      const problem = answerProblem(question, answer, this.definitions, this.contained, this.check.world.vocabulary);
      if (problem) this.check.add(problem.code, problem.says, `${here}.value`);
      this.level(below, answer, [...chain, item, answer], `${here}.`);
    });
  }
}

/** Does anything below the item answer a question? */
function hasAnswer(item: Json): boolean {
  const open = [item];
  for (let one = open.pop(); one; one = open.pop()) {
    for (const answer of listOf(one.answer)) {
      if (Object.keys(answer).some((key) => key.startsWith('value') || key.startsWith('_value'))) return true;
      open.push(answer);
    }
    for (const inner of listOf(one.item)) open.push(inner);
  }
  return false;
}

/** Conditions name questions that there are. https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen */
export function checkQuestionnaire(check: ProfileCheck, questionnaire: Json): void {
  const linkIds = new Set<unknown>();
  const places: { item: Json; path: string }[] = [];
  const collect = (holder: Json, at: string): void => {
    listOf(holder.item).forEach((item, index) => {
      check.spend(1);
      linkIds.add(item.linkId);
      const path = `${at}item[${index}]`;
      places.push({ item, path });
      collect(item, `${path}.`);
    });
  };
  collect(questionnaire, '');
  for (const { item, path } of places) {
    listOf(item.enableWhen).forEach(({ question }, index) => {
      if (linkIds.has(question)) return;
      const says = `The questionnaire has no item "${String(question).slice(0, 100)}" to depend on.`;
      check.add('business-rule', says, `${path}.enableWhen[${index}].question`);
    });
  }
}
