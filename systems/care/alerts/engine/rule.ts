/** A rule made ready: read from its file, refused when anything about it is broken, compiled once into functions. */
import { hash } from 'node:crypto';
import { isDay } from '#core/registers/days.ts';
import {
  type ActionRule,
  audiences,
  type Input,
  inputs,
  kinds,
  places,
  type RuleFile,
  type RuleTest,
  tiers,
  verdicts,
  type Words,
} from '../model.ts';
import { compileExpression, type Expression, ExpressionRefused } from './expression.ts';
import { asList, asObject, asText, type Fhir } from './reading.ts';

/** Grows when words of the vocabulary come to mean something else: every shadow report is then of an older version. */
const engineEdition = 1;

export interface Rule extends RuleFile {
  /** Hash of what decides: what a shadow report was made of. */
  readonly version: string;
  readonly condition: Expression;
  readonly silences: readonly { readonly condition: Expression; readonly why: Words }[];
}

/** Why a file is no rule, with the place in it. */
export class RuleRefused extends Error {
  readonly problems: readonly string[];
  constructor(file: string, problems: readonly string[]) {
    super(`${file}: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** @throws RuleRefused naming everything that is wrong, each with its place: `actions[0].label.uk` */
export function readRule(file: string, content: unknown): Rule {
  const problems: string[] = [];
  const rule = asObject(content) as unknown as RuleFile & Fhir;
  checkHead(rule, file, problems);
  checkWords(asObject(rule.words), 'words', ['title', 'why', 'todo'], problems);
  checkActions(rule.actions, problems);
  checkTests(rule.tests, problems);
  const condition = compiled(rule.when, 'when', problems);
  const silences = asList(rule.unless).flatMap((one, place) => {
    wordsAt(one.why, `unless[${place}].why`, problems);
    const silence = compiled(one.when, `unless[${place}].when`, problems);
    return silence ? [{ condition: silence, why: one.why as Words }] : [];
  });
  if (condition) checkInputs(rule, [condition, ...silences.map((one) => one.condition)], problems);
  if (problems.length > 0 || !condition) throw new RuleRefused(file, problems);
  const { tests: _, ...decides } = rule;
  const version = hash('sha256', JSON.stringify([engineEdition, decides])).slice(0, 16);
  return { ...rule, version, condition, silences };
}

const isOneOf = (list: readonly unknown[], value: unknown): boolean => list.includes(value);

function checkHead(rule: Fhir, file: string, problems: string[]): void {
  const { id, owner, source } = rule;
  if (typeof id !== 'string' || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) problems.push('id: kebab-case is wanted');
  else if (file !== `${id}.json`) problems.push(`id: the file of ${id} is called ${id}.json`);
  if (!isOneOf(tiers, rule.tier)) problems.push('tier: 1, 2 or 3');
  if (!isOneOf(kinds, rule.kind)) problems.push(`kind: one of ${kinds.join(', ')}`);
  if (!isDay(asText(rule.date) ?? '')) problems.push('date: a day is wanted');
  if (!asText(owner)) problems.push('owner: somebody must answer for it');
  if (typeof rule.validated !== 'boolean') problems.push('validated: true or false');
  const { document, section } = asObject(source);
  if (!asText(document) || !asText(section)) problems.push('source: document and section are wanted');
  wordsAt(rule.purpose, 'purpose', problems);
  const audience = Array.isArray(rule.audience) ? rule.audience : [];
  if (audience.length === 0 || !audience.every((one) => isOneOf(audiences, one)))
    problems.push(`audience: some of ${audiences.join(', ')}`);
}

function wordsAt(words: unknown, place: string, problems: string[]): void {
  for (const language of ['pl', 'en', 'uk'])
    if (!asText(asObject(words)[language])?.trim()) problems.push(`${place}.${language}: no words`);
}

function checkWords(words: Fhir, place: string, names: readonly string[], problems: string[]): void {
  for (const name of names) wordsAt(words[name], `${place}.${name}`, problems);
  // CDS Hooks wants a summary below 140 characters.
  for (const [language, text] of Object.entries(asObject(words.title)))
    if (String(text).length > 139) problems.push(`${place}.title.${language}: longer than 139 characters`);
}

/** What each kind of action must say beside its label. */
const actionParts: { readonly [kind in ActionRule['do']]: (action: Fhir) => boolean } = {
  order: ({ code }) => isCoded(code),
  prescribe: ({ code }) => isCoded(code),
  visit: ({ withinDays }) => Number.isInteger(withinDays) && Number(withinDays) > 0,
  task: ({ text }) => ['pl', 'en', 'uk'].every((language) => asText(asObject(text)[language])),
  stop: ({ atc }) =>
    Array.isArray(atc) && atc.length > 0 && atc.every((one) => /^[A-Z][A-Z0-9]{0,6}$/.test(String(one))),
  open: ({ place }) => isOneOf(places, place),
};
const isCoded = (code: unknown): boolean => ['system', 'code', 'display'].every((part) => asText(asObject(code)[part]));

function checkActions(actions: unknown, problems: string[]): void {
  const all = asList(actions);
  if (all.length === 0) problems.push('actions: an alert about which nothing can be done must not exist (ALE-2)');
  const isNew = all.filter(({ id }, place) => all.findIndex((one) => one.id === id) === place);
  if (isNew.length < all.length) problems.push('actions: two have one id');
  for (const [place, action] of all.entries()) {
    const kind = asText(action.do) ?? '';
    if (!asText(action.id)) problems.push(`actions[${place}].id: none`);
    wordsAt(action.label, `actions[${place}].label`, problems);
    if (!Object.hasOwn(actionParts, kind)) problems.push(`actions[${place}].do: ${kind || 'nothing'} cannot be done`);
    else if (!actionParts[kind as ActionRule['do']](action)) problems.push(`actions[${place}]: ${kind} lacks a part`);
  }
}

function checkTests(tests: unknown, problems: string[]): void {
  const all = asList(tests) as unknown as RuleTest[];
  const expected = new Set(all.map((one) => one.expect));
  if (!expected.has('alert')) problems.push('tests: none in which it speaks');
  if (![...expected].some((one) => one !== 'alert')) problems.push('tests: none in which it does not');
  for (const [place, one] of all.entries()) {
    if (!isOneOf(verdicts, one.expect)) problems.push(`tests[${place}].expect: one of ${verdicts.join(', ')}`);
    if (!Array.isArray(one.has)) problems.push(`tests[${place}].has: a list of facts`);
  }
}

function compiled(text: unknown, place: string, problems: string[]): Expression | undefined {
  try {
    return compileExpression(asText(text) ?? '');
  } catch (error) {
    if (!(error instanceof ExpressionRefused)) throw error;
    problems.push(`${place}: ${error.message}`);
    return undefined;
  }
}

/** What a rule says that it reads is what its expressions read. */
function checkInputs(rule: Fhir, expressions: readonly Expression[], problems: string[]): void {
  const read = new Set(expressions.flatMap(({ reads }) => reads));
  const said = new Set((Array.isArray(rule.inputs) ? rule.inputs : []) as Input[]);
  for (const input of said) if (!isOneOf(inputs, input)) problems.push(`inputs: ${input} is none`);
  for (const input of read) if (!said.has(input)) problems.push(`inputs: ${input} is read and not named`);
  for (const input of said)
    if (isOneOf(inputs, input) && !read.has(input)) problems.push(`inputs: ${input} is not read`);
}
