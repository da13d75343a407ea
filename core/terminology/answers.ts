/** What the validation of resources asks: many codes at once, each value set compiled once. */
import type { Tx } from '../db/database.ts';
import type { CodeQuestion } from '../record/index.ts';
import { Refusal } from '../refusal/refusal.ts';
import { compileValueSet, namedValueSet } from './compile-value-set.ts';
import { findCoded, liesBelow } from './store.ts';
import { type ValueSetMembers, type Verdict, verdictOf } from './validate-code.ts';

/** In the order of the questions. `unknown` where the value set or the system is not here, or cannot be evaluated. */
export async function answersTo(tx: Tx, questions: readonly CodeQuestion[]): Promise<Verdict[]> {
  const sets = new Map<string, ValueSetMembers | undefined>();
  const answers: Verdict[] = [];
  for (const question of questions) {
    if (question.kind === 'subsumes') answers.push(await isBelow(tx, question));
    else {
      const { valueSet, coding } = question;
      if (!sets.has(valueSet)) sets.set(valueSet, await membersOf(tx, valueSet));
      const members = sets.get(valueSet);
      answers.push(members ? await orUnknown(() => verdictOf(tx, members, coding)) : 'unknown');
    }
  }
  return answers;
}

/** A value set that can be asked; undefined when it is not here or cannot be evaluated. */
export async function membersOf(tx: Tx, valueSet: string): Promise<ValueSetMembers | undefined> {
  try {
    const content = await namedValueSet(tx, valueSet);
    return { name: content.url ?? valueSet, expression: await compileValueSet(tx, content) };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Of codes that the system does not have nobody can say where they lie. */
async function isBelow(tx: Tx, { system, code, below }: Extract<CodeQuestion, { kind: 'subsumes' }>): Promise<Verdict> {
  const [upper, lower] = [await findCoded(tx, system, undefined, code), await findCoded(tx, system, undefined, below)];
  if (!upper?.concept || !lower?.concept) return 'unknown';
  return (await liesBelow(tx, lower.concept.id, upper.concept.id)) ? 'yes' : 'no';
}

async function orUnknown(ask: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refusal) return 'unknown';
    throw error;
  }
}
