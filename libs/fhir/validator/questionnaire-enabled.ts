/**
 * Is an item of a Questionnaire asked, given the answers so far?
 * https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen
 */
import { isNumber } from '../json.ts';
import type { QuestionnaireItem } from '../profiles/definitions.ts';
import { dates, numbers } from './fhirpath.ts';
import type { Json } from './profile-rules.ts';
import { listOf } from './scope.ts';
import { compareQuantities } from './units.ts';

interface Answered {
  /** Holders around the item, outermost first. */
  readonly chain: readonly Json[];
  readonly answers: readonly Json[];
}

export class Enabled {
  private readonly items = new Map<string, Answered[]>();
  private readonly spend: (steps: number) => void;

  constructor(response: Json, spend: (steps: number) => void) {
    this.spend = spend;
    this.collect(response, [response]);
  }

  private collect(holder: Json, chain: readonly Json[]): void {
    for (const item of listOf(holder.item)) {
      this.spend(1 + chain.length);
      const linkId = String(item.linkId);
      const answers = listOf(item.answer);
      const known = this.items.get(linkId);
      if (known) known.push({ chain, answers });
      else this.items.set(linkId, [{ chain, answers }]);
      this.collect(item, [...chain, item]);
      for (const answer of answers) this.collect(answer, [...chain, item, answer]);
    }
  }

  /** Undefined when the conditions may be read either way. */
  isAsked({ enableWhen, enableBehavior }: QuestionnaireItem, chain: readonly Json[]): boolean | undefined {
    const conditions = listOf(enableWhen);
    if (conditions.length === 0) return true;
    const held = conditions.map((condition) => this.holds(condition, chain));
    // One of these decides; else what nobody can say leaves it open.
    const decisive = enableBehavior !== 'all';
    if (held.includes(decisive)) return decisive;
    return held.includes(undefined) ? undefined : !decisive;
  }

  private holds(condition: Json, chain: readonly Json[]): boolean | undefined {
    const answers = this.answersNear(String(condition.question), chain);
    const { operator } = condition;
    if (operator === 'exists') return answers.length > 0 === (condition.answerBoolean !== false);
    const wanted = valueOf(condition, 'answer');
    if (operator === '!=') {
      // "No answer equal" in the words of the code, "an answer that differs" in what most programs do.
      const equal = answers.filter((answer) => sameAnswer(valueOf(answer, 'value'), wanted)).length;
      if (answers.length === 0 || (equal > 0 && equal < answers.length)) return undefined;
      return equal === 0;
    }
    return answers.some((answer) => compared(valueOf(answer, 'value'), wanted, String(operator)));
  }

  /** Of a question that is asked several times, the answers of the nearest group count. */
  private answersNear(linkId: string, chain: readonly Json[]): Json[] {
    let best: Json[] = [];
    let nearest = 0;
    for (const { chain: other, answers } of this.items.get(linkId) ?? []) {
      this.spend(1 + chain.length);
      let common = 0;
      while (common < chain.length && chain[common] === other[common]) common++;
      if (common < nearest) continue;
      best = common > nearest ? [...answers] : [...best, ...answers];
      nearest = common;
    }
    return best.filter((answer) => valueOf(answer, 'value') !== undefined);
  }
}

/** `value[x]` of an answer, `answer[x]` of a condition. */
export function valueOf(holder: Json, name: 'value' | 'answer'): unknown {
  const key = Object.keys(holder).find((one) => one.startsWith(name) && /^[A-Z]/.test(one.slice(name.length)));
  return key === undefined ? undefined : holder[key];
}

function compared(value: unknown, wanted: unknown, operator: string): boolean {
  if (operator === '=') return sameAnswer(value, wanted);
  const order = orderOf(value, wanted);
  if (order === undefined || Number.isNaN(order)) return false;
  if (operator === '>') return order > 0;
  if (operator === '<') return order < 0;
  return operator === '>=' ? order >= 0 : operator === '<=' && order <= 0;
}

/** Codings are the same by system and code. */
export function sameAnswer(value: unknown, wanted: unknown): boolean {
  if (typeof value !== 'object' || value === null || typeof wanted !== 'object' || wanted === null) {
    return value === wanted || orderOf(value, wanted) === 0;
  }
  if (isNumber(value) || isNumber(wanted)) return orderOf(value, wanted) === 0;
  const [one, other] = [value as Json, wanted as Json];
  if ('value' in other && isNumber(other.value)) return orderOf(one, other) === 0;
  if ('reference' in other) return one.reference === other.reference;
  if ((one.system ?? '') !== (other.system ?? '')) return false;
  // What has no code is told by its words.
  return one.code === undefined && other.code === undefined ? one.display === other.display : one.code === other.code;
}

function orderOf(value: unknown, wanted: unknown): number | undefined {
  if (isNumber(value) && isNumber(wanted)) return numbers(value, wanted);
  if (typeof value === 'string' && typeof wanted === 'string') return dates(value, wanted);
  if (typeof value !== 'object' || value === null || typeof wanted !== 'object' || wanted === null) return undefined;
  return compareQuantities(value as Json, wanted as Json);
}
