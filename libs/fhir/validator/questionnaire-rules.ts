/**
 * Rules of a questionnaire that are said in FHIRPath: when a question is asked, what its answers must fulfil, and the
 * variables for both. http://hl7.org/fhir/uv/sdc/expressions.html
 */
import type { Definitions } from '../profiles/definitions.ts';
import { asBoolean, FhirPathRefused, type Item, itemOf } from '../fhirpath/index.ts';
import { extensionsOf, extensionValues, partOf } from '../profiles/questionnaire-extensions.ts';
import { evaluated } from './general-rules.ts';
import type { ProfileCheck } from './profile-check.ts';
import type { Json } from './profile-rules.ts';

/** Values of variables by their names. */
export interface Variables {
  readonly [name: string]: readonly Item[];
}

interface Rule {
  readonly key: string;
  readonly human: string;
  readonly severity: string;
  readonly expression: unknown;
}

export class QuestionRules {
  private readonly check: ProfileCheck;
  private readonly definitions: Definitions;
  private readonly response: Json;

  constructor(check: ProfileCheck, definitions: Definitions, response: Json) {
    this.check = check;
    this.definitions = definitions;
    this.response = response;
  }

  /** The variables below a questionnaire or a question; one that cannot be said here is none: nothing stands on it. */
  variables(holder: Json, at: Json, outer: Variables): Variables {
    const declared = extensionsOf(holder, 'variable');
    if (declared.length === 0) return outer;
    const variables: { [name: string]: readonly Item[] } = { ...outer };
    for (const { valueExpression } of declared) {
      const name = String((valueExpression as Json | undefined)?.name);
      const text = fhirPathOf(valueExpression);
      const found = text === undefined ? undefined : this.evaluate(text, this.focus(at), variables);
      if (found) variables[name] = found;
      else delete variables[name];
    }
    return variables;
  }

  /**
   * Does the question's expression enable it? Undefined when nobody here can say; `none` when it has no expression.
   * `items`: what the response has of it.
   */
  isEnabled(question: Json, items: readonly Json[], variables: Variables): boolean | undefined | 'none' {
    const texts = extensionValues(question, 'enableWhenText');
    const expressions = extensionValues(question, 'enableWhenExpression');
    if (texts.length + expressions.length === 0) return 'none';
    const [text = fhirPathOf(expressions[0])] = texts;
    if (typeof text !== 'string') return undefined;
    // Structured Data Capture asks about the item, others about the response: only what both say is told.
    const isOfResponse = texts.length > 0 || /\bQuestionnaireResponse\b/.test(text);
    const own = items.length > 0 ? items : [{ linkId: question.linkId }];
    const asked = isOfResponse ? [this.response] : [this.response, ...own];
    const [first, ...others] = asked.map((one) => this.holds(text, one, variables));
    return others.every((one) => one === first) ? first : undefined;
  }

  private holds(text: string, at: Json, variables: Variables): boolean | undefined {
    const found = this.evaluate(text, this.focus(at), variables);
    if (found === undefined || found.length > 1) return undefined;
    return asBoolean(found) ?? false;
  }

  /** Reports rules that what was answered breaks. `path`: where the holder's answers stand. */
  keep(holder: Json, at: Json, variables: Variables, path: string): void {
    for (const { key, human, severity, expression } of constraintsOf(holder)) {
      const text = fhirPathOf(expression);
      if (text === undefined) continue;
      const found = this.evaluate(text, this.focus(at), variables);
      const isKept = found && (found.length > 1 || asBoolean(found) === true);
      if (isKept) continue;
      if (!found) this.check.warn('not-supported', `Rule ${key} of the questionnaire could not be checked.`, path);
      else if (severity === 'warning') this.check.warn('invariant', `Advice ${key} is not followed: ${human}`, path);
      else this.check.add('invariant', `Rule ${key} of the questionnaire is broken: ${human}`, path);
    }
  }

  private focus(at: Json): Item {
    return itemOf(at, at === this.response ? 'QuestionnaireResponse' : 'QuestionnaireResponse.item');
  }

  private evaluate(text: string, focus: Item, variables: Variables): readonly Item[] | undefined {
    try {
      return evaluated(text, focus, this.check, this.definitions, variables);
    } catch (error) {
      if (error instanceof FhirPathRefused) return undefined;
      throw error;
    }
  }
}

/** The text of an Expression in FHIRPath, or of a rule that is plain text; undefined in other languages. */
function fhirPathOf(expression: unknown): string | undefined {
  if (typeof expression === 'string') return expression;
  const { language, expression: text } = (expression ?? {}) as Json;
  return language === 'text/fhirpath' && typeof text === 'string' ? text : undefined;
}

/** All expressions in FHIRPath that a questionnaire or a question says its rules by. */
export function expressionsOf(holder: Json): string[] {
  const variables = extensionsOf(holder, 'variable').map(({ valueExpression }) => valueExpression);
  const conditions = [...extensionValues(holder, 'enableWhenText'), ...extensionValues(holder, 'enableWhenExpression')];
  const all = [...variables, ...conditions, ...constraintsOf(holder).map(({ expression }) => expression)];
  return all.map(fhirPathOf).filter((text) => text !== undefined);
}

/** questionnaire-constraint of R4, and targetConstraint, which took its place. */
function constraintsOf(holder: Json): Rule[] {
  const all = [...extensionsOf(holder, 'constraint'), ...extensionsOf(holder, 'targetConstraint')];
  return all.map((one) => ({
    key: String(partOf(one, 'key') ?? '').slice(0, 64),
    human: String(partOf(one, 'human') ?? '').slice(0, 300),
    severity: String(partOf(one, 'severity')),
    expression: partOf(one, 'expression'),
  }));
}
