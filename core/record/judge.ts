/**
 * The verdict on resources, with the terminology asked. The compiled check runs without waiting: codes that cannot be
 * listed in memory are `unknown` in a first round, asked together, and the resources concerned checked again.
 */
import { verdict, type VerdictOptions } from '#libs/fhir/verdict.ts';
import type { Tx } from '../db/database.ts';
import type { Issue } from '../refusal/refusal.ts';
import { Asked, mostQuestions } from './codes.ts';
import type { RecordContext } from './context.ts';

/** How old an answer may be, in milliseconds: importers of vocabularies are other processes. */
const writeAge = 60_000;
const validateAge = 2_000;
/** How often an answer may lead to new questions: slices are told by codes. */
const mostRounds = 5;

export type JudgeOptions = Pick<VerdictOptions, 'profiles' | 'purpose' | 'demandsKnownExtensions'> & {
  readonly tx?: Tx | undefined;
};

/** Issues of each resource, in order. `tx`: where the vocabularies are asked when a connection is held already. */
export async function judgeAll(
  { definitions: { current: definitions }, runtime, codes, terminology, settings }: RecordContext,
  resources: readonly unknown[],
  { tx, ...options }: JudgeOptions = {},
): Promise<Issue[][]> {
  const now = runtime.now();
  const age = options.purpose === 'validate' ? validateAge : writeAge;
  const answer = terminology?.answers;
  const vocabulary = answer && new Asked(codes, definitions, now.getTime() - age);
  const asked: VerdictOptions = {
    ...options,
    definitions,
    now: now.toISOString(),
    demandsVitalSigns: settings.vitalSigns === 'demand',
    ...(vocabulary && { vocabulary }),
  };
  const issues: Issue[][] = [];
  let open = resources.map((_, at) => at);
  for (let round = 0; ; round++) {
    const again = open.filter((at) => {
      const before = vocabulary?.misses;
      issues[at] = verdict(resources[at], asked);
      return vocabulary?.misses !== before;
    });
    if (!answer || !vocabulary || vocabulary.isSettled) return issues;
    if (round === mostRounds || vocabulary.isTooMuch) {
      for (const at of again) issues[at]?.push(tooMany);
      return issues;
    }
    await vocabulary.ask(answer, tx, now.getTime());
    open = again;
  }
}

export async function judge(context: RecordContext, resource: unknown, options: JudgeOptions = {}): Promise<Issue[]> {
  const [issues = []] = await judgeAll(context, [resource], options);
  return issues;
}

const tooMany: Issue = {
  severity: 'error',
  code: 'too-costly',
  diagnostics: `More than ${mostQuestions} codes would have to be looked up to check this. Send it in smaller parts.`,
};
