/**
 * Does a QuestionnaireResponse answer its Questionnaire: items that there are, in their places and order, answers of
 * their types, as many as wanted, only where they are asked for. https://hl7.org/fhir/R4/questionnaireresponse.html
 */
import type { Definitions, QuestionnaireItem } from '../profiles/definitions.ts';
import { answerProblem, type Problem } from './questionnaire-answers.ts';
import { Enabled, sameAnswer, valueOf } from './questionnaire-enabled.ts';
import { isExclusive, limitOf, occurrenceProblem } from './questionnaire-limits.ts';
import { QuestionRules, type Variables } from './questionnaire-rules.ts';
import type { ProfileCheck } from './profile-check.ts';
import type { Json } from './profile-rules.ts';
import { listOf, type Scope } from './scope.ts';

export function checkQuestionnaireResponse(check: ProfileCheck, response: Json, definitions: Definitions): void {
  const { questionnaire } = response;
  if (typeof questionnaire !== 'string') return;
  const contained = listOf(response.contained);
  const definition = questionnaire.startsWith('#')
    ? contained.find(({ id, resourceType }) => resourceType === 'Questionnaire' && `#${String(id)}` === questionnaire)
    : (besideIn(check.scope.outer, questionnaire) ?? definitions.questionnaire(questionnaire));
  if (!definition) {
    const says = `The questionnaire ${questionnaire.slice(0, 200)} is not known here: the answers were not checked.`;
    check.warn('not-found', says, 'questionnaire');
    return;
  }
  new Answers(check, response, definition as Json, definitions).all();
}

const questionnaires = new WeakMap<Json, Map<string, Json[]>>();

/** A Questionnaire that comes along in the same Bundle, by its canonical address. */
function besideIn(scope: Scope | undefined, canonical: string): Json | undefined {
  const [url = '', version] = canonical.split('|');
  for (let at = scope; at; at = at.outer) {
    let known = questionnaires.get(at.root);
    if (!known) {
      const resources = listOf(at.root.entry).map(({ resource }) => (resource ?? {}) as Json);
      const all = resources.filter(({ resourceType }) => resourceType === 'Questionnaire');
      known = Map.groupBy(all, ({ url: own }) => String(own));
      questionnaires.set(at.root, known);
    }
    const found = known.get(url)?.find((one) => version === undefined || one.version === version);
    if (found) return found;
  }
  return undefined;
}

/** Published questionnaires may lack what every item has: it counts as nothing then. */
const questionsOf = ({ item }: { item?: unknown }): QuestionnaireItem[] =>
  listOf(item).map((one) => ({ ...one, linkId: String(one.linkId ?? ''), type: String(one.type ?? '') }));

/** What is looked through for each answer. */
const sizeOf = ({ extension, answerOption }: QuestionnaireItem): number =>
  (extension?.length ?? 0) + (answerOption?.length ?? 0);

const noAnswers = new Set(['group', 'display']);

class Answers {
  private readonly check: ProfileCheck;
  private readonly definitions: Definitions;
  private readonly contained: readonly Json[];
  private readonly isFinished: boolean;
  private readonly enabled: Enabled;
  private readonly rules: QuestionRules;
  private readonly response: Json;
  private readonly definition: Json;
  /** All linkIds that the questionnaire has. */
  private readonly known = new Set<string>();

  constructor(check: ProfileCheck, response: Json, definition: Json, definitions: Definitions) {
    this.check = check;
    this.response = response;
    this.definition = definition;
    this.definitions = definitions;
    this.contained = [...listOf(definition.contained), ...listOf(response.contained)];
    this.rules = new QuestionRules(check, definitions, response);
    // What is still being filled in, or was stopped, may lack answers.
    this.isFinished = response.status === 'completed' || response.status === 'amended';
    this.enabled = new Enabled(response, (steps) => check.spend(steps));
    const open = [...questionsOf(definition)];
    for (let item = open.pop(); item; item = open.pop()) {
      check.spend(1);
      this.known.add(item.linkId);
      // Not push(...): a level may have more items than a call may have arguments.
      for (const inner of questionsOf(item)) open.push(inner);
    }
  }

  all(): void {
    const { definition, response } = this;
    const variables = this.rules.variables(definition, response, {});
    this.level(questionsOf(definition), response, { chain: [response], variables, isAsked: true }, '');
    if (this.isFinished) this.rules.keep(definition, response, variables, '');
  }

  /** The items below one holder: the response, a group, or an answer. */
  private level(asked: readonly QuestionnaireItem[], holder: Json, around: Around, at: string): void {
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
    asked.forEach((question, place) => this.question(question, found.get(place) ?? [], around, at));
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
    around: Around,
    at: string,
  ): void {
    const items = given.map(({ item }) => item);
    this.check.spend(sizeOf(question));
    const isAsked = this.isAsked(question, items, around);
    const here = { ...around, isAsked: around.isAsked && isAsked === true };
    const answers = items.flatMap((item) => listOf(item.answer));
    const shown = question.linkId.slice(0, 100);
    const isGroup = question.type === 'group';
    const last = given.at(-1)?.path ?? '';
    if (isAsked === false) {
      for (const { item, path } of given) {
        if (!hasAnswer(item)) continue;
        this.check.add('structure', `The item "${shown}" is answered, although it is not enabled.`, path);
      }
    } else if (this.isDemanded(here) && question.required === true && !items.some((item) => isFilled(item, isGroup))) {
      const path = given[0]?.path ?? at.replace(/\.$/, '');
      if (question.type !== 'display') this.check.add('required', `The item "${shown}" has to be answered.`, path);
    }
    if (question.repeats !== true && (given.length > 1 || (answers.length > 1 && !isGroup))) {
      this.check.add('structure', `The item "${shown}" may be answered once.`, last);
    }
    const times = occurrenceProblem(question, isGroup ? given.length : answers.length, this.isDemanded(here));
    if (times) this.check.add('structure', times, last);
    const alone = answers.length > 1 && listOf(question.answerOption).filter(isExclusive);
    if (alone) this.check.spend(alone.length * answers.length);
    if (alone && answers.some((answer) => alone.some((option) => isOption(answer, option)))) {
      this.check.add('business-rule', `An answer to "${shown}" excludes all others, but is not alone.`, last);
    }
    for (const one of given) this.item(question, one.item, here, one.path);
  }

  private isDemanded({ isAsked }: Around): boolean {
    return isAsked && this.isFinished;
  }

  /** By its conditions and by its expression; undefined where they do not agree, or nobody can say. */
  private isAsked(
    question: QuestionnaireItem,
    items: readonly Json[],
    { chain, variables }: Around,
  ): boolean | undefined {
    const plain = this.enabled.isAsked(question, chain);
    if (question.extension === undefined) return plain;
    const said = this.rules.isEnabled(question as unknown as Json, items, variables);
    if (said === 'none' || said === plain) return plain;
    return listOf(question.enableWhen).length === 0 ? said : undefined;
  }

  private item(question: QuestionnaireItem, item: Json, around: Around, path: string): void {
    const { type, text } = question;
    const { chain } = around;
    if (typeof item.text === 'string' && typeof text === 'string' && item.text.trim() !== text.trim()) {
      this.check.add('value', `The text is not that of the questionnaire: "${text.slice(0, 100)}".`, `${path}.text`);
    }
    const below = questionsOf(question);
    const answers = listOf(item.answer);
    if (noAnswers.has(type) && answers.length > 0) {
      this.check.add('structure', `An item of type ${type} has no answers.`, `${path}.answer`);
      return;
    }
    const asJson = question as unknown as Json;
    const variables = this.rules.variables(asJson, item, around.variables);
    if (this.isDemanded(around)) this.rules.keep(asJson, item, variables, path);
    if (type === 'group') {
      this.level(below, item, { ...around, chain: [...chain, item], variables }, `${path}.`);
      return;
    }
    if (listOf(item.item).length > 0) {
      this.check.add('structure', `Items below a question stand in its answers; this is a ${type}.`, `${path}.item`);
    }
    answers.forEach((answer, index) => {
      const here = `${path}.answer[${index}]`;
      const problem = this.problemOf(question, answer);
      if (problem) this.check.add(problem.code, problem.says, `${here}.value`);
      this.level(below, answer, { ...around, chain: [...chain, item, answer], variables }, `${here}.`);
    });
  }

  private problemOf(question: QuestionnaireItem, answer: Json): Problem | undefined {
    const { check, definitions, contained } = this;
    check.spend(sizeOf(question));
    const problem = answerProblem(question, answer, definitions, contained, check.world.vocabulary);
    return problem ?? limitOf(question, valueOf(answer, 'value'), check, definitions, contained);
  }
}

/** What lies around a level: the holders, outermost first, and the variables that expressions may name. */
interface Around {
  readonly chain: readonly Json[];
  readonly variables: Variables;
  /** Is all around asked for? Below what is not, nothing is demanded. */
  readonly isAsked: boolean;
}

const isOption = (answer: Json, option: Json): boolean =>
  sameAnswer(valueOf(answer, 'value'), valueOf(option, 'value'));

/** A required group must have something in it, a display too. https://hl7.org/fhir/R4/questionnaire-definitions.html */
const isFilled = (item: Json, isGroup: boolean): boolean =>
  hasAnswer(item) || (isGroup && listOf(item.item).length > 0);

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
