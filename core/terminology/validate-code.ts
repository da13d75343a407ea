/**
 * $validate-code of CodeSystem and ValueSet. https://hl7.org/fhir/R4/valueset-operation-validate-code.html
 * https://hl7.org/fhir/R4/codesystem-operation-validate-code.html
 */
import type { Tx } from '../db/database.ts';
import { type Issue, operationOutcome, Refusal } from '../refusal/refusal.ts';
import { type Parameters, parameter, parameters } from './answer.ts';
import { type Expression, hasUnknown, leavesOf, systemsOf } from './expression.ts';
import { displayIn, isNameOf } from './language.ts';
import { limits } from './limits.ts';
import { supplemented, unknownCode, unknownSystem } from './lookup.ts';
import { isMember } from './member-store.ts';
import type { CodeSystem, Coding, Concept, ListedConcept } from './model.ts';
import { findCoded, findConcept } from './store.ts';
import { printable } from './words.ts';

export interface ValidateQuestion {
  readonly codings: readonly Coding[];
  readonly languages: readonly string[];
  /** Whether a code that may not be chosen by itself is accepted. */
  readonly abstract: boolean;
  /** The system of a code is to be found from the value set. */
  readonly inferSystem: boolean;
}

/** `unknown`: what is here does not suffice to say no. */
export type Verdict = 'yes' | 'no' | 'unknown';

interface Judged {
  readonly verdict: Verdict;
  readonly coding: Coding;
  readonly display?: string | undefined;
  readonly issues: readonly Issue[];
}

const error = (code: string, diagnostics: string): Issue => ({ severity: 'error', code, diagnostics });
const warning = (code: string, diagnostics: string): Issue => ({ severity: 'warning', code, diagnostics });

/** Of a CodeableConcept one coding must do. */
export async function validateIn(tx: Tx, members: ValueSetMembers, asked: ValidateQuestion): Promise<Parameters> {
  const judged: Judged[] = [];
  for (const coding of limited(asked.codings)) judged.push(await judgeMember(tx, members, coding, asked));
  return answer(judged);
}

export async function validateOf(tx: Tx, asked: ValidateQuestion): Promise<Parameters> {
  const judged: Judged[] = [];
  for (const coding of limited(asked.codings)) judged.push(await judgeCode(tx, coding, asked));
  return answer(judged);
}

/** By a code system that was sent along. */
export async function validateSent(
  tx: Tx,
  system: CodeSystem,
  conceptOf: (code: string) => Concept | undefined,
  asked: ValidateQuestion,
): Promise<Parameters> {
  const judged: Judged[] = [];
  for (const coding of limited(asked.codings)) {
    const concept = conceptOf(coding.code ?? '');
    judged.push(concept ? await judgeConcept(tx, system, concept, coding, asked) : noSuchCode(system, coding));
  }
  return answer(judged);
}

export interface ValueSetMembers {
  readonly name: string;
  readonly expression: Expression;
}

function limited(codings: readonly Coding[]): readonly Coding[] {
  if (codings.length === 0) {
    throw new Refusal('invalid', 'no-code', 'Say what to check: code (with system), coding or codeableConcept.');
  }
  if (codings.length > limits.codings) {
    throw new Refusal('rule-broken', 'too-costly', `At most ${limits.codings} codings are checked at once.`);
  }
  return codings;
}

function answer(judged: readonly Judged[]): Parameters {
  const best = judged.find(({ verdict }) => verdict === 'yes') ?? judged.find(({ verdict }) => verdict === 'unknown');
  const { verdict, coding, display, issues } = best ?? (judged[0] as Judged);
  const all = verdict === 'yes' ? issues : judged.flatMap((one) => one.issues);
  return parameters(
    { name: 'result', valueBoolean: verdict === 'yes' },
    parameter('message', 'valueString', all.map(({ diagnostics }) => diagnostics).join(' ')),
    parameter('display', 'valueString', display),
    parameter('code', 'valueCode', coding.code),
    parameter('system', 'valueUri', coding.system),
    parameter('version', 'valueString', coding.version),
    all.length > 0 ? { name: 'issues', resource: operationOutcome(all) } : undefined,
  );
}

async function judgeCode(tx: Tx, coding: Coding, asked: ValidateQuestion): Promise<Judged> {
  const { system: url, version, code } = coding;
  if (!url || !code) {
    throw new Refusal(
      'invalid',
      'no-code',
      'A code is checked together with its system: give system (or url) and code.',
    );
  }
  const found = await findCoded(tx, url, version, code);
  if (!found) return { verdict: 'unknown', coding, issues: [error('not-found', unknownSystem(url, version).message)] };
  const { system, concept } = found;
  if (!concept) return noSuchCode(system, coding);
  return judgeConcept(tx, system, concept, coding, asked);
}

function noSuchCode(system: CodeSystem, coding: Coding): Judged {
  const { message } = unknownCode(system, coding.code ?? '');
  return system.content === 'complete'
    ? { verdict: 'no', coding, issues: [error('code-invalid', message)] }
    : { verdict: 'unknown', coding, issues: [warning('incomplete', message)] };
}

/** A concept that exists: is the display right, may it be chosen? */
async function judgeConcept(
  tx: Tx,
  system: CodeSystem,
  concept: Concept,
  coding: Coding,
  { languages, abstract }: ValidateQuestion,
  listed?: ListedConcept,
): Promise<Judged> {
  const extra =
    coding.display === undefined && languages.length === 0 ? undefined : await supplemented(tx, system, concept);
  const designations = [...concept.designations, ...(listed?.designation ?? []), ...(extra?.designations ?? [])];
  const names = { display: concept.display, designations };
  const display = displayIn(names, languages, system.header.language) ?? listed?.display;
  const said = {
    system: system.url,
    code: concept.code,
    ...(system.version === '' ? {} : { version: system.version }),
  };
  const issues: Issue[] = [];
  if (concept.inactive) issues.push(warning('business-rule', `The code '${concept.code}' is no longer active.`));
  if (concept.abstract && !abstract) {
    issues.push(error('business-rule', `The code '${concept.code}' groups others and may not be chosen by itself.`));
  }
  if (coding.display !== undefined && !isNameOf(coding.display, names) && coding.display !== listed?.display) {
    issues.push(
      error(
        'invalid',
        `'${printable(coding.display)}' is no name of '${concept.code}': it is '${display ?? concept.code}'.`,
      ),
    );
  }
  const verdict = issues.some(({ severity }) => severity === 'error') ? 'no' : 'yes';
  return { verdict, coding: said, display, issues };
}

async function judgeMember(
  tx: Tx,
  { name, expression }: ValueSetMembers,
  coding: Coding,
  asked: ValidateQuestion,
): Promise<Judged> {
  const { code } = coding;
  if (!code)
    throw new Refusal('invalid', 'no-code', 'Say what to check: code (with system), coding or codeableConcept.');
  const outside = (why: Issue): Judged => ({ verdict: 'no', coding, issues: [why] });
  const url = coding.system ?? (asked.inferSystem ? await inferredSystem(tx, expression, code) : undefined);
  if (!url) return outside(error('code-invalid', `'${printable(code)}' is checked with its system; none was given.`));
  const candidates = systemsOf(expression).filter(
    (one) => one.url === url && (!coding.version || one.version === coding.version),
  );
  for (const system of candidates) {
    const concept = await findConcept(tx, system, code);
    if (!concept || !(await isMember(tx, expression, concept.id))) continue;
    return judgeConcept(tx, system, concept, { ...coding, system: url }, asked, listedAs(expression, url, code));
  }
  if (hasUnknown(expression, url, code)) return judgeListed(expression, { ...coding, system: url });
  const [incomplete] = candidates.filter(({ content }) => content !== 'complete');
  if (incomplete && !(await findConcept(tx, incomplete, code)) && !isListOnly(expression, url)) {
    return noSuchCode(incomplete, coding);
  }
  return outside(
    error('code-invalid', `${printable(url)}#${printable(code)} is not in the value set ${printable(name)}.`),
  );
}

/** Whether the value set names its codes of a system one by one, so that a part of the system suffices. */
const isListOnly = (expression: Expression, url: string): boolean =>
  leavesOf(expression).every((leaf) => leaf.kind === 'listed' || leaf.system.url !== url || leaf.listed !== undefined);

function listedAs(expression: Expression, url: string, code: string): ListedConcept | undefined {
  for (const leaf of leavesOf(expression)) {
    const of = leaf.kind === 'listed' ? leaf.url : leaf.system.url;
    const found = of === url ? leaf.listed?.find((one) => one.code === code) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The system is not here: the list of the value set is all there is to judge by. */
function judgeListed(expression: Expression, coding: Coding): Judged {
  const { system = '', code = '', display } = coding;
  const listed = listedAs(expression, system, code);
  const names = { display: listed?.display ?? null, designations: listed?.designation ?? [] };
  const issues = [
    warning('not-found', `The code system ${printable(system)} is not here: the list in the value set was the judge.`),
  ];
  if (display !== undefined && names.display !== null && !isNameOf(display, names)) {
    issues.push(error('invalid', `'${printable(display)}' is no name of '${code}': it is '${names.display}'.`));
  }
  const wrong = issues.some(({ severity }) => severity === 'error');
  return { verdict: wrong ? 'no' : 'yes', coding, display: names.display ?? undefined, issues };
}

/** Of a code without system: the one system of the value set that has it. */
async function inferredSystem(tx: Tx, expression: Expression, code: string): Promise<string | undefined> {
  const found = new Set<string>();
  for (const system of systemsOf(expression)) {
    const concept = await findConcept(tx, system, code);
    if (concept && (await isMember(tx, expression, concept.id))) found.add(system.url);
  }
  for (const leaf of leavesOf(expression)) {
    if (leaf.kind === 'listed' && hasUnknown(expression, leaf.url, code)) found.add(leaf.url);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

/** Whether a code is in a value set, as others in the process ask it: without display, and whatever may be chosen. */
export async function verdictOf(tx: Tx, members: ValueSetMembers, coding: Coding): Promise<Verdict> {
  const asked = { codings: [], languages: [], abstract: true, inferSystem: coding.system === undefined };
  return (await judgeMember(tx, members, coding, asked)).verdict;
}
